import { posix } from 'node:path';
import type { Reader } from '../../manifest/reader.ts';
import { isRemote } from '../kustomize/build.ts';
import { isKustomizationName } from '../kustomize/kustomization-name.ts';
import type { RepositoryFiles } from '../repository-files.ts';
import type { Tree } from '../tree.ts';

/** What a folder brings when it is built, as far as the lists of its kustomizations say: nothing is built for it. */
export interface Listing {
  readonly files: ReadonlySet<string>;
  readonly folders: ReadonlySet<string>;
}

/** Lists folders, each once. */
export class Listings {
  readonly #files: RepositoryFiles;
  readonly #known = new Map<string, Listing>();

  constructor(files: RepositoryFiles) {
    this.#files = files;
  }

  /** A folder, and components that Flux adds to it. */
  of(folder: string, components: readonly Reader[] = []): Listing {
    const known = this.#known.get(folder);
    const listing = known ?? this.#read(folder);
    if (known === undefined) this.#known.set(folder, listing);
    if (components.length === 0) return listing;
    const [files, folders] = [new Set(listing.files), new Set(listing.folders)];
    for (const one of components) this.#add(one, folder, files, folders);
    return { files, folders };
  }

  #read(folder: string): Listing {
    const [files, folders] = [new Set<string>(), new Set([folder])];
    // A circle ends here: what was found until then is all of it.
    this.#known.set(folder, { files, folders });
    const own = this.#files.kustomization(folder);
    if (own === undefined) for (const path of generatedResources(folder, this.#files, folders)) this.#addPath(posix.join(folder, path), files, folders);
    else for (const field of ['resources', 'bases', 'components']) for (const entry of own.get(field).items()) this.#add(entry, folder, files, folders);
    return { files, folders };
  }

  #add(entry: Reader, folder: string, files: Set<string>, folders: Set<string>): void {
    const text = entry.text();
    if (text !== undefined && !isRemote(text)) this.#addPath(posix.join(folder, text).replace(/(.)\/$/, '$1'), files, folders);
  }

  #addPath(path: string, files: Set<string>, folders: Set<string>): void {
    if (!this.#files.isFolder(path)) {
      files.add(path);
      return;
    }
    const inner = this.of(path);
    for (const one of inner.files) files.add(one);
    for (const one of inner.folders) folders.add(one);
  }
}

/**
 * The resources of the kustomization that Flux makes up for a folder without one: every YAML file below, and each folder with a kustomization of its
 * own as a whole (fluxcd/pkg/kustomize, generateKustomization).
 */
export function generatedResources(folder: string, files: RepositoryFiles, folders?: Set<string>): string[] {
  const found: string[] = [];
  const walk = (at: string): void => {
    for (const child of files.children(at)) {
      if (files.kustomizations.has(child)) found.push(posix.relative(folder, child));
      else if (files.documentsIn(child).length > 0 || files.isBroken(child)) {
        if (/\.ya?ml$/.test(child)) found.push(posix.relative(folder, child));
      } else if (files.children(child).length > 0) {
        folders?.add(child);
        walk(child);
      }
    }
  };
  walk(folder);
  return found;
}

/** Folders whose kustomization a template engine fills in, or is no YAML: what it lists is not known. */
export const foldersOfUnreadLists = ({ unread, broken, origin }: Tree): ReadonlySet<string> =>
  new Set(
    [...unread.filter(({ why }) => why === 'template'), ...broken].flatMap(({ file }) =>
      isKustomizationName(file) ? [posix.dirname(origin.pathOf(file))] : [],
    ),
  );
