import { asYaml } from '../login/as-yaml.ts';
import { Reader } from '../manifest/reader.ts';
import { sourceDocuments } from '../manifest/source.ts';
import { isDead } from '../tree/applied/dead-folders.ts';
import type { Manifests } from '../tree/manifests.ts';
import { perTree } from '../tree/per-tree.ts';
import type { Tree } from '../tree/tree.ts';
import { longTextsIn } from '../tree/walk.ts';

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
    longTextsIn(root).forEach(text);
  }
  found.push(...templates(tree));
  for (const { root } of objects.of('ConfigMap')) for (const [, node] of root.get('data').entries()) text(node);
  for (const { root } of objects.of('Secret')) for (const [, node] of root.get('stringData').entries()) text(node);
  for (const { root } of objects.of('ExternalSecret')) for (const [, node] of root.get('spec', 'target', 'template', 'data').entries()) text(node);
  for (const { layers } of releases)
    for (const layer of layers) {
      found.push({ root: layer });
      longTextsIn(layer).forEach(text);
    }
  return found;
});

/** Files that are YAML only once a template is filled in: lines of the template alone are left out, and what stands around them is read. */
function templates({ unread, origin }: Tree): Candidate[] {
  return unread.flatMap(({ file, why }) => {
    const path = origin.pathOf(file);
    if (why !== 'template' || isDead(path, origin.roots)) return [];
    const text = origin.read(path) ?? '';
    let roots: readonly Reader[] | undefined;
    const read = (): readonly Reader[] =>
      sourceDocuments(file, asYaml(text))
        .map((source) => Reader.of(source))
        .filter((root) => root.keys().length > 0 && !root.get('kind').exists);
    return text === '' || text.length > 200_000 ? [] : [{ text, roots: () => (roots ??= read()) }];
  });
}

/**
 * Files of settings that programs read, wherever a tree has them: a document that is no Kubernetes object, a text in a ConfigMap, in a Secret or in
 * the template of an ExternalSecret, the values of a chart, and texts in those.
 *
 * @param key of a text only what has this key, or a section of this name, is read
 */
export const settingsOf = (manifests: Manifests, key: string): readonly Reader[] =>
  candidatesOf(manifests).flatMap((one) => ('root' in one ? [one.root] : hasKey(one.text, key) ? one.roots() : []));

/** Whether a key stands anywhere in a text, or a section of its name. As a word of a sentence it says nothing. */
function hasKey(text: string, key: string): boolean {
  for (let at = text.indexOf(key); at !== -1; at = text.indexOf(key, at + 1))
    if (/^["']?\s{0,9}[:=.\]]/.test(text.slice(at + key.length, at + key.length + 12))) return true;
  return false;
}

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
