import { dirname } from 'node:path';
import type { Cluster } from '../cluster/cluster.ts';
import { compareText } from '../contract/access.ts';
import { PinoutError } from '../contract/error.ts';
import type { Placed } from '../manifest/manifest.ts';
import { yamlText } from '../manifest/yaml-text.ts';
import { encryptedText } from './encrypted-text.ts';
import { fileNames } from './file-names.ts';
import { headerLines, isOurs, markdownHeader } from './header.ts';

/**
 * All files of a cluster: path below `<out>/<cluster>`, with `/`, to text. One file per object, named after it, and a kustomization.yaml
 * in each folder that lists them: Flux would otherwise take every YAML file that it finds.
 *
 * @param source path of the app file, as it stands in the header lines
 * @param folder where the app file lies: files to copy lie beside it
 * @throws PinoutError `value-unwritable`, and the codes of `encryptedText`
 */
export function filesOf(cluster: Cluster, source: string, folder = dirname(source)): Map<string, string> {
  const files = new Map<string, string>();
  const folders = grouped(cluster.placed);
  for (const [into, placed] of folders) {
    const names = fileNames(placed.map(({ object }) => object));
    for (const one of placed) files.set(`${into}/${names.get(one.object)!}`, text(one, source, folder));
    const kustomization = { apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', resources: [...names.values()].sort(compareText) };
    files.set(`${into}/kustomization.yaml`, yamlText(kustomization, headerLines(source)));
  }
  for (const { path, text } of cluster.manual) {
    // A text whose bytes matter brings its header itself.
    const header = isOurs(text) ? '' : path.endsWith('.md') ? `${markdownHeader(source)}\n\n` : headed(path, source);
    files.set(`manual/${path}`, `${header}${text}`);
  }
  files.set('README.md', `${markdownHeader(source)}\n\n${cluster.readme}`);
  return new Map([...files].sort(([a], [b]) => compareText(a, b)));
}

/** Header of a file that people read. Blueprints say that they are copies. */
function headed(path: string, source: string): string {
  const copy = path.startsWith('blueprints/') ? ['For reading: the same text is applied by the Job of this app.'] : [];
  return [...headerLines(source), ...copy].map((line) => `# ${line}\n`).join('');
}

function grouped(placed: readonly Placed[]): Map<string, Placed[]> {
  const folders = new Map<string, Placed[]>();
  for (const one of placed) {
    const list = folders.get(one.folder);
    if (list === undefined) folders.set(one.folder, [one]);
    else list.push(one);
  }
  return folders;
}

function text(placed: Placed, source: string, folder: string): string {
  const { object, from } = placed;
  if (placed.copy !== undefined)
    return `${headerLines(source, from)
      .map((line) => `# ${line}\n`)
      .join('')}${encryptedText(placed, folder)}`;
  try {
    return yamlText(object, headerLines(source, from));
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new PinoutError({
      code: 'value-unwritable',
      app: from,
      field: `${object.kind}/${object.metadata.name}`,
      found: error.message,
      wanted: 'text, whole and plain decimal numbers, booleans, null, lists and maps',
      fix: 'write the value as text, in quotes',
    });
  }
}
