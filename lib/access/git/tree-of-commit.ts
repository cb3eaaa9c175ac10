import { addTo } from '../../contract/add-to.ts';
import { posix } from 'node:path';
import { compareText } from '../../contract/access.ts';
import type { Origin } from '../../tree/origin.ts';
import { fileOfText, type TreeFile, wanted } from '../../tree/tree-files.ts';
import { mostMebibytes } from '../../tree/walk-files.ts';
import { git, gitLine } from './git.ts';

/** Files of a commit, and where they lie. */
export interface CommitTree {
  readonly files: readonly TreeFile[];
  readonly origin: Origin;
}

interface Blob {
  readonly path: string;
  readonly mode: string;
  readonly id: string;
  readonly size: number;
}

/** Reads the files of a commit below some paths into memory. Nothing is checked out, and nothing is written. */
export function treeOfCommit(folder: string, commit: string, paths: readonly string[]): CommitTree {
  const prefix = (gitLine(folder, ['rev-parse', '--show-prefix']) ?? '').replace(/\/$/, '');
  const blobs = list(folder, commit);
  const roots = paths.map((path) => normal(posix.join(prefix, path)));
  const chosen = blobs.filter(({ path }) => roots.some((root) => root === '.' || path === root || path.startsWith(`${root}/`)));
  const shown = (path: string) => (prefix === '' ? path : posix.relative(prefix, path));
  const readable = chosen.filter(({ path, mode, size }) => mode.startsWith('100') && size <= mostMebibytes * 1024 * 1024 && isWanted(path));
  const texts = read(folder, readable);
  const named = new Set(roots);
  const files = chosen.flatMap(({ path, mode, size }): TreeFile[] => {
    if (!isWanted(path)) return [];
    const file = shown(path);
    if (mode === '120000') return linked(path, file, texts, folder, blobs);
    if (!mode.startsWith('100')) return [];
    const text = texts.get(path);
    return text === undefined ? [{ file, unread: `larger than ${mostMebibytes} MiB (${size} bytes)` }] : fileOfText(file, text, named.has(path));
  });
  return { files, origin: originOfCommit(folder, prefix, blobs, texts, roots) };
}

/** Hidden folders are left out, as on disk. */
const isWanted = (path: string): boolean => wanted(path) && !/(?:^|\/)(?:\.[^/]+|node_modules)(?:\/|$)/.test(path);

const normal = (path: string): string => posix.normalize(path === '' ? '.' : path).replace(/(.)\/$/, '$1');

/** A link to a file of the same commit is that file. */
function linked(path: string, file: string, texts: ReadonlyMap<string, string>, folder: string, blobs: readonly Blob[]): TreeFile[] {
  const blob = blobs.find((one) => one.path === path);
  const target = blob === undefined ? undefined : read(folder, [blob]).get(path);
  const goal = target === undefined ? undefined : normal(posix.join(posix.dirname(path), target));
  const text = goal === undefined ? undefined : texts.get(goal);
  return text === undefined ? [{ file, unread: 'a link that leads out of the checked folder' }] : fileOfText(file, text);
}

function list(folder: string, commit: string): Blob[] {
  return git(folder, ['ls-tree', '-r', '-z', '-l', '--full-tree', commit])
    .toString('utf8')
    .split('\0')
    .flatMap((line): Blob[] => {
      const [, mode, type, id, size, path] = /^(\d+) (\w+) (\w+)\s+(\d+|-)\t([^]*)$/.exec(line) ?? [];
      return type === 'blob' ? [{ path: path!, mode: mode!, id: id!, size: Number(size) }] : [];
    })
    .sort((a, b) => inFolders(a.path, b.path));
}

/** The order in which folders on disk are read: git has `a.yaml` before what is in `a`. */
function inFolders(a: string, b: string): number {
  const [one, other] = [a.split('/'), b.split('/')];
  const at = one.findIndex((part, index) => part !== other[index]);
  return at === -1 ? one.length - other.length : compareText(one[at]!, other[at] ?? '');
}

/** Texts of blobs, by one call of git for all of them. */
function read(folder: string, blobs: readonly Blob[]): Map<string, string> {
  const texts = new Map<string, string>();
  if (blobs.length === 0) return texts;
  const answer = git(folder, ['cat-file', '--batch'], `${blobs.map(({ id }) => id).join('\n')}\n`);
  let at = 0;
  for (const { path } of blobs) {
    const end = answer.indexOf(10, at);
    const [, kind, size] = answer.toString('utf8', at, end).split(' ');
    at = end + 1;
    // A partial clone may lack it.
    if (kind !== 'blob') continue;
    texts.set(path, answer.toString('utf8', at, at + Number(size)));
    at += Number(size) + 1;
  }
  return texts;
}

function originOfCommit(folder: string, prefix: string, blobs: readonly Blob[], texts: ReadonlyMap<string, string>, roots: readonly string[]): Origin {
  const byPath = new Map(blobs.map((blob) => [blob.path, blob]));
  const folders = new Map<string, string[]>();
  for (const { path } of blobs) addTo(folders, posix.dirname(path), posix.basename(path));
  return {
    pathOf: (file) => normal(posix.join(prefix, file)),
    shownAs: (path) => (prefix === '' ? path : posix.relative(prefix, path)),
    read: (path) => {
      const blob = byPath.get(path);
      return texts.get(path) ?? (blob?.mode.startsWith('100') === true && blob.size < 2 * 1024 * 1024 ? read(folder, [blob]).get(path) : undefined);
    },
    list: (path) => folders.get(path) ?? [],
    roots,
  };
}
