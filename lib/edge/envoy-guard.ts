import type { Facts } from '../contract/facts.ts';
import type { Exposure } from './expose.ts';
import type { Guard } from './guard.ts';
import { askedPath, idpGuard } from './idp-guard.ts';
import type { Written } from '../manifest/written.ts';

/** Known of Envoy Gateway, for people who look at the object. */
const problem =
  'Envoy 1.37 (Envoy Gateway 1.7) drops Location from the answer of the outpost: users see a page instead of the login. Test before you rely on it: https://github.com/envoyproxy/gateway/issues/8202';

/**
 * Envoy Gateway asks by a SecurityPolicy for the app's HTTPRoute. It sends the outpost only the headers of its list: without `cookie` every request
 * looks like one of a stranger. The outpost's Service is in another namespace, which its ReferenceGrant allows. Never `failOpen`.
 */
export function envoyGuard({ name, namespace }: Exposure, facts: Facts): Guard {
  const { namespace: home } = facts.idp;
  const guard = idpGuard(facts);
  const { service, port } = guard;
  return {
    exposure: {},
    objects: [
      {
        apiVersion: 'gateway.envoyproxy.io/v1alpha1',
        kind: 'SecurityPolicy',
        metadata: { name: `${name}-auth`, namespace, annotations: { 'pinout/known-problem': problem } },
        spec: {
          targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name }],
          extAuth: {
            failOpen: false,
            // Beside http, not below it; Host, method, path and Authorization go without saying. Never x-forwarded-host: Envoy passes it on as the browser
            // sent it, and the outpost prefers it to Host when it looks up the app (goauthentik/authentik, internal/utils/web/host.go).
            headersToExtAuth: ['cookie', 'accept', 'origin', 'x-forwarded-proto', 'user-agent'],
            http: {
              backendRefs: [{ name: service, namespace: home, port }],
              // A prefix: the path of the request follows it.
              path: askedPath(facts, 'envoy', name),
              headersToBackend: ['set-cookie', ...guard.headers.map((header) => header.toLowerCase())],
            },
          },
        },
      } satisfies Written<'SecurityPolicy'>,
      {
        apiVersion: 'gateway.networking.k8s.io/v1beta1',
        kind: 'ReferenceGrant',
        metadata: { name: `outpost-${namespace}-${name}`, namespace: home },
        spec: {
          from: [{ group: 'gateway.envoyproxy.io', kind: 'SecurityPolicy', namespace }],
          to: [{ group: '', kind: 'Service', name: service }],
        },
      } satisfies Written<'ReferenceGrant'>,
    ],
  };
}
