import type { Seen } from '../contract/observed.ts';
import { Reader } from '../manifest/reader.ts';
import type { SourceDocument } from '../manifest/source.ts';

const asksOutpost = (address: string | undefined): boolean => address?.includes('/outpost.goauthentik.io/auth/') === true;
const nginx = 'nginx.ingress.kubernetes.io/auth-url';
const traefik = 'traefik.ingress.kubernetes.io/router.middlewares';

/**
 * Hosts whose requests the edge shows to authentik's outpost first, as `https://HOST`: Ingresses with the annotations of ingress-nginx or Traefik, HTTPRoutes
 * with Traefik's filter, and those that a SecurityPolicy of Envoy Gateway targets.
 *
 * @param namespace only hosts of this namespace, when given
 */
export function readGuardedHosts(documents: readonly SourceDocument[], namespace?: string): Seen<string>[] {
  const roots = documents.map((one) => Reader.of(one)).filter((root) => namespace === undefined || namespaceOf(root) === namespace);
  const of = (kind: string) => roots.filter((root) => root.get('kind').text() === kind);
  const middlewares = new Set(
    of('Middleware')
      .filter((root) => asksOutpost(root.get('spec', 'forwardAuth', 'address').text()))
      .map((root) => [namespaceOf(root), nameOf(root)].join('/')),
  );
  const targets = new Set(
    of('SecurityPolicy')
      .filter((root) => asksOutpost(root.get('spec', 'extAuth', 'http', 'path').text()))
      .flatMap((root) =>
        [...root.get('spec', 'targetRefs').items(), root.get('spec', 'targetRef')].map((target) => [namespaceOf(root), target.get('name').text()].join('/')),
      ),
  );
  const ingresses = of('Ingress').filter((root) => {
    const annotations = root.get('metadata', 'annotations');
    if (asksOutpost(annotations.get(nginx).text())) return true;
    const named = (annotations.get(traefik).text() ?? '').split(',').map((one) => one.trim());
    return [...middlewares].some((one) => named.includes(`${one.replace('/', '-')}@kubernetescrd`));
  });
  const routes = of('HTTPRoute').filter((root) => {
    const filters = root
      .get('spec', 'rules')
      .items()
      .flatMap((rule) => rule.get('filters').items());
    return (
      targets.has([namespaceOf(root), nameOf(root)].join('/')) ||
      filters.some((filter) => middlewares.has([namespaceOf(root), filter.get('extensionRef', 'name').text()].join('/')))
    );
  });
  const hosts = [
    ...ingresses.flatMap((root) =>
      root
        .get('spec', 'rules')
        .items()
        .flatMap((rule) => rule.get('host').seenText() ?? []),
    ),
    ...routes.flatMap((root) =>
      root
        .get('spec', 'hostnames')
        .items()
        .flatMap((host) => host.seenText() ?? []),
    ),
  ];
  return hosts.map((host) => ({ ...host, value: `https://${host.value}` }));
}

const nameOf = (root: Reader): string | undefined => root.get('metadata', 'name').text();
const namespaceOf = (root: Reader): string | undefined => root.get('metadata', 'namespace').text();
