import { posix } from 'node:path';
import { Reader } from '../manifest/reader.ts';
import { namesModel } from '../manifest/reader-of-text.ts';
import { type SourceDocument, sourceDocuments } from '../manifest/source.ts';
import { textLooksLikeObject } from '../manifest/text-looks-like-object.ts';
import type { Gap, InflatedChart } from './kustomize/files.ts';
import { isKustomizationName } from './kustomize/kustomization-name.ts';
import { type Origin, originOf, originOfTexts } from './origin.ts';
import { filesBelow, type TreeFile } from './tree-files.ts';

/** A document that is no Kubernetes object, as the object that a finding is about. */
export function fileObject(root: Reader): TreeObject {
  return { root, file: root.file, apiVersion: '', kind: 'file', namespace: '', name: root.file, applied: false, ours: false };
}

/** One Kubernetes object of a tree of manifests. */
export interface TreeObject {
  readonly root: Reader;
  readonly file: string;
  readonly apiVersion: string;
  readonly kind: string;
  /** Its own, or the one that a kustomization.yaml or Flux Kustomization above it gives; empty when nothing says it. */
  readonly namespace: string;
  readonly name: string;
  /** False below `manual`: such files are put in place by hand. */
  readonly applied: boolean;
  /** True for files with pinout's header line: whatever they need must be there. */
  readonly ours: boolean;
  /** The Flux Kustomization that applies it. */
  readonly layer?: TreeObject;
  /** Keys of a Secret that stand in base64, and are read as text here. */
  readonly encoded?: ReadonlySet<string>;
}

/** A document that was read, whatever it holds. */
export interface TreeDocument {
  readonly file: string;
  readonly root: Reader;
  readonly source: SourceDocument;
}

/** A file of which a document is no YAML. */
export interface BrokenFile {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
  /** True for what seems to be a blueprint of authentik. */
  readonly blueprint: boolean;
  /** True for a script that has the name of a manifest. */
  readonly script: boolean;
}

/** Why nothing applies a file. */
export type WhyIdle =
  | 'example'
  | 'unlisted'
  | 'unbuilt'
  | 'unread list'
  | 'beside a chart'
  | 'not included'
  | 'unreached'
  | 'no application'
  | 'commented out'
  | 'left out'
  | 'unread';

/** What lies below some paths: objects, and pages that say what else has to be there. */
export interface Tree {
  readonly documents: readonly TreeDocument[];
  readonly objects: readonly TreeObject[];
  readonly pages: readonly { readonly file: string; readonly text: string }[];
  /** Text of each YAML file that mentions a suppression. */
  readonly notes: ReadonlyMap<string, string>;
  /** Documents that are no YAML. */
  readonly broken: readonly BrokenFile[];
  /** Files that were not read, and why. */
  readonly unread: readonly { readonly file: string; readonly why: string }[];
  /** Where its files lie in the repository. */
  readonly origin: Origin;
  /** The tree as it was read, of one that is what is applied. */
  readonly whole?: Tree;
  /** Files with objects, or with what was to be one, that nothing applies, and why. */
  readonly notApplied?: ReadonlyMap<string, WhyIdle>;
  /** Files that kustomize builds, be it for Flux. */
  readonly built?: ReadonlySet<string>;
  /** Charts that kustomize inflates. */
  readonly charts?: readonly InflatedChart[];
  /** Objects that install a chart of the repository's own, which was rendered. */
  readonly rendered?: ReadonlySet<Reader>;
  /** What kustomize would do and was not evaluated. */
  readonly gaps?: readonly Gap[];
}

/**
 * Reads every YAML file and README below some paths. What is no Kubernetes object is kept as document; what cannot be read is named.
 *
 * @throws PinoutError `path-unreadable`
 */
export function readTree(paths: readonly string[]): Tree {
  return treeOf(filesBelow(paths), undefined, originOf(paths));
}

/** The same of files that were read before. `parsed` keeps what was parsed, for a next time with the same texts. */
export function treeOf(files: readonly TreeFile[], parsed?: Map<string, SourceDocument[]>, origin: Origin = originOfTexts(files)): Tree {
  const tree = { documents: [] as TreeDocument[], objects: [] as TreeObject[], pages: [] as { file: string; text: string }[] };
  const notes = new Map<string, string>();
  const broken: BrokenFile[] = [];
  const unread: { file: string; why: string }[] = [];
  const charts = new Set(files.flatMap(({ file }) => (posix.basename(file) === 'Chart.yaml' ? [posix.dirname(file)] : [])));
  for (const one of files) {
    const { file } = one;
    if ('unread' in one) unread.push({ file, why: one.unread });
    else if (file.endsWith('.md')) tree.pages.push({ file, text: one.text });
    else if (file.endsWith('.tpl') && !isTemplate(file, charts)) continue;
    else if (isTemplate(file, charts)) unread.push({ file, why: 'template of a Helm chart' });
    else readFile(file, one.text, tree, broken, unread, notes, parsed);
  }
  return { ...tree, notes, broken, unread, origin };
}

