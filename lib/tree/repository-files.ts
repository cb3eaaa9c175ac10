import { posix } from 'node:path';
import { addTo } from '../contract/add-to.ts';
import { TextDocument } from '../manifest/composed.ts';
import { Reader } from '../manifest/reader.ts';
import { type SourceDocument, sourceDocuments } from '../manifest/source.ts';
import type { Files } from './kustomize/files.ts';
import { isKustomizationName } from './kustomize/kustomization-name.ts';
import type { Tree, TreeDocument, TreeObject } from './tree.ts';

/** The files of a tree by their path from the root of the repository, and those beside it that a kustomization names. */
export interface RepositoryFiles extends Files {
  readonly documentsIn: (path: string) => readonly TreeDocument[];
  readonly objectsIn: (path: string) => readonly TreeObject[];
  /** The object of a reader that kustomize was given. */
  readonly objectOf: (root: Reader) => TreeObject | undefined;
  /** Folders with a kustomization.yaml; of a component, `isComponent` is true. */
  readonly kustomizations: ReadonlyMap<string, TreeDocument>;
  /** Files and folders of a folder of the tree. */
  readonly children: (folder: string) => readonly string[];
  readonly paths: readonly string[];
  /** True for a file of which a document is no YAML. */
  readonly isBroken: (path: string) => boolean;
}

export const isKustomizationFile = ({ file, root }: Pick<TreeDocument, 'file' | 'root'>): boolean =>
  isKustomizationName(file) && (root.get('apiVersion').text() ?? 'kustomize.config').startsWith('kustomize.config');

/** Indexes a tree by path. Files that were not read with it are read when kustomize asks for them. */
export function repositoryFiles(tree: Tree): RepositoryFiles {
  const { origin } = tree;
  const { pathOf } = origin;
  const documents = new Map<string, TreeDocument[]>();
  const objects = new Map<string, TreeObject[]>();
  const byRoot = new Map<Reader, TreeObject>();
  const kustomizations = new Map<string, TreeDocument>();
  const children = new Map<string, Set<string>>();
  for (const document of tree.documents) {
    const path = pathOf(document.file);
    addTo(documents, path, document);
    if (isKustomizationFile(document)) kustomizations.set(posix.dirname(path), document);
  }
  for (const given of tree.objects) {
    const object = asKustomizeReads(given);
    addTo(objects, pathOf(object.file), object);
    byRoot.set(object.root, object);
  }
  const broken = new Set(tree.broken.map(({ file }) => pathOf(file)));
  for (const path of [...documents.keys(), ...broken])
    for (let at = path; at !== '.' && at !== '/' && at !== '..'; at = posix.dirname(at)) {
      const above = posix.dirname(at);
      const list = children.get(above);
      if (list?.has(at) === true) break;
      if (list === undefined) children.set(above, new Set([at]));
      else list.add(at);
    }
  const late = new Map<string, readonly SourceDocument[] | undefined>();
  const readLate = (path: string): readonly SourceDocument[] | undefined => {
    if (!late.has(path)) {
      const text = /\.(?:ya?ml|json)$/.test(path) ? origin.read(path) : undefined;
      late.set(path, text === undefined ? undefined : parsed(origin.shownAs(path), text));
    }
    return late.get(path);
  };
  const lateRoots = new Map<string, readonly Reader[]>();
  const rootsOf = (path: string): readonly Reader[] | undefined => {
    const known = documents.get(path)?.map(({ root }) => root);
    if (known !== undefined) return known;
    const before = lateRoots.get(path);
    if (before !== undefined) return before;
    const made = readLate(path)?.map((source) => Reader.of(source));
    if (made !== undefined) lateRoots.set(path, made);
    return made;
  };
  return {
    documentsIn: (path) => documents.get(path) ?? [],
    objectsIn: (path) => objects.get(path) ?? [],
    objectOf: (root) => byRoot.get(root),
    kustomizations,
    paths: [...new Set([...documents.keys(), ...broken])],
    isBroken: (path) => broken.has(path),
    children: (folder) => [...(children.get(folder) ?? [])],
    objects: (path) =>
      objects.get(path)?.map(({ root }) => root) ??
      (documents.has(path) || broken.has(path) ? [] : rootsOf(path)?.filter((root) => root.get('kind').text() !== undefined)),
    documents: rootsOf,
    text: (path) => {
      const text = origin.read(path);
      return text === undefined ? undefined : new TextDocument(shown(path, documents, origin.shownAs), text);
    },
    isFolder: (path) => children.has(path) || (!documents.has(path) && !broken.has(path) && kustomizationName(origin.list(path)) !== undefined),
    kustomization: (folder) => {
      const own = kustomizations.get(folder);
      if (own !== undefined) return own.root;
      const name = children.has(folder) ? undefined : kustomizationName(origin.list(folder));
      return name === undefined ? undefined : rootsOf(posix.join(folder, name))?.[0];
    },
  };
}

/** Its values as kustomize reads them. An object inside a list is read with its list. */
function asKustomizeReads(object: TreeObject): TreeObject {
  const { document, depth } = object.root;
  const source = depth === 0 ? document.asKustomizeReads() : document;
  return source === document ? object : { ...object, root: Reader.of(source) };
}

const shown = (path: string, documents: ReadonlyMap<string, readonly TreeDocument[]>, shownAs: (path: string) => string): string =>
  documents.get(path)?.[0]?.file ?? shownAs(path);

const kustomizationName = (names: readonly string[]): string | undefined => names.find(isKustomizationName);

function parsed(file: string, text: string): readonly SourceDocument[] {
  try {
    return sourceDocuments(file, text).filter(({ parsed: { faults } }) => !faults.some(({ code }) => code === 'yaml-broken'));
  } catch {
    return [];
  }
}
