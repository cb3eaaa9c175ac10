import { identityReference } from '../reference.ts';
import type { LoginEnd } from '../../../login/login-end.ts';
import { isInsideHost } from '../../../login/inside-host.ts';
import { mentions } from '../../../tree/walk.ts';
import { aliasHosts, insideAddresses, privateLoadBalancer } from '../../../tree/inside-addresses.ts';
import type { Rule } from '../../../repository/rule.ts';
import { hostsOf } from '../../hosts-of.ts';
import { authentikFacts } from '../facts.ts';
import { hostOf, known, slugOf } from '../../../tree/known.ts';
import { differs, hostTextOf } from '../../../tree/opaque.ts';
import { forAuthentik } from '../repository.ts';

/** A node, a load balancer or a forwarded port may answer at another port of the same host. */
const withoutPort = (host: string): string => host.replace(/:\d{1,5}$/, '');

export const authentikIssuersRules: readonly Rule[] = forAuthentik([
  {
    code: 'issuer-host-unknown',
    severity: 'error',
    needs: [],
    title: 'the app asks an identity provider at another host than the one that is here',
    why: 'The issuer is made of the host of the request: another host is another issuer, or nobody at all.',
    page: {
      symptom: 'The browser lands on a host that does not answer, or the token request fails after a login that looked right.',
      cause: "One URL of the identity provider in the app names another host than the one of authentik's Ingress, or than the other URLs of the same app.",
      fix: 'Write the public host of authentik into every URL.',
      source: '[authentik: OAuth 2.0 provider, endpoints](https://docs.goauthentik.io/add-secure-apps/providers/oauth2/)',
    },
    *find({ edges, logins, pairs, releases, containers }) {
      const hosts = hostsOf({ edges, releases, containers }, authentikFacts);
      const served = new Set(edges.flatMap(({ host }) => hostTextOf(`https://${host.value}`) ?? []));
      const paired = new Set(pairs.all.map(({ login }) => login));
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
        for (const { seen, host } of own) {
          // The address of a load balancer: authentik answers there too, and calls itself by it.
          if (
            reference.size === 0 ||
            isInsideHost(host) ||
            /^\d+\.\d+\.\d+\.\d+(?::\d+)?$|^\[/.test(host) ||
            [...reference].some((one) => !differs(withoutPort(one), withoutPort(host))) ||
            // A further host of the same authentik, or another one: something here answers there.
            (!login.object.ours && hosts.size > 0 && served.has(host))
          )
            continue;
          yield {
            at: seen,
            // Without its client here, another authentik may be meant.
            ...(login.object.ours || paired.has(login) || hosts.size === 0 ? {} : { severity: 'warning' as const }),
            message: `${login.label} asks ${host}, but authentik answers at ${[...reference].join(', ')}`,
            expected: [...reference].join(', '),
            received: host,
            fix: `write ${[...reference][0]} in its place`,
          };
        }
      }
    },
  },
  {
    code: 'issuer-slash-missing',
    severity: 'error',
    needs: [],
    title: 'an issuer of authentik lacks the slash at its end',
    why: 'It compares the issuer of tokens and of the discovery document byte for byte.',
    page: {
      symptom:
        '`oidc: issuer did not match the issuer returned by provider`, `error checking oidc discovery URL`, a plain `invalid bearer token` from the apiserver, or HTTP 500 on the click.',
      cause: "authentik's issuer is `https://HOST/application/o/SLUG/`, with a slash at its end. The app's settings lack it.",
      fix: 'Add the slash.',
      source:
        '[dani-garcia/vaultwarden#6770](https://github.com/dani-garcia/vaultwarden/issues/6770), [hashicorp/vault#7285](https://github.com/hashicorp/vault/issues/7285)',
    },
    *find({ logins, pairs }) {
      const slugs = new Map(pairs.all.map(({ login, client }) => [login, known(client.slug?.value)]));
      for (const login of logins.all) {
        const { issuer, exactIssuer, label } = login;
        const text = issuer?.value;
        if (issuer === undefined || text === undefined || !exactIssuer || slugOf(text) === undefined || !/\/application\/o\/[^/]+$/.test(text)) continue;
        // issuer-inside-name names the whole address.
        if (isInsideHost(hostOf(text) ?? '')) continue;
        // The slug of its client: issuer-mismatch says where another one stands, and both ask for the same text.
        const whole = `${text.slice(0, text.lastIndexOf('/') + 1)}${slugs.get(login) ?? slugOf(text)}/`;
        yield {
          at: issuer,
          message: `${label} has the issuer ${text}, without the slash that authentik's issuers end in`,
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
    choice: { one: 'cluster reaches its identity provider by the public name', many: 'clusters reach their identity provider by the public name' },
    title: 'pods may not reach the identity provider by its public name',
    why: 'The public name leads to the router, and many routers do not send packets of the inside back in: requests of the app hang, while your laptop works.',
    page: {
      symptom: 'The app says that it cannot reach the OpenID provider, or hangs; from a laptop all is well.',
      cause: 'Inside, the name of authentik resolves to the public address, and the router does not let packets out and in again.',
      fix: 'Rewrite the name in CoreDNS, add hostAliases, or let the DNS server of the network answer with the address of the ingress. Test from the pod of the app.',
      more: '**Why it matters.** It looks exactly like wrong credentials.',
      source: '[CoreDNS: rewrite](https://coredns.io/plugins/rewrite/)',
    },
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
          message: `kube-apiserver asks ${host}, and only CoreDNS says here that it resolves to ${home}`,
          expected: `a DNS server of the nodes that answers ${home}, or hostAliases in the static pod`,
          received: 'an entry in CoreDNS',
          why: 'kube-apiserver runs in the network of its node and asks the resolver of the node, never CoreDNS.',
          fix: `let the DNS server of the nodes answer ${home} for ${host}, or patch hostAliases into the static pod of kube-apiserver`,
        };
      }
      for (const host of asked) {
        if (solved.has(host)) continue;
        const login = logins.all.find(({ issuer, endpoints }) => [issuer, ...endpoints].some((seen) => hostOf(seen?.value) === host))!;
        const seen = [login.issuer, ...login.endpoints].find((one) => hostOf(one?.value) === host)!;
        yield {
          at: seen,
          message: `pods ask ${host}, and nothing here says that it resolves to ${home} inside`,
          expected: `a rewrite or hosts entry of CoreDNS, hostAliases, or a DNS server at home that answers ${home}`,
          received: edges.length === 0 ? 'nothing' : 'only the public name',
          fix: `rewrite ${host} to the ingress Service in CoreDNS, or let the DNS server of the nodes answer ${home}; then test from the app's own pod`,
        };
      }
    },
  },
  {
    code: 'issuer-inside-name',
    severity: 'error',
    needs: [],
    title: 'an issuer is the name of a Service inside the cluster',
    why: 'The browser cannot open it, and tokens that people get at the public address name that one as their issuer.',
    page: {
      symptom:
        'The browser is sent to a name such as `authentik-server.authentik.svc` and finds no such host; or the app says that the issuer of the token or of the discovery document is another one.',
      cause: `The issuer is the name of a Service. authentik makes issuer and endpoints of the host that was asked. Asked inside, it sends the browser to the inside name; and tokens that people get at the public address name the public issuer. Names of Services are right in token and userinfo URLs, which only the app's pod asks, when the app also has a public authorization URL: the rule leaves such apps alone.

It is a warning for other identity providers, which can keep their public name whoever asks.`,
      fix: 'Write the public issuer, and let pods resolve the public name ([hairpin](hairpin.md)).',
      source:
        '[authentik: OAuth 2.0 provider, endpoints](https://docs.goauthentik.io/add-secure-apps/providers/oauth2/), [immich-app/immich#18080](https://github.com/immich-app/immich/discussions/18080)',
    },
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
        // Then tokens are fetched inside, and authentik calls itself by the host that was asked.
        if (hasSignInPage(login)) continue;
        const client = clients.get(login);
        const isAuthentik = slugOf(text) !== undefined || host.includes('authentik') || client !== undefined;
        const slug = known(client?.slug?.value) ?? slugOf(text) ?? 'SLUG';
        const right = isAuthentik ? `https://${outside ?? 'AUTHENTIK'}/application/o/${slug}/` : 'the public address of the identity provider';
        yield {
          at: issuer,
          // Other identity providers can be told to keep their public name whoever asks, and a name without dots may be one of the local network.
          severity: isAuthentik && (host.includes('.') || outside !== undefined) ? 'error' : 'warning',
          message: `${label} has the issuer ${text}: ${host} is a name inside the cluster`,
          expected: right,
          received: text,
          fix: `write ${right}, and let pods resolve the public name; a Service's name is right in token and userinfo URLs alone`,
        };
      }
    },
  },
  {
    code: 'issuer-no-slug',
    severity: 'error',
    needs: [],
    title: "an issuer is authentik's own address, without an application",
    why: "authentik's issuers end in the slug of an application; below its root there is no discovery document, and no token names it.",
    page: {
      symptom:
        'The app says that it cannot load the discovery document (404, "not found"), or kube-apiserver logs `oidc: issuer did not match` and answers 401.',
      cause:
        "The issuer in the app is authentik's own address, for example `https://auth.example.org/`. authentik has an issuer for each application, `https://auth.example.org/application/o/SLUG/`, and serves no discovery document at its root. Providers with `issuer_mode: global` call themselves by the root; the rule leaves them alone.",
      fix: 'Write `https://AUTHENTIK/application/o/SLUG/`, with the slug of the application. In an app file take `issuer.url` or `issuer.discoveryUrl`, not `idp.origin`.',
      source:
        '[authentik: OAuth 2.0 provider, endpoints](https://docs.goauthentik.io/add-secure-apps/providers/oauth2/), [journiv/journiv-app#54](https://github.com/journiv/journiv-app/issues/54)',
    },
    *find(repository) {
      const { logins, pairs } = repository;
      const hosts = identityReference(repository);
      if (hosts.size === 0) return;
      const clients = new Map(pairs.all.map(({ login, client }) => [login, client]));
      for (const login of logins.all) {
        const { issuer, label } = login;
        const text = issuer?.value;
        const host = hostTextOf(text);
        if (issuer === undefined || text === undefined || host === undefined || !hosts.has(host) || slugOf(text) !== undefined) continue;
        if (known(text.slice(text.toLowerCase().indexOf(host) + host.length) || '/') === undefined) continue;
        // Some apps call the address of a sign-in page or of tokens so: those have no slug.
        if (/\/application\/o\/[a-z]+\/?(?:$|\?)/.test(text)) continue;
        const client = clients.get(login);
        if (client?.provider.field('issuer_mode').text() === 'global') continue;
        // With a discovery URL of its own the issuer may be that of a provider with issuer_mode: global.
        if (client === undefined && login.endpoints.some(({ value }) => slugOf(value) !== undefined)) continue;
        const slug = known(client?.slug?.value) ?? 'SLUG';
        const right = `https://${host}/application/o/${slug}/`;
        yield {
          at: issuer,
          message: `${label} has the issuer ${text}, which is authentik's own address and no issuer`,
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
