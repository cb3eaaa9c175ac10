import { grouped } from '../contract/grouped.ts';
import { dirname } from 'node:path';
import type { Cluster } from '../cluster/cluster.ts';
import { stepLines } from '../cluster/overview.ts';
import { compareText } from '../contract/access.ts';
import { PinoutError } from '../contract/error.ts';
import type { Manifest, Placed } from '../manifest/manifest.ts';
import type { Reason } from '../manifest/reason.ts';
import { yamlText } from '../manifest/yaml-text.ts';
import { encryptedText } from './encrypted-text.ts';
import { fileOf } from './file-of.ts';
import { headerLines, isOurs, markdownHeader } from './header.ts';
import { objectText } from './object-text.ts';

/** What the files of a cluster need beside it. */
export interface FilesInput {
  /** Files that define one app each, by the app's name, when they are known. */
  readonly appFiles?: ReadonlyMap<string, string>;
  /** Whether the cluster's page has to list the manual steps, because the page at the top is of another app file. */
  readonly withSteps?: boolean;
}

/**
 * All files of a cluster: path below `<out>/<cluster>`, with `/`, to text. In each folder, one file per namespace, and a kustomization.yaml
 * that lists them: Flux would otherwise take every YAML file that it finds.
 *
 * @param source path of the app file, as it is in the header lines
 * @param folder where the app file lies: files to copy lie beside it
 * @throws PinoutError `value-unwritable`, and the codes of `encryptedText`
 */
export function filesOf(
  cluster: Cluster,
  source: string,
  folder = dirname(source),
  { appFiles = new Map(), withSteps = false }: FilesInput = {},
): Map<string, string> {
  const files = new Map<string, string>();
  const ofIdp = cluster.provider.reasons;
  const ofApps = new Map(cluster.apps.flatMap(({ name, end }) => (end.reasons === undefined ? [] : [[name, [...end.reasons, ...ofIdp]] as const])));
  const own = (from: string): readonly Reason[] => ofApps.get(from) ?? ofIdp;
  for (const [into, placed] of grouped(cluster.placed, (one) => one.folder)) {
    const byFile = grouped(placed, fileOf);
    for (const [name, objects] of byFile) files.set(`${into}/${name}`, text(objects, { source, folder, appFiles, own }));
    const kustomization = { apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', resources: [...byFile.keys()].sort(compareText) };
    files.set(`${into}/kustomization.yaml`, yamlText(kustomization, headerLines({ source })));
  }
  for (const { path, text } of cluster.manual) {
    // A text whose bytes matter brings its header itself.
    const header = isOurs(text) ? '' : path.endsWith('.md') ? `${markdownHeader(source)}\n\n` : comment(headerLines({ source }));
    files.set(`manual/${path}`, `${header}${text}`);
  }
  const steps = withSteps ? ['', '## Manual steps', '', ...stepLines(cluster.steps)].join('\n') : '';
  files.set('README.md', `${markdownHeader(source)}\n\n${cluster.readme}${steps}`);
  return new Map([...files].sort(([a], [b]) => compareText(a, b)));
}

const comment = (lines: readonly string[]): string => lines.map((line) => `# ${line}\n`).join('');

const keyOf = ({ kind, apiVersion, metadata }: Manifest): string => [kind, metadata.name, apiVersion].join('\0');

interface Context {
  readonly source: string;
  readonly folder: string;
  readonly appFiles: ReadonlyMap<string, string>;
  readonly own: (from: string) => readonly Reason[];
}

/** The objects of one file, in an order that does not depend on the one in which apps are listed. */
function text(placed: readonly Placed[], { source, folder, appFiles, own }: Context): string {
  const from = new Set(placed.map((one) => one.from));
  const app = from.size === 1 ? [...from][0]! : undefined;
  const header = comment(headerLines({ source, ...(app === undefined ? {} : { app, file: appFiles.get(app) }) }));
  const sorted = [...placed].sort((a, b) => compareText(keyOf(a.object), keyOf(b.object)));
  return `${header}${sorted.map((one) => (one.copy === undefined ? written(one, own(one.from)) : encryptedText(one, folder))).join('---\n')}`;
}

function written({ object, from }: Placed, own: readonly Reason[]): string {
  try {
    return objectText(object, own);
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
