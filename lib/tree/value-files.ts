import { fewGaps } from './gaps.ts';
import { posix } from 'node:path';
import type { Reader } from '../manifest/reader.ts';
import type { Tree } from './tree.ts';

/** Files of values, and charts that a repository has itself. */
export interface ValueFiles {
  /** A file by its path from the root of the repository. */
  readonly at: (path: string) => Reader | undefined;
  /** Chart.yaml files by folder. */
  readonly charts: ReadonlyMap<string, Reader>;
  /** Folders of the tree whose path fits a pattern with `*` for one name. */
  readonly folders: (pattern: string) => readonly string[];
  /** Files of the tree whose path fits such a pattern; `**` stands for any folders. */
  readonly matching: (pattern: string) => readonly (readonly [string, Reader])[];
}

/** Indexes a tree when somebody asks for the first file: most repositories have none that is named. */
export function valueFiles(tree: Tree): ValueFiles {
  let known: Map<string, Reader> | undefined;
  const index = (): Map<string, Reader> => {
    if (known === undefined) {
      known = new Map();
      for (const { file, root } of (tree.whole ?? tree).documents) {
        const path = tree.origin.pathOf(file);
        if (!known.has(path)) known.set(path, root);
      }
    }
    return known;
  };
  const { roots } = tree.origin;
  const charts = tree.documents.filter(({ file, root }) => posix.basename(file) === 'Chart.yaml' && root.get('dependencies').exists);
  return {
    at: (path) => {
      const clean = posix.normalize(path).replace(/^\/+/, '');
      // Where only a part of a repository is looked at, paths count from it.
      return [clean, ...roots.map((root) => posix.join(root, clean))].map((one) => index().get(one)).find((one) => one !== undefined);
    },
    charts: new Map(charts.map(({ file, root }) => [posix.dirname(tree.origin.pathOf(file)), root])),
    matching: (pattern) => {
      const expression = expressionOf(pattern.replaceAll(/\*\*\/?/g, '*'), pattern.includes('**') ? '.*' : '[^/]+');
      return [...index()].filter(([path]) => [path, ...roots.map((root) => posix.relative(root, path))].some((one) => expression.test(one)));
    },
    folders: (pattern) => {
      const expression = expressionOf(pattern, '[^/]+');
      const all = new Set<string>();
      for (const path of index().keys()) for (let at = posix.dirname(path); at !== '.' && at !== '/' && !all.has(at); at = posix.dirname(at)) all.add(at);
      return [...all].filter((folder) => [folder, ...roots.map((root) => posix.relative(root, folder))].some((one) => expression.test(one)));
    },
  };
}

const expressionOf = (pattern: string, star: string): RegExp =>
  new RegExp(
    `^${fewGaps(pattern.replace(/^\.?\//, '').split('*'))
      .map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`))
      .join(star)}$`,
  );
