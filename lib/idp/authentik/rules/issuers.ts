import { distance } from 'fastest-levenshtein';
import { identityReference } from '../reference.ts';
import type { LoginEnd } from '../../../login/login-end.ts';
import { isInsideHost } from '../../../login/inside-host.ts';
import { isBehindOther } from '../../../tree/is-behind-other.ts';
import { mentions } from '../../../tree/walk.ts';
import { aliasHosts, insideAddresses, privateLoadBalancer } from '../../../tree/inside-addresses.ts';
import type { Rule } from '../../../repository/rule.ts';
import { hostsOf } from '../../hosts.ts';
import { authentikFacts } from '../facts.ts';
import { hostOf, known, slugOf } from '../../../tree/known.ts';
import { differs, hostTextOf } from '../../../tree/opaque.ts';
import { forAuthentik } from '../repository.ts';

/** Whether one host is the other with a letter or two that are wrong. */
const isSlip = (one: string, other: string): boolean => one.length > 8 && one.length < 254 && other.length < 254 && distance(one, other) <= 2;

/** A node, a load balancer or a forwarded port may answer at another port of the same host. */
const withoutPort = (host: string): string => host.replace(/:\d{1,5}$/, '');

/** A host for documentation alone: RFC 2606. */
const isReserved = (host: string): boolean => /(?:^|\.)example\.(?:com|net|org)(?::\d+)?$/.test(host);

/** `id.example.org` beside `id.lab.example.org`: one name inside and one outside. */
function isOtherSide(one: string, other: string): boolean {
  const [inner = '', outer = ''] = [one, other].sort((a, b) => b.length - a.length);
  const [name = '', ...domain] = outer.split('.');
  return domain.length > 1 && inner.startsWith(`${name}.`) && inner.endsWith(`.${domain.join('.')}`);
}

/** `authentik` of an Ingress of Tailscale, which has the domain of the network behind it: `authentik.tail1234.ts.net`. */
const isNameOf = (served: string, host: string): boolean => !/[.$]/.test(served) && host.startsWith(`${served}.`);

