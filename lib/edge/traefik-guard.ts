import type { Facts } from '../contract/facts.ts';
import type { Exposure } from './expose.ts';
import type { Guard } from './guard.ts';
import { idpGuard } from './idp-guard.ts';
import { authUrl } from './auth-url.ts';
import type { RouteFilter, Written } from '../manifest/written.ts';

/**
 * Traefik asks by a Middleware, in the app's own namespace: others are refused unless `allowCrossNamespace` is on. An Ingress names it by annotation, an
 * HTTPRoute by filter; both need Traefik's CRD provider.
 */
export function traefikGuard({ name, namespace }: Exposure, facts: Facts): Guard {
  const middleware = `${name}-auth`;
  return {
    exposure:
      facts.edge.kind === 'gateway'
        ? { filters: [{ type: 'ExtensionRef', extensionRef: { group: 'traefik.io', kind: 'Middleware', name: middleware } } satisfies RouteFilter] }
        : { annotations: { 'traefik.ingress.kubernetes.io/router.middlewares': `${namespace}-${middleware}@kubernetescrd` } },
    objects: [
      {
        apiVersion: 'traefik.io/v1alpha1',
        kind: 'Middleware',
        metadata: { name: middleware, namespace },
        spec: {
          forwardAuth: {
            address: authUrl(facts, 'traefik', name),
            // The outpost learns host, scheme and path from X-Forwarded-*. Traefik makes them of the request itself: with true it would pass on what a browser
            // sends wherever the entry point has forwardedHeaders.insecure, and another host than that of the request opens another app.
            trustForwardHeader: false,
            authResponseHeaders: [...idpGuard(facts).headers],
          },
        },
      } satisfies Written<'Middleware'>,
    ],
  };
}
