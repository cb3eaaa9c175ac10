import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Answer } from './answer.ts';
import { isAnswer } from './is-answer.ts';
import type { ManifestFile } from './manifest-files.ts';
import { isSame, type Outside } from './outside.ts';
import { packagedFolders } from './packaged.ts';
import { digest, isPrivate, keep, kept } from './private-folder.ts';
import type { Settings } from './work.ts';

/** What is said of a tree, with what is known of its files without opening them. */
interface Stored {
  readonly stamp: string;
  readonly answer: Answer;
  readonly outside: Outside;
}

/** What was asked for. */
export interface Asked {
  readonly folder: string;
  readonly paths: readonly string[];
  readonly settings: Settings;
  readonly version: string;
}

/**
 * The answer of an earlier run over files of which not one has changed since, told as git tells it: by inode, size, time of change and time of the last
 * change of its state, which no program can set (git: Documentation/technical/racy-git.adoc). Where any of it differs, as in a fresh clone, contents decide.
 */
export class QuickAnswer {
  private readonly asked: Asked;
  private readonly name: string;
  /** Taken before any file is read: what changes later has another one. Undefined where it cannot be trusted. */
  private readonly stamp: string | undefined;

  constructor(asked: Asked, files: readonly ManifestFile[]) {
    this.asked = asked;
    const { imports, ...rest } = asked.settings;
    this.name = `validate-quick-${digest(JSON.stringify([asked.version, process.cwd(), asked.paths, imports, rest]))}.json`;
    this.stamp = isPrivate(asked.folder) ? stampOf(files, imports) : undefined;
  }

  /** Nothing when a file may have changed. */
  get(): Answer | undefined {
    if (this.stamp === undefined) return undefined;
    const stored = kept(this.asked.folder, this.name);
    return isStored(stored) && stored.stamp === this.stamp && isSame(stored.outside, this.asked.paths) ? stored.answer : undefined;
  }

  put(answer: Answer, outside: Outside): void {
    if (this.stamp === undefined) return;
    keep(this.asked.folder, this.name, { stamp: this.stamp, answer, outside } satisfies Stored);
  }
}

/** A file that was written a moment ago may be written again without another time: clocks of file systems tick in steps of up to two seconds. */
const tick = 2_500;

/** One hash over the state of all files and schemas. */
function stampOf(files: readonly ManifestFile[], imports: string): string | undefined {
  // Windows gives files no owner, and its file systems have no such time that could be relied on.
  if (process.getuid === undefined) return undefined;
  const latest = Date.now() - tick;
  const lines: string[] = [];
  try {
    const note = (path: string, marks: string): void => {
      const { dev, ino, size, mtimeMs, ctimeMs } = statSync(path);
      if (ctimeMs > latest || mtimeMs > latest || ino === 0) throw new RangeError('too young');
      lines.push(`${path}\0${marks} ${dev} ${ino} ${size} ${mtimeMs} ${ctimeMs}`);
    };
    for (const folder of [...packagedFolders, join(imports, 'crds'), join(imports, 'charts')])
      for (const name of schemasIn(folder)) note(join(folder, name), '');
    for (const { path, certain, template } of files) note(path, `${certain ? 'c' : ''}${template === true ? 't' : ''}`);
  } catch {
    return undefined;
  }
  return digest(lines.join('\n'));
}

function schemasIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .sort();
  } catch {
    return [];
  }
}

function isStored(value: unknown): value is Stored {
  const { stamp, outside, answer } = (value ?? {}) as Partial<Stored>;
  return typeof stamp === 'string' && typeof outside === 'object' && isAnswer(answer);
}
