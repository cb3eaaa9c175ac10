import { mentions } from '../../../tree/walk.ts';
import { isInsideHost } from '../../../login/inside-host.ts';
import { hostOf, known } from '../../../tree/known.ts';
import type { Rule } from '../../../repository/rule.ts';
import { forAuthentik } from '../repository.ts';

export const forwardAuthRules: readonly Rule[] = forAuthentik([
  {
    code: 'forward-auth-cookie',
    severity: 'error',
    needs: ['app'],
    title: 'the outpost never sees the session',
    why: 'Every request looks as if nobody had signed in: the login goes round in a circle.',
    fix: 'add cookie, accept and x-forwarded-proto to extAuth.headersToExtAuth',
    page: {
      symptom: 'The login goes round in a circle.',
      cause: 'By default Envoy passes host, method, path, content-length and authorization alone.',
      fix: 'List `cookie` in `extAuth.headersToExtAuth` (not under `http`).',
      source: '[Envoy Gateway: external authorization](https://gateway.envoyproxy.io/docs/tasks/security/ext-auth/)',
    },
    *find({ objects }) {
      for (const object of objects.of('SecurityPolicy')) {
        const auth = object.root.get('spec', 'extAuth');
        if (!(auth.get('http', 'path').text() ?? '').includes('outpost.goauthentik.io')) continue;
        const headers = [...auth.get('headersToExtAuth').items(), ...auth.get('http', 'headersToExtAuth').items()].map((one) => one.text()?.toLowerCase());
        if (headers.includes('cookie')) continue;
        yield {
          at: !auth.get('headersToExtAuth').exists ? auth : auth.get('headersToExtAuth'),
          message: `SecurityPolicy/${object.name} does not pass the cookie to the outpost`,
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
    title: 'forward-auth lets everybody in while it does not answer',
    why: 'The app behind it has no login of its own: an outage of the outpost opens it to everybody.',
    fix: 'take failOpen away',
    page: {
      symptom: 'An app is open to everybody while authentik restarts.',
      cause: '`failOpen: true` lets requests pass when the outpost cannot be asked.',
      fix: 'Take it away.',
      source: '[Envoy Gateway: external authorization](https://gateway.envoyproxy.io/docs/tasks/security/ext-auth/)',
    },
    *find({ objects }) {
      for (const object of objects.of('SecurityPolicy')) {
        const auth = object.root.get('spec', 'extAuth');
        const open = auth.get('failOpen');
        // Others are asked by extAuth too: CrowdSec may well let everybody in while it does not answer.
        if (open.scalar() !== true || !(auth.get('http', 'path').text() ?? '').includes('outpost.goauthentik.io')) continue;
        yield {
          at: open,
          message: `SecurityPolicy/${object.name} lets requests pass while the outpost does not answer`,
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
    title: 'whoever may enter one guarded app may enter all',
    why: 'The outpost looks the app up by X-Forwarded-Host before Host, and Envoy does not take it off: a user of any guarded app sends the host of that app, and is let into this one.',
    fix: 'take x-forwarded-host out of extAuth.headersToExtAuth: Envoy sends Host in any case',
    page: {
      symptom:
        'Nothing. Somebody who may enter one app behind forward-auth gets into the others as well, and the paths that one app leaves open are open at all of them.',
      cause:
        "`extAuth.headersToExtAuth` of a SecurityPolicy lists `x-forwarded-host`. Envoy passes that header on as the browser sent it, and authentik's outpost looks the app up by it before it looks at `Host`. A request to `secret.example.org` with `X-Forwarded-Host: open.example.org` is judged by the rules of `open.example.org`.",
      fix: 'Take `x-forwarded-host` out of the list. Envoy sends `Host` to an HTTP service in any case. A ClientTrafficPolicy that removes or sets the header early (`headers.earlyRequestHeaders`) closes the hole too.',
      source:
        '[authentik: internal/utils/web/host.go](https://github.com/goauthentik/authentik/blob/main/internal/utils/web/host.go), [Envoy: HTTP header sanitizing](https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_conn_man/header_sanitizing)',
    },
    *find({ objects }) {
      for (const object of objects.of('SecurityPolicy')) {
        const auth = object.root.get('spec', 'extAuth');
        if (!(auth.get('http', 'path').text() ?? '').includes('outpost.goauthentik.io/auth/envoy')) continue;
        const header = auth
          .get('headersToExtAuth')
          .items()
          .find((one) => one.text()?.toLowerCase() === 'x-forwarded-host');
        if (header === undefined) continue;
        // Taken off, or set, at the Gateway before anything looks at it.
        const early = objects
          .of('ClientTrafficPolicy')
          .flatMap(({ root }) => [
            ...root.get('spec', 'headers', 'earlyRequestHeaders', 'remove').items(),
            ...root
              .get('spec', 'headers', 'earlyRequestHeaders', 'set')
              .items()
              .map((one) => one.get('name')),
          ])
          .some((one) => one.text()?.toLowerCase() === 'x-forwarded-host');
        if (early) continue;
        yield {
          at: header,
          message: `SecurityPolicy/${object.name} shows the outpost the X-Forwarded-Host of the browser`,
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
    title: 'the edge asks the outpost by its public name',
    why: 'The request goes through the edge once more, which writes its own Host and X-Forwarded-Host: the outpost looks for an app of its own name.',
    fix: "write the Service of the outpost, with its port: 80 of authentik-server, 9000 of an outpost's own",
    page: {
      symptom: '404 or 500 for every request, or a login that goes round in a circle; "no app for hostname" in the outpost\'s log.',
      cause:
        "`auth-url` of ingress-nginx, or `forwardAuth.address` of Traefik, names the public host of authentik. Traefik's entry point replaces X-Forwarded-Host unless it trusts the sender.",
      fix: 'Write the Service inside the cluster.',
      source:
        '[authentik: nginx ingress](https://docs.goauthentik.io/add-secure-apps/providers/proxy/server_nginx), [authentik: Traefik](https://docs.goauthentik.io/add-secure-apps/providers/proxy/server_traefik), [goauthentik/authentik#4261](https://github.com/goauthentik/authentik/issues/4261)',
    },
    *find(repository) {
      const { objects, edges, releases } = repository;
      const served = new Set(edges.map(({ host }) => host.value.toLowerCase()));
      for (const { annotations, object, host } of edges) {
        const url = annotations.get('nginx.ingress.kubernetes.io/auth-url');
        // By the app's own name the outpost sees the right host.
        if (!isPublic(url.text()) || hostOf(url.text()) === host.value.toLowerCase()) continue;
        const its = hostOf(url.text()) ?? '';
        // `authentik-server.authentik` is a Service and its namespace.
        if (url.text()!.startsWith('http://') && /^[a-z0-9-]+\.[a-z0-9-]+(?::\d+)?$/.test(its) && !served.has(its)) continue;
        yield {
          at: url,
          severity: object.ours || served.has(its) ? 'error' : 'warning',
          message: `${object.kind}/${object.name} asks the outpost at ${url.text()!}`,
          expected: 'http://OUTPOST.NAMESPACE.svc.cluster.local:9000/outpost.goauthentik.io/auth/nginx',
          received: url.text()!,
        };
      }
      // Then what comes back in keeps its headers.
      const trusts = releases.some((release) => release.chart === 'traefik' && release.layers.some((layer) => mentions(layer, 'forwardedHeaders')));
      for (const object of objects.of('Middleware')) {
        const address = object.root.get('spec', 'forwardAuth', 'address');
        if (!isPublic(address.text()) || trusts) continue;
        yield {
          at: address,
          severity: served.has(hostOf(address.text()) ?? '') ? 'error' : 'warning',
          message: `Middleware/${object.name} asks the outpost at ${address.text()!}`,
          expected: 'http://OUTPOST.NAMESPACE.svc.cluster.local:9000/outpost.goauthentik.io/auth/traefik',
          received: address.text()!,
        };
      }
    },
  },
  {
    code: 'forward-auth-snippet',
    severity: 'warning',
    title: 'forward-auth needs a snippet that ingress-nginx refuses',
    why: 'The Ingress is refused, or the snippet is left out and the outpost does not know the host.',
    fix: 'set X-Forwarded-Host by the annotation auth-proxy-set-headers: NAMESPACE/CONFIGMAP',
    page: {
      symptom: 'The Ingress is refused by the admission webhook, or the outpost answers "no app for hostname".',
      cause: '`allowSnippetAnnotations` is false by default, and since 1.12 the risk level must be raised as well.',
      fix: 'Use `auth-proxy-set-headers` with a ConfigMap that holds `X-Forwarded-Host`.',
      source: '[ingress-nginx: annotations](https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/)',
    },
    *find({ edges, releases }) {
      const allowed = releases.some((release) =>
        [['allowSnippetAnnotations'], ['config', 'allow-snippet-annotations']].some((path) =>
          [true, 'true'].includes(release.get('controller', ...path).scalar() as boolean | string),
        ),
      );
      if (allowed) return;
      for (const { annotations, object } of edges) {
        const snippet = annotations.get('nginx.ingress.kubernetes.io/auth-snippet');
        if (!snippet.exists) continue;
        yield {
          at: snippet,
          message: `${object.kind}/${object.name} has an auth-snippet, which ingress-nginx does not take by default`,
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
    why: 'A missing mode counts as proxy, which demands an internal_host, also when the provider is updated.',
    fix: 'write mode: forward_single',
    page: {
      symptom: 'The blueprint fails: `Internal host cannot be empty when forward auth is disabled`.',
      cause: '`mode` is missing, and authentik judges the provider as a full proxy.',
      fix: 'Write the mode at each provider.',
      source: '[goauthentik/authentik: authentik/providers/proxy/api.py](https://github.com/goauthentik/authentik/blob/main/authentik/providers/proxy/api.py)',
    },
    *find({ blueprints }) {
      for (const provider of blueprints.of('authentik_providers_proxy.proxyprovider')) {
        if (provider.field('mode').exists) continue;
        yield {
          at: provider.root.get('attrs'),
          message: `the proxy provider ${provider.field('name').text() ?? ''} has no mode`,
          expected: 'mode: forward_single, forward_domain or proxy',
          received: 'nothing',
        };
      }
    },
  },
]);

/** Whether an address of the outpost is one that browsers use: with a name outside the cluster, and no port of a Service. */
function isPublic(address: string | undefined): boolean {
  const text = known(address);
  if (text?.includes('/outpost.goauthentik.io/') !== true) return false;
  const host = hostOf(text);
  return host !== undefined && !isInsideHost(host) && !host.endsWith(':9000') && !/^\d+\.\d+\.\d+\.\d+(?::\d+)?$|^localhost\b/.test(host);
}
