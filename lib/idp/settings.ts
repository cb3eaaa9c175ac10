import { asYaml } from '../login/as-yaml.ts';
import { Reader } from '../manifest/reader.ts';
import { sourceDocuments } from '../manifest/source.ts';
import { isDead } from '../tree/applied/dead-folders.ts';
import type { Manifests } from '../tree/manifests.ts';
import { perTree } from '../tree/per-tree.ts';
import type { Tree } from '../tree/tree.ts';
import { walk } from '../tree/walk.ts';

/** Keys that settings of an identity provider have at their top, or a chart has around them. */
const marks = /\b(?:identity_providers|staticClients|redirectUris)\b/;

/**
 * Files of settings that programs read, wherever a tree has them: a document that is no Kubernetes object, a text in a ConfigMap, in a Secret or in
 * the template of an ExternalSecret, the values of a chart, and texts in those. Only what names a key that providers use is read.
 */
export const settingsOf = perTree(({ tree, objects, releases }: Manifests): readonly Reader[] => {
  const found: Reader[] = [];
  const text = (node: Reader): void => {
    if (marks.test(node.text() ?? '')) found.push(...node.embedded('go', asYaml).filter((root) => root.keys().length > 0));
  };
  for (const { root } of tree.documents) if (!root.get('kind').exists && !root.get('apiVersion').exists && root.keys().length > 0) found.push(root);
  for (const root of templates(tree)) found.push(root);
  for (const { root } of objects.of('ConfigMap')) for (const [, node] of root.get('data').entries()) text(node);
  for (const { root } of objects.of('Secret')) for (const [, node] of root.get('stringData').entries()) text(node);
  for (const { root } of objects.of('ExternalSecret')) for (const [, node] of root.get('spec', 'target', 'template', 'data').entries()) text(node);
  for (const { layers } of releases)
    for (const layer of layers) {
      found.push(layer);
      for (const { node } of walk(layer)) if (typeof node.value === 'string' && node.value.length > 40) text(node);
    }
  return found;
});

/** Files that are YAML only once a template is filled in: lines of the template alone are left out, and what stands around them is read. */
function templates({ unread, origin }: Tree): Reader[] {
  return unread.flatMap(({ file, why }) => {
    const path = origin.pathOf(file);
    if (why !== 'template' || isDead(path, origin.roots)) return [];
    const text = origin.read(path) ?? '';
    return marks.test(text) && text.length < 200_000
      ? sourceDocuments(file, asYaml(text))
          .map((source) => Reader.of(source))
          .filter((root) => root.keys().length > 0 && !root.get('kind').exists)
      : [];
  });
}

/** The settings of a provider under a key: at the top of a file, or deeper in the values of a chart. */
export function* settingsWith(
  manifests: Manifests,
  name: string,
  ...path: readonly [string, ...string[]]
): Generator<{ readonly root: Reader; readonly found: Reader }> {
  for (const root of settingsOf(manifests)) {
    const top = root.get(...path);
    if (top.exists) yield { root, found: top };
    else
      for (const wrapper of ['config', 'configMap', 'configuration', name])
        for (const inner of [root.get(wrapper), root.get(wrapper, 'config'), root.get(wrapper, 'configMap')])
          if (inner.get(...path).exists) yield { root: inner, found: inner.get(...path) };
  }
}
