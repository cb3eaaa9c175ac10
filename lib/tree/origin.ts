import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, posix, relative, resolve, sep } from 'node:path';
import type { TreeFile } from './tree-files.ts';

/** Where the files of a tree lie in their repository: paths of Flux, and of a base outside of what is checked, count from its root. */
export interface Origin {
  /** The path of a file from the root of the repository: `apps/grafana/release.yaml`. */
  readonly pathOf: (file: string) => string;
  /** How a file of the repository is shown to people. */
  readonly shownAs: (path: string) => string;
  /** Text of a file of the repository that was not read with the tree; undefined when there is none. */
  readonly read: (path: string) => string | undefined;
  /** Names of the files of a folder that was not read with the tree. */
  readonly list: (path: string) => readonly string[];
  /** Folders that were to be checked, as paths from the root. */
  readonly roots: readonly string[];
}

/** Larger than any file that people put into a ConfigMap, which holds one mebibyte. */
const largest = 2 * 1024 * 1024;

/** The place of some paths: their repository is the nearest folder above with `.git`, else what was named. */
export function originOf(paths: readonly string[]): Origin {
  const [first = '.'] = paths;
  const start = folderOf(first);
  const root = repositoryAbove(start) ?? start;
  const known = new Map<string, string>();
  const pathOf = (file: string): string => {
    let path = known.get(file);
    if (path === undefined) known.set(file, (path = normal(relative(root, resolve(file)))));
    return path;
  };
  const inside = (path: string): string | undefined => {
    try {
      const real = realpathSync(join(root, path));
      return real === root || real.startsWith(root.endsWith(sep) ? root : root + sep) ? real : undefined;
    } catch {
      return undefined;
    }
  };
  return {
    pathOf,
    shownAs: (path) => normal(relative(process.cwd(), join(root, path))),
    read: (path) => {
      const real = inside(path);
      try {
        if (real === undefined || !statSync(real).isFile() || statSync(real).size > largest) return undefined;
        const text = readFileSync(real, 'utf8');
        return text.includes('\0') || text.includes('\uFFFD') ? undefined : text;
      } catch {
        return undefined;
      }
    },
    list: (path) => {
      const real = inside(path);
      try {
        return real === undefined ? [] : readdirSync(real);
      } catch {
        return [];
      }
    },
    // A file that somebody names is a root of its own: whatever it is called, it is meant.
    roots: [...new Set(paths.flatMap((path) => [pathOf(folderOf(path)), pathOf(path)]))],
  };
}

/** The place of texts that are not on disk: their names are their paths. */
export function originOfTexts(files: readonly TreeFile[]): Origin {
  const texts = new Map(files.flatMap((one) => ('text' in one ? [[normal(one.file), one.text] as const] : [])));
  const folders = new Map<string, Set<string>>();
  for (const path of texts.keys())
    for (let at = path; at !== '.' && at !== '/' && at !== '..'; at = posix.dirname(at)) {
      const above = posix.dirname(at);
      folders.set(above, (folders.get(above) ?? new Set()).add(posix.basename(at)));
    }
  return { pathOf: normal, shownAs: (path) => path, read: (path) => texts.get(path), list: (path) => [...(folders.get(normal(path)) ?? [])], roots: ['.'] };
}

const normal = (path: string): string => posix.normalize(path.split(sep).join('/') || '.').replace(/(.)\/$/, '$1');

function folderOf(path: string): string {
  const full = real(resolve(path));
  try {
    return statSync(full).isDirectory() ? full : dirname(full);
  } catch {
    return full;
  }
}

const real = (path: string): string => {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
};

function repositoryAbove(folder: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return at;
    if (dirname(at) === at) return undefined;
  }
}
