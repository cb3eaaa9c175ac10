import { type Dirent, existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { compareText } from '../contract/access.ts';
import { withoutSlashes } from '../go/without-slashes.ts';
import { PinoutError } from '../contract/error.ts';

/** A file to validate. `certain`: it is named, here or in a kustomization; other files are judged only when they hold an object. */
export interface ManifestFile {
  readonly path: string;
  readonly certain: boolean;
  /** It lies in the `templates` of a Helm chart: text that becomes YAML only with values. */
  readonly template?: true;
  /** A kustomization merges the file into an object. */
  readonly patch?: PatchMark;
}

/** What a kustomization says about a patch: that it is a list of operations, and the kind of its target (empty for any). */
export interface PatchMark {
  readonly json?: true;
  readonly target?: string;
}

/**
 * Files of manifests at some paths, in order of their names: what is named itself, and `.yaml`, `.yml` and `.json` below folders. Hidden
 * entries and node_modules are left out.
 *
 * @param notFollowed takes the links that lead out of what was named, and those that lead nowhere
 * @throws PinoutError `path-unreadable`
 */
export function manifestFiles(paths: readonly string[], notFollowed: string[] = []): ManifestFile[] {
  const found = new Map<string, ManifestFile>();
  const add = (path: string, certain: boolean) => found.set(path, { path, certain, ...(isTemplate(path) ? { template: true as const } : {}) });
  for (const path of paths) {
    let isFolder: boolean;
    try {
      const stat = statSync(path);
      isFolder = stat.isDirectory();
      // A pipe or a device may never end.
      if (!isFolder && !stat.isFile()) throw Object.assign(new Error(), { code: 'no ordinary file' });
    } catch (error) {
      throw new PinoutError({
        code: 'path-unreadable',
        app: 'validate',
        field: path,
        found: words[(error as NodeJS.ErrnoException).code ?? ''] ?? (error as NodeJS.ErrnoException).code ?? 'unreadable',
        wanted: 'a file or folder that can be read',
        fix: 'name another path',
      });
    }
    if (isFolder) below(withoutSlashes(path) || '/', realpathSync(path), add, notFollowed);
    else add(path, true);
  }
  return [...found.values()];
}

const words: Readonly<Record<string, string>> = {
  EACCES: 'not open to the account that runs this (EACCES)',
  ENOENT: 'not there (ENOENT)',
};

type Add = (path: string, certain: boolean) => void;

/** True for a file below the `templates` folder of a chart. */
function isTemplate(path: string): boolean {
  const full = resolve(path);
  const at = full.lastIndexOf(`${sep}templates${sep}`);
  return at !== -1 && existsSync(join(full.slice(0, at), 'Chart.yaml'));
}

function below(folder: string, root: string, add: Add, notFollowed: string[]): void {
  let entries: Dirent[];
  try {
    entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => compareText(a.name, b.name));
  } catch (error) {
    // It went away while a synth wrote the tree anew. Any other reason is said, in place of what it holds.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') add(folder, true);
    return;
  }
  for (const entry of entries) {
    const { name } = entry;
    if (name.startsWith('.') || name === 'node_modules') continue;
    const path = folder === '/' ? `/${name}` : folder === '.' ? name : `${folder.replace(/^\.\//, '')}/${name}`;
    if (entry.isDirectory()) below(path, root, add, notFollowed);
    else if (entry.isSymbolicLink() && !isFileBelow(path, root)) notFollowed.push(path);
    else if ((entry.isFile() || entry.isSymbolicLink()) && /\.(?:ya?ml|json)$/.test(name)) add(path, false);
  }
}

/** A link to a file outside of what was named may show what is nobody's business here. */
function isFileBelow(path: string, root: string): boolean {
  try {
    const inside = relative(root, realpathSync(path));
    return statSync(path).isFile() && inside !== '..' && !inside.startsWith(`..${sep}`) && !isAbsolute(inside);
  } catch {
    return false;
  }
}