/** True for files of a chart's `templates` folder: text that becomes YAML only with values. */
function isTemplate(file: string, charts: ReadonlySet<string>): boolean {
  const at = file.lastIndexOf('/templates/');
  return at === -1 ? file.startsWith('templates/') && charts.has('.') : charts.has(file.slice(0, at));
}

function readFile(
  file: string,
  text: string,
  tree: { documents: TreeDocument[]; objects: TreeObject[] },
  broken: BrokenFile[],
  unread: { file: string; why: string }[],
  notes: Map<string, string>,
  parsed: Map<string, SourceDocument[]> | undefined,
): void {
  let documents: SourceDocument[];
  try {
    const key = `${file}\n${text}`;
    documents = parsed?.get(key) ?? sourceDocuments(file, text);
    parsed?.set(key, documents);
  } catch (error) {
    unread.push({ file, why: error instanceof RangeError ? 'nested too deep' : 'the YAML reader gave up' });
    return;
  }
  // carvel-dev/ytt: its statements are comments of YAML, and what they choose among stands one below the other.
  if (yttStatement.test(text)) {
    unread.push({ file, why: 'template' });
    return;
  }
  if (text.includes('pinout-ignore')) notes.set(file, text);
  const ours = text.startsWith('# Written by pinout');
  const applied = !/(?:^|\/)manual\//.test(file);
  for (const source of documents) {
    const error = source.parsed.faults.find(({ code }) => code === 'yaml-broken');
    if (error !== undefined) {
      const isTemplated = templateMark.test(text);
      const { line, column } = source.position(source.parsed.base + error.offset);
      if (isTemplated || isPlaceholderNear(text, line)) unread.push({ file, why: 'template' });
      else if (!isKustomizationName(file) && !textLooksLikeObject(text)) unread.push({ file, why: 'neither YAML nor a Kubernetes object' });
      else if (conflict.test(text)) {
        // What git could not merge breaks every document that it is in, for one reason.
        const at = text.slice(0, text.search(conflict)).split('\n').length;
        broken.push({ file, line: at, column: 1, message: 'a merge conflict of git is in it (<<<<<<<)', blueprint: namesModel(text), script: false });
        return;
      } else broken.push({ file, line, column, message: error.message, blueprint: namesModel(text), script: text.startsWith('#!') });
      if (isTemplated) return;
      continue;
    }
    const root = Reader.of(source);
    tree.documents.push({ file, root, source });
    for (const one of objectsIn(root)) tree.objects.push({ ...one, file, applied, ours });
  }
}

/** Marks of template engines. A line that is nothing but `${BLOCK}` is filled in by envsubst or a script. */
const templateMark = /\{\{|\{%|^[ \t]*#\{|<%|<#|^[ \t]*\$\{?\w+\}?[ \t]*$/m;

/** What git writes where two changes do not fit (git-merge, "How conflicts are presented"). */
const conflict = /^<{7} \S/m;

const yttStatement = /^[ \t]*#@ (?:if|for|def|while)\b/m;

/** What a script fills in: `<DOMAIN_NAME>`, `{SERVICE_PREFIX}`. */
const placeholder = /<[A-Z][A-Z0-9_]+>|(?:^|[^$])\{[A-Z][A-Z0-9_]+\}/m;

/** Whether a line or one of its neighbours has a placeholder: elsewhere it may be a valid value. */
function isPlaceholderNear(text: string, line: number): boolean {
  const lines = text.split('\n').slice(Math.max(0, line - 2), line + 1);
  return placeholder.test(lines.join('\n'));
}

/** Objects of a document: itself, or those of a list. */
export function objectsIn(root: Reader): Omit<TreeObject, 'file' | 'applied' | 'ours'>[] {
  const kind = root.text('kind');
  // A patch of kustomize's that says what happens to an object is none itself.
  if (kind === undefined || root.text('$patch') !== undefined) return [];
  if (kind.endsWith('List') && root.get('items').exists) return root.items('items').flatMap((item) => objectsIn(item));
  const name = root.text('metadata', 'name') ?? '';
  const namespace = root.text('metadata', 'namespace') ?? '';
  return [{ root, kind, apiVersion: root.text('apiVersion') ?? '', name, namespace }];
}
