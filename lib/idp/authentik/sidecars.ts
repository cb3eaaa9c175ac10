import type { Reader } from '../../manifest/reader.ts';
import type { Container } from '../../tree/containers.ts';
import { known } from '../../tree/known.ts';
import type { Release } from '../../tree/release.ts';
import type { TreeObject } from '../../tree/tree.ts';
import { walk } from '../../tree/walk.ts';

/** A container beside authentik's worker that writes labelled ConfigMaps below /blueprints: https://github.com/kiwigrid/k8s-sidecar */
interface Sidecar {
  readonly label: string | undefined;
  readonly value: string | undefined;
  readonly loads: (namespace: string) => boolean;
}

/** Whether a sidecar of authentik's worker loads a ConfigMap. */
export function sidecarsOf(releases: readonly Release[], containers: readonly Container[]): (map: TreeObject) => boolean {
  const sidecars = [
    ...releases.flatMap(({ chart, layers, object }) =>
      chart === 'authentik' ? layers.flatMap((layer) => [...walk(layer)].flatMap(({ node }) => sidecarOf(node, object))) : [],
    ),
    ...containers.flatMap(({ image, pod, object }) =>
      image.endsWith('goauthentik/server') ? ['containers', 'initContainers'].flatMap((key) => pod.items(key).flatMap((one) => sidecarOf(one, object))) : [],
    ),
  ];
  return ({ root, namespace }) =>
    sidecars.some(({ label, value, loads }) => {
      if (!loads(namespace)) return false;
      // A label that only the cluster knows may be any.
      if (label === undefined) return true;
      const own = root.get('metadata', 'labels', label).scalar();
      return own !== undefined && (value === undefined || String(own) === value);
    });
}

function sidecarOf(node: Reader, { namespace: home }: TreeObject): Sidecar[] {
  const image = node.get('image');
  const name = image.text() ?? image.text('repository') ?? '';
  if (!/(?:^|\/)k8s-sidecar(?::|@|$)/.test(name)) return [];
  const env = node.get('env');
  const variable = (wanted: string): string | undefined => {
    const listed = env.items().find((one) => one.text('name') === wanted);
    const value = (listed === undefined ? env.get(wanted) : listed.get('value')).scalar();
    return value === undefined || value === null ? undefined : String(value);
  };
  const places = variable('NAMESPACE');
  const list = places?.split(',').map((one) => one.trim());
  const value = known(variable('LABEL_VALUE'));
  return [
    {
      label: known(variable('LABEL')),
      value,
      loads: (namespace) => namespace === '' || places === 'ALL' || known(places ?? home) === undefined || (list ?? [home]).includes(namespace),
    },
  ];
}
