import { dirname, join } from 'node:path';
import { readFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { grouped } from '../contract/grouped.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { stepLines } from '../cluster/overview.ts';
import { compareText } from '../contract/access.ts';
import { PinoutError } from '../contract/error.ts';
import type { Manifest, Placed } from '../manifest/manifest.ts';
import { type Reason, withReasons } from '../manifest/reason.ts';
import { yamlText, nodeText, toNode } from '../manifest/yaml-text.ts';
import { headerLines, isOurs, markdownHeader } from './header.ts';
import type { ErrorCode } from '../contract/error-codes.ts';
import { parseYaml } from '../manifest/parse-yaml.ts';
import { reasons } from '../cluster/reasons.ts';
import { delivery } from '../delivery/engine.ts';
import { compact } from '../manifest/compact.ts';

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

/**
 * The text of an encrypted Secret, as it is in its file. It is read far enough to see that it is the right Secret and that no value
 * in it is plain; it is never decrypted.
 *
 * @param folder where the app file lies
 * @throws PinoutError `sops-file-missing`, `sops-file-wrong`, `sops-file-plain`
 */
function encryptedText({ object, from, copy }: Placed, folder: string): string {
  const path = join(folder, copy ?? '').replaceAll('\\', '/');
  const refuse = (code: ErrorCode, found: string, wanted: string, fix: string) => new PinoutError({ code, app: from, field: path, found, wanted, fix });
  const again = `delete the file and run pinout secrets add ${from === 'cluster' ? '' : from}`.trim();
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw refuse(
      'sops-file-missing',
      'missing',
      `the encrypted Secret ${object.metadata.namespace}/${object.metadata.name}`,
      `run pinout secrets add${from === 'cluster' ? '' : ` ${from}`}`,
    );
  }
  const value = parseYaml(text)[0]?.value;
  const { kind, metadata, sops, data, stringData } = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  const { name, namespace } = (metadata ?? {}) as Record<string, unknown>;
  const wanted = `the Secret ${object.metadata.namespace}/${object.metadata.name}, encrypted by SOPS except for kind and metadata`;
  if (kind !== 'Secret' || name !== object.metadata.name || namespace !== object.metadata.namespace)
    throw refuse('sops-file-wrong', 'something else', wanted, again);
  const values = [data, stringData].flatMap((map) => (typeof map === 'object' && map !== null ? (Object.values(map) as unknown[]) : []));
  // The values are not shown: they may be plain.
  if (sops === undefined || sops === null || values.length === 0 || !values.every((one) => typeof one === 'string' && /^ENC\[[\s\S]*\]$/.test(one)))
    throw refuse(
      'sops-file-plain',
      'a Secret that is not encrypted',
      wanted,
      `${again}; if the value was committed, rotate it: pinout secrets rotate ${from === 'cluster' ? 'APP' : from}`,
    );
  return text.endsWith('\n') ? text : `${text}\n`;
}

/** Longest name of a file without `.yaml`. File systems take 255 bytes, archives and Windows less. */
const longest = 200;

/** Names that mean something else in a folder. A namespace of such a name gets a suffix with a dot, which no namespace has. */
const taken = new Set(['cluster', 'kustomization']);

/**
 * The file of an object in its folder: `<namespace>.yaml`, or `cluster.yaml` for what names no namespace. An encrypted Secret has a
 * file of its own, `<namespace>.<name>.sops.yaml`, because its text is copied as it is.
 *
 * The name depends on nothing but the object. An object therefore never moves when another one is added.
 */
export function fileOf({ object, copy }: Placed): string {
  const { name, namespace } = object.metadata;
  const stem = namespace === undefined ? 'cluster' : taken.has(namespace) ? `${namespace}.namespace` : namespace;
  if (copy === undefined) return `${stem}.yaml`;
  const full = `${stem}.${name.replace(/[^A-Za-z0-9._-]/g, '-')}`;
  // No cut or replaced name is ever another one's: the hash is of the whole.
  const safe = full.length <= longest && full === `${stem}.${name}`.toLowerCase();
  return `${safe ? full : `${full.slice(0, longest)}-${hash(`${stem}\0${name}`)}`}.sops.yaml`;
}

const hash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 12);

/**
 * The text of an object: what belongs together on one line, and the reason of a surprising value beside it.
 *
 * @param own reasons of the app that the object belongs to, and of the identity provider
 * @throws TypeError for what YAML cannot hold
 */
function objectText(object: Manifest, own: readonly Reason[] = []): string {
  return nodeText(
    compact(
      withReasons(toNode(object), delivery.valuesOf(object) === undefined ? object.kind : undefined, own.length === 0 ? reasons : [...own, ...reasons], object),
    ),
  );
}
