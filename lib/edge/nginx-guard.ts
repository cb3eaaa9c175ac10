import type { Facts } from '../contract/facts.ts';
import type { Exposure } from './expose.ts';
import type { Guard } from './guard.ts';
import { idpGuard } from './idp-guard.ts';
import { authUrl } from './auth-url.ts';
import type { Written } from '../manifest/written.ts';

const prefix = 'nginx.ingress.kubernetes.io';

/**
 * ingress-nginx asks by annotations that its defaults admit. No snippet: those need `allowSnippetAnnotations` and `annotations-risk-level: Critical`,
 * and anyone who may write an Ingress could then read every secret of the controller (kubernetes/ingress-nginx#7837). The header that the snippet of
 * authentik's documentation sets comes from a ConfigMap instead (`auth-proxy-set-headers`).
 */
export function nginxGuard({ name, namespace, host }: Exposure, facts: Facts): Guard {
  const guard = idpGuard(facts);
  const headers = `${name}-auth-headers`;
  return {
    exposure: {
      annotations: {
        // In the cluster and not by the public name: nginx takes the Host of its question from this address.
        [`${prefix}/auth-url`]: authUrl(facts, 'nginx', name),
        // The host in letters: `$http_host` is empty over HTTP/3.
        [`${prefix}/auth-signin`]: guard.signIn.replace('{host}', host).replace('{url}', () => `$scheme://${host}$escaped_request_uri`),
        [`${prefix}/auth-response-headers`]: ['Set-Cookie', ...guard.headers].join(','),
        [`${prefix}/auth-proxy-set-headers`]: `${namespace}/${headers}`,
      },
    },
    objects: [
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: headers, namespace },
        // The outpost finds the app by it.
        data: { 'X-Forwarded-Host': host },
      } satisfies Written<'ConfigMap'>,
    ],
  };
}
