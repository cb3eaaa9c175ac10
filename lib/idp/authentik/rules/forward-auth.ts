import { ingressClassOf, isOtherController } from '../../../tree/ingress-class.ts';
import { mentions } from '../../../tree/walk.ts';
import { isInsideHost } from '../../../login/inside-host.ts';
import { hostOf, known } from '../../../tree/known.ts';
import { hostTextOf } from '../../../tree/opaque.ts';
import type { Rule } from '../../../repository/rule.ts';
import { forAuthentik } from '../repository.ts';
import { isAtLeast, rangeOf } from '../../../tree/version-range.ts';

export const forwardAuthRules: readonly Rule[] = forAuthentik([
  {
    code: 'forward-auth-cookie',
    severity: 'error',
    needs: ['app'],
    title: 'Envoy does not send the session cookie to the outpost',
    why: 'To the outpost every request looks unauthenticated, so the login loops.',
    symptom: 'A login loop.',
    cause: 'By default Envoy sends only host, method, path, content-length and authorization.',
    fix: 'add `cookie`, `accept` and `x-forwarded-proto` to `extAuth.headersToExtAuth`',
    more: 'The list is not under `http`.',
    source: '[Envoy Gateway: external authorization](https://gateway.envoyproxy.io/docs/tasks/security/ext-auth/)',
    *find({ objects }) {
      for (const object of objects.of('SecurityPolicy')) {
        const auth = object.root.get('spec', 'extAuth');
        if (!(auth.text('http', 'path') ?? '').includes('outpost.goauthentik.io')) continue;
        const headers = [...auth.items('headersToExtAuth'), ...auth.items('http', 'headersToExtAuth')].map((one) => one.text()?.toLowerCase());
        if (headers.includes('cookie')) continue;
        yield {
          at: !auth.get('headersToExtAuth').exists ? auth : auth.get('headersToExtAuth'),
          message: `SecurityPolicy/${object.name} does not send the cookie to the outpost`,
          expected: 'headersToExtAuth with cookie',
          received: headers.join(', ') || 'nothing',
        };
      }
    },
  },
  {
    code: 'forward-auth-fail-open',
    severity: 'error',
    needs: [],
    title: 'forward-auth lets everyone in while the outpost is down',
    why: 'While the outpost is down, everyone can use the app without a login.',
    symptom: 'An app is open to everyone while authentik restarts.',
    cause: '`failOpen: true` lets requests through when the outpost does not answer.',
    fix: 'remove `failOpen`',
    source: '[Envoy Gateway: external authorization](https://gateway.envoyproxy.io/docs/tasks/security/ext-auth/)',
    *find({ objects }) {
      for (const object of objects.of('SecurityPolicy')) {
        const auth = object.root.get('spec', 'extAuth');
        const open = auth.get('failOpen');
        // Others are asked by extAuth too: CrowdSec may well let everybody in while it does not answer.
        if (open.scalar() !== true || !(auth.text('http', 'path') ?? '').includes('outpost.goauthentik.io')) continue;
        yield {
          at: open,
          message: `SecurityPolicy/${object.name} lets requests through while the outpost does not answer`,
          expected: 'failOpen: false, or nothing',
          received: 'failOpen: true',
        };
      }
    },
  },
  {
    code: 'forward-auth-forwarded-host',
    severity: 'error',
    needs: [],
    title: 'a user of one app behind forward-auth can get into all of them',
    why: "The outpost looks up the app by X-Forwarded-Host before Host, and Envoy passes the browser's header on. A user of any app behind forward-auth can send the host of that app and get into this one.",
    symptom: 'None. A user of one app behind forward-auth can get into the others as well, and paths that one app leaves open are open on all of them.',
    cause:
      "`extAuth.headersToExtAuth` of a SecurityPolicy lists `x-forwarded-host`. Envoy passes that header on as the browser sent it, and authentik's outpost uses it before `Host` to look up the app. A request to `secret.example.org` with `X-Forwarded-Host: open.example.org` is judged by the rules of `open.example.org`.",
    fix: 'remove `x-forwarded-host` from `extAuth.headersToExtAuth`; Envoy always sends `Host`',
    more: 'A ClientTrafficPolicy that removes or sets the header early (`headers.earlyRequestHeaders`) also closes the hole.',
    source:
      '[authentik: internal/utils/web/host.go](https://github.com/goauthentik/authentik/blob/main/internal/utils/web/host.go), [Envoy: HTTP header sanitizing](https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_conn_man/header_sanitizing)',
    *find({ objects }) {
      for (const object of objects.of('SecurityPolicy')) {
        const auth = object.root.get('spec', 'extAuth');
        if (!(auth.text('http', 'path') ?? '').includes('outpost.goauthentik.io/auth/envoy')) continue;
        const header = auth.items('headersToExtAuth').find((one) => one.text()?.toLowerCase() === 'x-forwarded-host');
        if (header === undefined) continue;
        // Taken off, or set, at the Gateway before anything looks at it.
        const early = objects
          .of('ClientTrafficPolicy')
          .flatMap(({ root }) => [
            ...root.items('spec', 'headers', 'earlyRequestHeaders', 'remove'),
            ...root.items('spec', 'headers', 'earlyRequestHeaders', 'set').map((one) => one.get('name')),
          ])
          .some((one) => one.text()?.toLowerCase() === 'x-forwarded-host');
        if (early) continue;
        yield {
          at: header,
          message: `SecurityPolicy/${object.name} passes the browser's X-Forwarded-Host to the outpost`,
          expected: 'headersToExtAuth without x-forwarded-host',
          received: 'x-forwarded-host',
        };
      }
    },
  },
  {
    code: 'forward-auth-public-url',
    severity: 'error',
    needs: [],
    title: 'the ingress controller calls the outpost by its public host',
    why: 'The request goes through the ingress controller again, which sets Host and X-Forwarded-Host to the host of authentik. The outpost then finds no app for it.',
    symptom: '404 or 500 for every request, or a login loop; "no app for hostname" in the outpost\'s log.',
    cause:
      "`auth-url` of ingress-nginx, or `forwardAuth.address` of Traefik, names the public host of authentik. Traefik's entry point replaces X-Forwarded-Host unless it trusts the sender.",
    fix: 'use the Service of the outpost, with its port: 80 for authentik-server, 9000 for a separate outpost',
    source:
      '[authentik: nginx ingress](https://docs.goauthentik.io/add-secure-apps/providers/proxy/server_nginx), [authentik: Traefik](https://docs.goauthentik.io/add-secure-apps/providers/proxy/server_traefik), [goauthentik/authentik#4261](https://github.com/goauthentik/authentik/issues/4261)',
    *find(repository) {
      const { objects, edges, releases, blueprints } = repository;
      // For one of a whole domain the outpost finds its app by the host of authentik as well, if that is below the domain, and nginx says by X-Original-URL
      // what was asked for (internal/outpost/proxyv2/handlers.go: lookupApp; application/mode_forward.go).
      const proxies = blueprints.of('authentik_providers_proxy.proxyprovider');
      const domains = proxies.flatMap((one) =>
        one.field('mode').text() === 'forward_domain' ? [one.field('cookie_domain').text()?.replace(/^\./, '') ?? ''] : [],
      );
      const isOfDomain = (host: string): boolean => domains.some((domain) => host === domain || host.endsWith(`.${domain}`));
      const singles = new Set(proxies.flatMap((one) => (one.field('mode').text() === 'forward_single' ? [hostTextOf(one.field('external_host').text())] : [])));
      const served = new Set(edges.map(({ host }) => host.value.toLowerCase()));
      // With this the second time through keeps what a snippet has set.
      const keepsHost =
        releases.some(({ chart, layers }) => chart === 'ingress-nginx' && layers.some((layer) => mentions(layer, 'use-forwarded-headers'))) ||
        objects.of('ConfigMap').some(({ root }) => root.get('data', 'use-forwarded-headers').exists);
      for (const { annotations, block, object, host } of edges) {
        const url = annotations.get('nginx.ingress.kubernetes.io/auth-url');
        // By the app's own name the outpost sees the right host; another controller does not read it.
        if (isOtherController(ingressClassOf(block, annotations)) || !isPublic(url.text(), served) || hostOf(url.text()) === host.value.toLowerCase()) continue;
        const its = hostOf(url.text()) ?? '';
        if (isOfDomain(its)) continue;
        // Of what was made by hand nobody knows whether it is for a domain.
        const isSure = served.has(its) && singles.has(host.value.toLowerCase()) && !keepsHost;
        yield {
          at: url,
          isSure: object.ours || isSure,
          message: `${object.kind}/${object.name} calls the outpost by its public host: ${url.text()!}`,
          expected: 'http://OUTPOST.NAMESPACE.svc.cluster.local:9000/outpost.goauthentik.io/auth/nginx',
          received: url.text()!,
        };
      }
      // Then what comes back in keeps its headers, or goes in by an ingress-nginx that keeps them.
      const trusts =
        keepsHost || releases.some((release) => release.chart === 'traefik' && release.layers.some((layer) => mentions(layer, 'forwardedHeaders')));
      for (const object of objects.of('Middleware')) {
        const address = object.root.get('spec', 'forwardAuth', 'address');
        if (!isPublic(address.text(), served) || trusts) continue;
        const its = hostOf(address.text()) ?? '';
        yield {
          at: address,
          isSure: object.ours || (served.has(its) && singles.size > 0 && !isOfDomain(its)),
          message: `Middleware/${object.name} calls the outpost by its public host: ${address.text()!}`,
          expected: 'http://OUTPOST.NAMESPACE.svc.cluster.local:9000/outpost.goauthentik.io/auth/traefik',
          received: address.text()!,
        };
      }
    },
  },
  {
    code: 'forward-auth-snippet',
    severity: 'warning',
    title: 'forward-auth uses a snippet that ingress-nginx does not allow by default',
    why: 'The admission webhook refuses the Ingress, or the snippet is ignored and the outpost does not know the host.',
    symptom: 'The admission webhook refuses the Ingress, or the outpost says "no app for hostname".',
    cause: '`allowSnippetAnnotations` is false by default, and since 1.12 `annotations-risk-level` must be raised too.',
    fix: 'set `X-Forwarded-Host` with the annotation `auth-proxy-set-headers: NAMESPACE/CONFIGMAP`',
    source: '[ingress-nginx: annotations](https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/)',
    *find({ edges, releases, objects }) {
      const options = [
        ...releases.flatMap((release) =>
          [['allowSnippetAnnotations'], ['config', 'allow-snippet-annotations']].map((path) => release.get('controller', ...path)),
        ),
        ...objects.of('ConfigMap').map(({ root }) => root.get('data', 'allow-snippet-annotations')),
      ];
      if (options.some((one) => [true, 'true'].includes(one.scalar() as boolean | string))) return;
      const here = releases.filter(({ chart }) => chart === 'ingress-nginx');
      // Its chart before 4.8 allows them (kubernetes/ingress-nginx#10393).
      if (here.length > 0 && here.every(({ version }) => isAtLeast(rangeOf(version?.text()), [4, 8]) === false)) return;
      // Who installs it elsewhere may have allowed them there.
      const isHere = here.length > 0;
      for (const { annotations, object } of edges) {
        const snippet = annotations.get('nginx.ingress.kubernetes.io/auth-snippet');
        if (!snippet.exists) continue;
        yield {
          at: snippet,
          severity: isHere || object.ours ? 'warning' : 'info',
          message: `${object.kind}/${object.name} has an auth-snippet, which ingress-nginx does not allow by default`,
          expected: 'auth-proxy-set-headers with a ConfigMap',
          received: 'auth-snippet',
        };
      }
    },
  },
  {
    code: 'proxy-mode-missing',
    severity: 'error',
    needs: [],
    title: 'a proxy provider has no mode',
    why: 'Without mode authentik assumes proxy, which requires an internal_host, even when it updates an existing provider.',
    symptom: 'The blueprint fails: `Internal host cannot be empty when forward auth is disabled`.',
    cause: '`mode` is missing, so authentik validates the provider as a full proxy.',
    fix: 'write `mode: forward_single`',
    more: 'Each provider has its own mode.',
    source: '[goauthentik/authentik: authentik/providers/proxy/api.py](https://github.com/goauthentik/authentik/blob/main/authentik/providers/proxy/api.py)',
    *find({ blueprints }) {
      for (const provider of blueprints.of('authentik_providers_proxy.proxyprovider')) {
        // With an address of the app it is a whole proxy, which is what no mode means (authentik/providers/proxy/api.py: validate).
        if (provider.field('mode').exists || provider.field('internal_host').exists) continue;
        yield {
          at: provider.root.get('attrs'),
          message: `the proxy provider ${provider.field('name').text() ?? ''} has no mode`,
          expected: 'mode: forward_single, forward_domain or proxy',
          received: 'nothing',
        };
      }
    },
  },
  {
    code: 'forward-auth-path',
    severity: 'error',
    needs: [],
    title: 'the ingress controller asks the outpost at a path that it does not have',
    why: 'The outpost answers with 404, or in the way of another proxy, and every request to the app fails.',
    symptom: '500 from ingress-nginx for every request, or 404 or a bare `Unauthorized` from Traefik.',
    cause: 'The path is there twice, has a slash too many, or is the one for another proxy: ingress-nginx takes `/auth/nginx`, Traefik `/auth/traefik`.',
    fix: 'write `/outpost.goauthentik.io/auth/nginx` for ingress-nginx, `/outpost.goauthentik.io/auth/traefik` for Traefik',
    source:
      '[authentik: nginx ingress](https://docs.goauthentik.io/add-secure-apps/providers/proxy/server_nginx), [authentik: Traefik](https://docs.goauthentik.io/add-secure-apps/providers/proxy/server_traefik)',
    *find({ edges, objects }) {
      const told = new Set<unknown>();
      const asked = [
        ...edges.map(({ annotations, object }) => ({
          object,
          at: annotations.get('nginx.ingress.kubernetes.io/auth-url'),
          own: 'nginx',
          other: /^(?:traefik|caddy)$/,
        })),
        ...objects.of('Middleware').map((object) => ({ object, at: object.root.get('spec', 'forwardAuth', 'address'), own: 'traefik', other: /^nginx$/ })),
      ];
      for (const { annotations, object } of edges) {
        const [asks, at] = ['auth-url', 'auth-signin'].map((name) => annotations.get(`nginx.ingress.kubernetes.io/${name}`));
        const text = at!.text()?.trim() ?? '';
        if (asks!.text()?.includes('/outpost.goauthentik.io/') !== true || !/^https?:\/\/[^/?#]+\/start(?:\?|$)/.test(text) || told.has(text)) continue;
        told.add(text);
        const right = text.replace(/\/start(?=\?|$)/, '/outpost.goauthentik.io/start');
        yield {
          at: at!,
          message: `${object.kind}/${object.name} sends people to /start, which the outpost does not have`,
          expected: right,
          received: text,
          why: 'authentik answers with 404 in place of its sign-in page.',
          fix: `write ${right}`,
        };
      }
      for (const { object, at, own, other } of asked) {
        // kubernetes/ingress-nginx, internal/ingress/annotations/parser: blanks around the lines of an annotation are cut off.
        const text = own === 'nginx' ? at.text()?.trim() : at.text();
        const [, path] = /\/outpost\.goauthentik\.io\/auth\/([^?#]*)/.exec(text ?? '') ?? [];
        if (path === undefined || known(path) === undefined || told.has(object) || (/^(?:nginx|traefik|caddy|envoy(?:\/.*)?)$/.test(path) && !other.test(path)))
          continue;
        told.add(object);
        const right = text!.replace(/(\/outpost\.goauthentik\.io\/auth\/)[^?#]*/, `$1${own}`);
        yield {
          at,
          message: `${object.kind}/${object.name} asks the outpost at /outpost.goauthentik.io/auth/${path}`,
          expected: right,
          received: text!,
          fix: `write ${right}`,
        };
      }
    },
  },
]);

/** Whether an address of the outpost is one that browsers use: with a name outside the cluster, and no port of a Service. */
function isPublic(address: string | undefined, served: ReadonlySet<string>): boolean {
  const text = known(address);
  if (text?.includes('/outpost.goauthentik.io/') !== true) return false;
  const host = hostOf(text);
  // `authentik-server.authentik` is a Service and its namespace.
  if (text.startsWith('http://') && host !== undefined && /^[a-z0-9-]+\.[a-z0-9-]+(?::\d+)?$/.test(host) && !served.has(host)) return false;
  return host !== undefined && !isInsideHost(host) && !host.endsWith(':9000') && !/^\d+\.\d+\.\d+\.\d+(?::\d+)?$|^localhost\b/.test(host);
}
