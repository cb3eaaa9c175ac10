import { asYaml } from '../login/as-yaml.ts';
import type { Reader } from '../manifest/reader.ts';
import type { Manifests } from '../tree/manifests.ts';
import { perTree } from '../tree/per-tree.ts';
import { walk } from '../tree/walk.ts';

/** A document, or a text that may be one. Texts are parsed once, and only when somebody asks for a key that they name. */
type Candidate = { readonly root: Reader } | { readonly text: string; readonly roots: () => readonly Reader[] };

const candidatesOf = perTree(({ tree, objects, releases }: Manifests): readonly Candidate[] => {
  const found: Candidate[] = [];
  const text = (node: Reader): void => {
    const said = node.text();
    if (said === undefined) return;
    let roots: readonly Reader[] | undefined;
    found.push({ text: said, roots: () => (roots ??= node.embedded('go', asYaml).filter((root) => root.keys().length > 0)) });
  };
  for (const { root } of tree.documents) {
    if (root.get('kind').exists || root.get('apiVersion').exists || root.keys().length === 0) continue;
    found.push({ root });
    for (const { node } of walk(root)) if (typeof node.value === 'string' && node.value.length > 40) text(node);
  }
  for (const { root } of objects.of('ConfigMap')) for (const [, node] of root.get('data').entries()) text(node);
  for (const { root } of objects.of('Secret')) for (const [, node] of root.get('stringData').entries()) text(node);
  for (const { root } of objects.of('ExternalSecret')) for (const [, node] of root.get('spec', 'target', 'template', 'data').entries()) text(node);
  for (const { layers } of releases)
    for (const layer of layers) {
      found.push({ root: layer });
      for (const { node } of walk(layer)) if (typeof node.value === 'string' && node.value.length > 40) text(node);
    }
  return found;
});

/**
 * Files of settings that programs read, wherever a tree has them: a document that is no Kubernetes object, a text in a ConfigMap, in a Secret or in
 * the template of an ExternalSecret, the values of a chart, and texts in those.
 *
 * @param key of a text only what names this key is read
 */
export const settingsOf = (manifests: Manifests, key: string): readonly Reader[] =>
  candidatesOf(manifests).flatMap((one) => ('root' in one ? [one.root] : one.text.includes(key) ? one.roots() : []));

/**
 * The settings of a provider under a key: at the top of a file, or deeper in the values of a chart.
 *
 * @example [...settingsWith(manifests, 'turnstile', 'clients')].flatMap(({ found }) => found.items())
 */
export function* settingsWith(
  manifests: Manifests,
  name: string,
  ...path: readonly [string, ...string[]]
): Generator<{ readonly root: Reader; readonly found: Reader }> {
  for (const root of settingsOf(manifests, path[0])) {
    const top = root.get(...path);
    if (top.exists) yield { root, found: top };
    else
      for (const wrapper of ['config', 'configMap', 'configuration', name])
        for (const inner of [root.get(wrapper), root.get(wrapper, 'config'), root.get(wrapper, 'configMap')])
          if (inner.get(...path).exists) yield { root: inner, found: inner.get(...path) };
  }
}