export const authentikIssuersRules: readonly Rule[] = forAuthentik([
  {
    code: 'issuer-host-unknown',
    severity: 'error',
    needs: [],
    title: "the app uses a different host for the identity provider than authentik's Ingress",
    why: 'authentik builds the issuer from the host of the request. Another host means another issuer, or no server at all.',
    symptom: 'The browser opens a host that does not answer, or the token request fails after a login that looked fine.',
    cause: "One URL of the identity provider in the app has a different host than authentik's Ingress, or than the other URLs in the same app.",
    fix: 'use the public host of authentik in every URL',
    source: '[authentik: OAuth 2.0 provider, endpoints](https://docs.goauthentik.io/add-secure-apps/providers/oauth2/)',
    *find({ edges, logins, releases, containers }) {
      const hosts = hostsOf({ edges, releases, containers }, authentikFacts);
      const served = new Set(edges.flatMap(({ host }) => hostTextOf(`https://${host.value}`) ?? []));
      for (const login of logins.all) {
        const urls = [login.issuer, ...login.endpoints, login.slug].filter((seen) => seen !== undefined);
        const own = urls
          .filter(({ value }) => value.includes('/application/o/'))
          .flatMap((seen) => (hostTextOf(seen.value) === undefined ? [] : [{ seen, host: hostTextOf(seen.value)! }]))
          // What a script puts together is no host.
          .filter(({ host }) => !/^\$(?!\{)|[:;]$/.test(host));
        const reference =
          hosts.size > 0
            ? hosts
            : new Set(
                own
                  .filter(({ host }) => !isInsideHost(host))
                  .slice(0, 1)
                  .map(({ host }) => host),
              );
        const told = new Set<string>();
        for (const { seen, host } of own) {
          // The address of a load balancer: authentik answers there too, and calls itself by it.
          if (
            reference.size === 0 ||
            isInsideHost(host) ||
            /^\d+\.\d+\.\d+\.\d+(?::\d+)?$|^\[/.test(host) ||
            [...reference].some((one) => !differs(withoutPort(one), withoutPort(host)) || isNameOf(one, host)) ||
            // A template of which nobody has replaced the host yet.
            (!isReserved(host) && [...reference].every((one) => isReserved(one) && !isSlip(withoutPort(one), withoutPort(host)))) ||
            // A further host of the same authentik, or another one: something here answers there.
            (!login.object.ours && hosts.size > 0 && (served.has(host) || [...hosts].some((one) => isOtherSide(one, host))))
          )
            continue;
          if (!login.object.ours && told.has(host)) continue;
          told.add(host);
          yield {
            at: seen,
            // It may have a second name, by a tunnel or a DNS server that is not in git, and answers at each: only a slip of the keyboard is sure.
            isSure: login.object.ours || [...reference].some((one) => isSlip(withoutPort(one), withoutPort(host))),
            message: `${login.label} uses ${host} for the identity provider, but authentik is served at ${[...reference].join(', ')}`,
            expected: [...reference].join(', '),
            received: host,
            fix: `write ${[...reference][0]} instead`,
          };
        }
      }
    },
  },
  {
    code: 'issuer-slash-missing',
    severity: 'error',
    needs: [],
    title: 'an authentik issuer has no trailing slash',
    why: 'The app compares the issuer in tokens and in the discovery document byte by byte.',
    symptom:
      '`oidc: issuer did not match the issuer returned by provider`, `error checking oidc discovery URL`, a plain `invalid bearer token` from kube-apiserver, or HTTP 500 when you click sign-in.',
    cause: "authentik's issuer is `https://HOST/application/o/SLUG/`, with a trailing slash. It is missing in the app's settings.",
    fix: 'add the trailing slash',
    source:
      '[dani-garcia/vaultwarden#6770](https://github.com/dani-garcia/vaultwarden/issues/6770), [hashicorp/vault#7285](https://github.com/hashicorp/vault/issues/7285)',
    *find({ logins, pairs }) {
      const slugs = new Map(pairs.all.map(({ login, client }) => [login, known(client.slug?.value)]));
      for (const login of logins.all) {
        const { issuer, exactIssuer, label } = login;
        const text = issuer?.value;
        if (issuer === undefined || text === undefined || exactIssuer === false || slugOf(text) === undefined || !/\/application\/o\/[^/]+$/.test(text))
          continue;
        // issuer-inside-name names the whole address.
        if (isInsideHost(hostOf(text) ?? '')) continue;
        // The slug of its client: issuer-mismatch says where another one stands, and both ask for the same text.
        const whole = `${text.slice(0, text.lastIndexOf('/') + 1)}${slugs.get(login) ?? slugOf(text)}/`;
        yield {
          at: issuer,
          message: `${label} has the issuer ${text}, without the trailing slash of authentik's issuers`,
          expected: whole,
          received: text,
          fix: `write ${whole}`,
        };
      }
    },
  },
  {
    code: 'hairpin',
    severity: 'info',
    choice: { one: 'cluster reaches its identity provider at the public host', many: 'clusters reach their identity provider at the public host' },
    title: 'pods may not be able to reach the identity provider at its public host',
    why: 'The public host resolves to the router, and many routers do not support hairpin NAT. Requests from the app then hang, although your laptop works.',
    symptom: 'The app cannot reach the OpenID provider or hangs, although a laptop can.',
    cause: 'Inside the cluster, the host of authentik resolves to the public address, and the router does not support hairpin NAT.',
    fix: "rewrite the host in CoreDNS, add hostAliases, or let the local DNS server resolve it to the address of the ingress. Test from the app's pod",
    more: '**Why it matters.** It looks like wrong credentials.',
    source: '[CoreDNS: rewrite](https://coredns.io/plugins/rewrite/)',
    *find(repository) {
      const { edges, objects, releases, containers, logins } = repository;
      const hosts = hostsOf(repository, authentikFacts);
      const asked = [...new Set(logins.all.flatMap(({ issuer, endpoints }) => [issuer, ...endpoints].flatMap((seen) => hostOf(seen?.value) ?? [])))].filter(
        (host) => hosts.size === 0 || hosts.has(host),
      );
      if (asked.length === 0) return;
      const home = privateLoadBalancer(objects, releases);
      if (home === undefined) return;
      const solved = insideAddresses(repository);
      const split =
        releases.some(
          ({ chart, layers }) =>
            /external-dns|k8s-gateway|pihole|adguard|blocky|unbound|coredns/.test(chart) || layers.some((layer) => mentions(layer, 'k8s_gateway')),
        ) ||
        containers.some(({ image }) => /external-dns|k8s_gateway|pihole|adguardhome|blocky|unbound/.test(image)) ||
        objects.of('DNSEndpoint').length > 0;
      if (split) return;
      // kube-apiserver asks the resolver of its node: what CoreDNS says helps pods alone.
      const aliases = new Set(aliasHosts(containers.map(({ pod }) => pod)));
      for (const login of logins.all) {
        const host = hostOf(login.issuer?.value);
        if (login.app !== 'kube-apiserver' || host === undefined || !solved.has(host) || aliases.has(host) || login.object.ours) continue;
        yield {
          at: login.issuer!,
          message: `kube-apiserver uses ${host}, but only CoreDNS resolves it to ${home} here`,
          expected: `a DNS server of the nodes that resolves it to ${home}, or hostAliases in the static pod`,
          received: 'an entry in CoreDNS only',
          why: 'kube-apiserver uses the host network and the resolver of the node, not CoreDNS.',
          fix: `let the DNS server of the nodes resolve ${host} to ${home}, or add hostAliases to the static pod of kube-apiserver`,
        };
      }
      for (const host of asked) {
        if (solved.has(host)) continue;
        const login = logins.all.find(({ issuer, endpoints }) => [issuer, ...endpoints].some((seen) => hostOf(seen?.value) === host))!;
        const seen = [login.issuer, ...login.endpoints].find((one) => hostOf(one?.value) === host)!;
        yield {
          at: seen,
          message: `pods use ${host}, but nothing here makes it resolve to ${home} inside the cluster`,
          expected: `a CoreDNS rewrite or hosts entry, hostAliases, or a local DNS server that resolves it to ${home}`,
          received: edges.length === 0 ? 'nothing' : 'only the public host',
          fix: `rewrite ${host} to the ingress Service in CoreDNS, or let the DNS server of the nodes resolve it to ${home}; then test from the app's pod`,
        };
      }
    },
  },
  {
    code: 'issuer-inside-name',
    severity: 'error',
    needs: [],
    title: 'an issuer uses an in-cluster Service name',
    why: 'The browser cannot open it, and tokens issued at the public host have the public issuer.',
    symptom:
      'The browser is sent to a name such as `authentik-server.authentik.svc`, which it cannot resolve, or the app says that the issuer of the token or the discovery document does not match.',
    cause: `The host of the issuer is a Service name. authentik builds issuer and endpoints from the host of the request. If the app uses the Service name, authentik sends the browser to that name, and tokens that are issued at the public host have a different issuer. A Service name is fine in token and userinfo URLs, which only the app's pod uses, if the app also has a public authorization URL. The rule ignores such apps.

For other identity providers the finding is a warning: they can be configured to use their public host for every request.`,
    fix: 'use the public issuer, and make the public host resolve in pods ([hairpin](hairpin.md))',
    source:
      '[authentik: OAuth 2.0 provider, endpoints](https://docs.goauthentik.io/add-secure-apps/providers/oauth2/), [immich-app/immich#18080](https://github.com/immich-app/immich/discussions/18080)',
    *find(repository) {
      const { logins, pairs } = repository;
      const hosts = identityReference(repository);
      const [outside] = hosts;
      const clients = new Map(pairs.all.map(({ login, client }) => [login, client]));
      for (const login of logins.all) {
        const { issuer, label } = login;
        const text = known(issuer?.value);
        const host = hostOf(text);
        if (issuer === undefined || text === undefined || host === undefined || !isInsideHost(host) || hosts.has(host)) continue;
        if (isBehindOther(host, authentikFacts.runs.image, repository)) continue;
        // Then tokens are fetched inside, and authentik calls itself by the host that was asked.
        if (hasSignInPage(login)) continue;
        const client = clients.get(login);
        const isAuthentik = slugOf(text) !== undefined || host.includes('authentik') || client !== undefined;
        const slug = known(client?.slug?.value) ?? slugOf(text) ?? 'SLUG';
        const right = isAuthentik ? `https://${outside ?? 'AUTHENTIK'}/application/o/${slug}/` : 'the public URL of the identity provider';
        yield {
          at: issuer,
          // Other identity providers can be told to keep their public name no matter who asks, and a name without dots may be one of the local network.
          isSure: isAuthentik && (host.includes('.') || outside !== undefined),
          message: `${label} has the issuer ${text}, but ${host} resolves only inside the cluster`,
          expected: right,
          received: text,
          fix: `write ${right}, and make the public host resolve in pods; a Service name is fine only in token and userinfo URLs`,
        };
      }
    },
  },
  {
    code: 'issuer-no-slug',
    severity: 'error',
    needs: [],
    title: "an issuer is authentik's root URL, without an application",
    why: 'authentik has one issuer per application. Its root URL has no discovery document, and no token has it as issuer.',
    symptom: 'The app says that it cannot load the discovery document (404, "not found"), or kube-apiserver logs `oidc: issuer did not match` and answers 401.',
    cause:
      "The issuer in the app is authentik's root URL, for example `https://auth.example.org/`, or one of its endpoints. authentik has an issuer for each application, `https://auth.example.org/application/o/SLUG/`, and serves no discovery document at its root. Providers with `issuer_mode: global` use the root URL as issuer; the rule ignores them.",
    fix: 'write `https://AUTHENTIK/application/o/SLUG/`, with the slug of the application. In an app file use `issuer.url` or `issuer.discoveryUrl`, not `idp.origin`',
    source:
      '[authentik: OAuth 2.0 provider, endpoints](https://docs.goauthentik.io/add-secure-apps/providers/oauth2/), [journiv/journiv-app#54](https://github.com/journiv/journiv-app/issues/54)',
    *find(repository) {
      const { logins, pairs } = repository;
      const hosts = identityReference(repository);
      const clients = new Map(pairs.all.map(({ login, client }) => [login, client]));
      for (const login of logins.all) {
        const { issuer, label } = login;
        const text = issuer?.value;
        const host = hostTextOf(text);
        if (issuer === undefined || text === undefined || host === undefined || slugOf(text) !== undefined) continue;
        // Where nothing says the host of authentik, a client of it does, and a root with no path.
        const isLikely = hosts.size === 0 && clients.has(login) && /^https?:\/\/[^/]+\/?$/.test(text);
        if (!hosts.has(host) && !isLikely) continue;
        if (known(text.slice(text.toLowerCase().indexOf(host) + host.length) || '/') === undefined) continue;
        // Another provider may answer there too, below a path of its own: Keycloak, Kanidm.
        if (/\/realms\/|\/oauth2\/openid\//.test(text)) continue;
        // Some apps call the address of a sign-in page or of tokens so: those have no slug.
        const isEndpoint = /\/application\/o\/[a-z]+\/?(?:$|\?)/.test(text);
        if (isEndpoint && login.finds?.by !== 'issuer') continue;
        const client = clients.get(login);
        if (client?.provider.field('issuer_mode').text() === 'global') continue;
        // With a discovery URL of its own the issuer may be that of a provider with issuer_mode: global.
        if (client === undefined && login.endpoints.some(({ value }) => slugOf(value) !== undefined)) continue;
        const slug = known(client?.slug?.value) ?? 'SLUG';
        const right = `https://${host}/application/o/${slug}/`;
        yield {
          at: issuer,
          ...(isLikely ? { severity: 'warning' } : {}),
          message: `${label} has the issuer ${text}, which is ${isEndpoint ? 'an endpoint of authentik' : "authentik's root URL"}, not an issuer`,
          expected: right,
          received: text,
          fix: slug === 'SLUG' ? `write ${right} with the slug of its application` : `write ${right}`,
        };
      }
    },
  },
]);

/** True when the settings name the page that the browser opens, apart from the issuer. */
function hasSignInPage({ endpoints, container }: LoginEnd): boolean {
  const named = [...(container?.env ?? [])].filter(([name]) => /AUTH(?:ORI[SZ]ATION|ORIZE)?_?(?:ENDPOINT|UR[LI])$|LOGIN_URL$/i.test(name));
  const pages = [...endpoints, ...named.flatMap(([, { value }]) => value ?? [])].filter(({ value }) => /authorize|auth/.test(value));
  // A path alone is one of the app's own host.
  return pages.some(({ value }) => value.startsWith('/') || !isInsideHost(hostOf(value) ?? 'unknown'));
}
