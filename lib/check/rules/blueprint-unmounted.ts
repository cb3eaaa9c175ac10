import { walk } from '../../tree/walk.ts';
import type { Rule } from '../rule.ts';

/** A ConfigMap alone does nothing. */
export const blueprintUnmounted: Rule = {
  code: 'blueprint-unmounted',
  severity: 'error',
  title: 'a blueprint lies in a ConfigMap that authentik does not mount',
  *run({ blueprints, releases, objects, containers }) {
    const authentik = releases.filter(({ chart }) => chart === 'authentik');
    const names = new Map<string, Set<string>>();
    const mount = (name: string | undefined, namespace: string) => {
      if (name !== undefined) names.set(name, (names.get(name) ?? new Set()).add(namespace));
    };
    for (const release of authentik)
      for (const layer of release.layers) {
        for (const one of layer.get('blueprints', 'configMaps').items()) mount(one.text(), release.object.namespace);
        for (const { key, node } of walk(layer)) if (key === 'configMap') mount(node.get('name').text(), release.object.namespace);
      }
    const workers = containers.filter(({ image }) => image.endsWith('goauthentik/server'));
    for (const { pod, object } of workers)
      for (const { key, node } of walk(pod.get('volumes'))) if (key === 'configMap') mount(node.get('name').text(), object.namespace);
    if (authentik.length === 0 && workers.length === 0) return;
    const seen = new Set<string>();
    for (const { map, root } of blueprints.all) {
      if (map === undefined || seen.has(`${map.namespace}/${map.name}`)) continue;
      seen.add(`${map.namespace}/${map.name}`);
      const namespaces = names.get(map.name);
      if (namespaces !== undefined && (map.namespace === '' || namespaces.has(map.namespace) || namespaces.has(''))) continue;
      const elsewhere = namespaces !== undefined;
      const place = objects.find('ConfigMap', map.namespace, map.name)?.root.get('metadata', 'name') ?? root;
      yield {
        at: place,
        message: elsewhere
          ? `the ConfigMap ${map.name} with a blueprint is in the namespace ${map.namespace}, but authentik mounts it from ${[...namespaces].join(', ')}`
          : `the ConfigMap ${map.name} holds a blueprint, but authentik does not mount it`,
        expected: elsewhere ? `the namespace ${[...namespaces].join(', ')}` : `${map.name} among blueprints.configMaps of authentik's values`,
        received: elsewhere ? map.namespace : 'nothing that mounts it',
        why: "authentik's worker applies what it finds below /blueprints, and nothing else.",
        fix: elsewhere ? 'move the ConfigMap into the namespace of the release' : `add ${map.name} to blueprints.configMaps, or mount it below /blueprints`,
      };
    }
  },
};
