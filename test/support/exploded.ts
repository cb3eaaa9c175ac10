import { parseAllDocuments } from 'yaml';
import type { Manifest } from '../../lib/manifest/manifest.ts';
import { parseYaml } from '../../lib/manifest/parse-yaml.ts';
import { objectFiles } from './object-files.ts';

/**
 * Files of a cluster with each object in a file of its own (`apps/grafana/helmrelease-grafana.yaml`), as Flux applies them just the same. Tests that
 * change or take out one object name it so.
 */
export function exploded(files: Readonly<Record<string, string>>): Record<string, string> {
  const found: Record<string, string> = {};
  const lists = new Map<string, string[]>();
  for (const [path, text] of Object.entries(files)) {
    const folder = path.slice(0, path.lastIndexOf('/') + 1);
    if (
      files[`${folder}kustomization.yaml`] === undefined ||
      !path.endsWith('.yaml') ||
      /(?:^|\/)manual\//.test(path) ||
      path.endsWith('/kustomization.yaml')
    ) {
      found[path] = text;
      continue;
    }
    const [header = ''] = text.split('\n', 1);
    const list = lists.get(folder) ?? [];
    lists.set(folder, list);
    list.push(...text.split(/^---\n/m).map((one) => (one.startsWith(header) ? one : `${header}\n${one}`)));
  }
  for (const [folder, texts] of lists) {
    const objects = new Map(texts.map((text) => [parseYaml(text)[0]!.value as Manifest, text]));
    const names = objectFiles([...objects.keys()]);
    for (const [object, text] of objects) found[`${folder}${names.get(object)}`] = text;
    const list = `${folder}kustomization.yaml`;
    found[list] = `${found[list]!.split('resources:\n')[0]}resources:\n${[...names.values()]
      .sort()
      .map((name) => `  - ${name}\n`)
      .join('')}`;
  }
  return Object.fromEntries(Object.entries(found).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The objects of a text with several. */
export const objectsIn = (text: string): Manifest[] => parseAllDocuments(text).map((document) => (document as { toJS: () => unknown }).toJS() as Manifest);
