import { compareVersions, hostOf, known, numbersOf } from '../../tree/known.ts';
import type { Rule } from '../../repository/rule.ts';
import { type Oauth2Proxy, oauth2ProxiesOf } from './settings.ts';

export const oauth2ProxyRules: readonly Rule[] = [
  {
    code: 'oauth2-proxy-open',
    severity: 'info',
    choice: { one: 'oauth2-proxy lets in everyone who can sign in', many: 'oauth2-proxies let in everyone who can sign in' },
    title: 'oauth2-proxy lets in every user of the identity provider',
    why: 'Unless the identity provider restricts the application to a group, every account gets in.',
    symptom: 'Users see apps that are not meant for them.',
    cause: '`--email-domain=*` allows every address, and no group is required.',
    fix: 'add `--allowed-group`, or bind a group to the application',
    more: '`--allowed-group` needs the scope that carries groups.',
    source: '[oauth2-proxy: configuration](https://oauth2-proxy.github.io/oauth2-proxy/configuration/overview)',
    *find(repository) {
      const { pairs } = repository;
      const admitted = new Set(pairs.all.filter(({ client }) => client.admitted !== undefined).map(({ login }) => login.container));
      for (const { container, flags, at } of oauth2ProxiesOf(repository)) {
        const domain = flags.get('email-domain') ?? flags.get('email-domains');
        if (domain?.value !== '*' || !flags.has('oidc-issuer-url') || admitted.has(container)) continue;
        if (['allowed-group', 'allowed-groups', 'allowed-role', 'authenticated-emails-file'].some((flag) => flags.has(flag))) continue;
        yield {
          at: domain.at.path === '' ? at : domain,
          message: 'oauth2-proxy lets everyone in: --email-domain=* without --allowed-group',
          expected: '--allowed-group',
          received: 'none',
        };
      }
    },
  },
  {
    code: 'oauth2-proxy-too-old',
    severity: 'error',
    needs: [],
    title: 'this version of oauth2-proxy can be bypassed',
    why: 'A request with a forged X-Forwarded-Uri, or with the user agent of a health check, gets through without a login.',
    symptom: 'Nothing.',
    cause:
      'With `--reverse-proxy` and paths that need no login (`--skip-auth-route`, `--skip-auth-regex`), versions 7.5.0 to 7.15.1 trust an `X-Forwarded-Uri` header from the visitor (GHSA-7x63-xv5r-3p2x), and so do 7.15.2 to 7.15.4 without `--trusted-proxy-ip` (CVE-2026-76835). With `--ping-user-agent` or `--gcp-healthchecks`, versions before 7.15.2 let in anyone who sends that user agent, when they are used for forward-auth (GHSA-5hvv-m4w4-gf6v).',
    fix: 'use v7.15.2 or newer, and set `--trusted-proxy-ip`',
    more: 'Trust only the addresses of the ingress controller.',
    source: '[GHSA-7x63-xv5r-3p2x](https://github.com/oauth2-proxy/oauth2-proxy/security/advisories/GHSA-7x63-xv5r-3p2x)',
    *find(repository) {
      // Traefik takes such headers off and sets its own (pkg/middlewares/forwardedheaders/forwarded_header.go); ingress-nginx hands them on.
      const isOpen =
        repository.edges.some(({ annotations }) => annotations.keys().some((key) => key.startsWith('nginx.ingress.kubernetes.io/'))) ||
        repository.releases.some(({ chart }) => chart === 'ingress-nginx');
      for (const { container, flags } of oauth2ProxiesOf(repository)) {
        const way = wayAround(container.tag, flags);
        if (way === undefined) continue;
        yield {
          at: container.imageAt,
          isSure: container.object.ours || isOpen,
          message: `oauth2-proxy ${container.tag} can be bypassed: ${way}`,
          expected: 'v7.15.2 or newer, with --trusted-proxy-ip',
          received: container.tag,
        };
      }
    },
  },
  {
    code: 'oauth2-proxy-cookie-domain',
    severity: 'error',
    needs: [],
    title: 'the cookies of oauth2-proxy are not valid at its own host',
    why: 'The browser refuses a cookie for another domain than that of the page. oauth2-proxy then finds neither its CSRF cookie nor the session.',
    symptom: 'After signing in, 403 with `Unable to find a valid CSRF token`, or an endless loop of sign-ins.',
    cause: 'None of the cookie domains covers the host of the redirect URL, where the cookies are set and read.',
    fix: 'add the domain of the redirect URL to the cookie domains',
    source: '[oauth2-proxy: cookie options](https://oauth2-proxy.github.io/oauth2-proxy/configuration/overview#cookie-options)',
    *find(repository) {
      for (const { flags, container, hidden } of oauth2ProxiesOf(repository)) {
        const list = ['cookie-domain', 'cookie-domains'].flatMap((name) => flags.get(name) ?? []);
        const redirect = flags.get('redirect-url');
        const host = hostOf(redirect?.value)?.replace(/:\d+$/, '');
        // A flag that is given twice is in the list once.
        const several = container.args.filter((arg) => /^--?cookie-domain/.test(arg.text() ?? '')).length > 1;
        if (hidden || several || list.length !== 1 || redirect === undefined || host === undefined) continue;
        const domains = list[0]!.value
          .toLowerCase()
          .split(',')
          .map((one) => one.replaceAll(/["'[\]\s]/g, ''));
        // pkg/cookies/cookies.go, GetCookieDomain: a plain comparison of ends. Where none fits it takes the last, of which net/http takes off the dot.
        if (domains.some((domain) => domain === '' || known(domain) === undefined || host.endsWith(domain.replace(/^\./, '')))) continue;
        yield {
          at: list[0]!,
          message: `oauth2-proxy sets its cookies for ${domains.join(', ')}, but it is at ${host}`,
          expected: `a domain that ${host} is in`,
          received: domains.join(', '),
          fix: `add .${host.split('.').slice(1).join('.')} to the cookie domains`,
        };
      }
    },
  },
  {
    code: 'oauth2-proxy-setting-unknown',
    severity: 'error',
    needs: [],
    title: 'oauth2-proxy does not know a setting by this name',
    why: 'A list has a name in the singular as a flag, and one in the plural in the file and the environment. oauth2-proxy ends at an unknown flag or key, and reads no variable of another name.',
    symptom: '`unknown flag: --email-domains`, or `error unmarshalling config: … has invalid keys: email_domain`, in the log of oauth2-proxy.',
    cause:
      'The flag is written as in the configuration file (`--email-domains`), or the variable or key as the flag (`OAUTH2_PROXY_EMAIL_DOMAIN`, `email_domain`).',
    fix: 'write `--email-domain` as a flag, and `email_domains` or `OAUTH2_PROXY_EMAIL_DOMAINS` elsewhere',
    source:
      '[oauth2-proxy: pkg/apis/options/legacy_options.go](https://github.com/oauth2-proxy/oauth2-proxy/blob/master/pkg/apis/options/legacy_options.go), [load.go](https://github.com/oauth2-proxy/oauth2-proxy/blob/master/pkg/apis/options/load.go)',
    *find(repository) {
      for (const { container, names } of oauth2ProxiesOf(repository)) {
        for (const { name, at, by } of names) {
          const list = lists.find((one) => (by === 'flag' ? pluralOf(one) : one) === name);
          if (list === undefined) continue;
          const right = by === 'flag' ? list : pluralOf(list);
          const shown = (text: string) =>
            ({ flag: `--${text}`, variable: `OAUTH2_PROXY_${text.toUpperCase().replaceAll('-', '_')}`, key: text.replaceAll('-', '_') })[by];
          // The right name beside it does the work of a variable that nobody reads.
          if (by === 'variable' && names.some((one) => one.name === (one.by === 'flag' ? list : pluralOf(list)))) continue;
          yield {
            at,
            isSure: by !== 'variable' && isSince7(container.tag),
            message: `oauth2-proxy has no ${{ flag: 'flag', variable: 'variable', key: 'key of its file' }[by]} ${shown(name)}`,
            expected: shown(right),
            received: shown(name),
            fix: `write ${shown(right)}`,
          };
        }
      }
    },
  },
];

/** Lists, by the names of their flags; all others have one name. */
const lists = ['allowed-group', 'allowed-role', 'cookie-domain', 'email-domain', 'github-user', 'oidc-audience-claim', 'oidc-extra-audience', 'provider-ca-file', 'skip-auth-route', 'tls-cipher-suite', 'upstream', 'whitelist-domain']; // prettier-ignore

const pluralOf = (list: string): string => `${list}s`;

/** Before version 7 a few had other names. */
const isSince7 = (tag: string): boolean => compareVersions(numbersOf(tag) ?? [7], [7]) >= 0;

/** The flag by which a visitor passes without a login, of a version that is open there. */
function wayAround(tag: string, flags: Oauth2Proxy['flags']): string | undefined {
  const numbers = numbersOf(tag);
  if (numbers === undefined) return undefined;
  const before = (version: readonly number[]) => compareVersions(numbers, version) < 0;
  const set = (...names: readonly string[]) => names.find((name) => flags.has(name) && flags.get(name)?.value !== 'false');
  const skipped = set('skip-auth-route', 'skip-auth-routes', 'skip-auth-regex');
  const believes = before([7, 15, 2]) ? !before([7, 5, 0]) : before([7, 15, 5]) && set('trusted-proxy-ip', 'trusted-proxy-ips') === undefined;
  if (skipped !== undefined && believes && set('reverse-proxy') !== undefined) return `it takes the path for --${skipped} from a request header`;
  const agent = set('ping-user-agent', 'gcp-healthchecks');
  // In front of an app of its own it answers such a request itself.
  const isInFront = ['upstream', 'upstreams'].some((name) => /https?:\/\//.test(flags.get(name)?.value ?? ''));
  return agent !== undefined && !isInFront && before([7, 15, 2]) ? `--${agent} lets in anyone who sends that user agent` : undefined;
}
