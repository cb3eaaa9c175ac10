import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Finding } from '../contract/finding.ts';
import type { Fact } from './chart/facts.ts';
import { packaged } from './packaged.ts';
import type { FileResult, Settings } from './work.ts';

/** The verdict on a content, without the names of the files that have it. */
interface Entry {
  readonly documents: number;
  readonly findings: readonly Finding[];
  readonly facts: readonly Fact[];
}

/** What a run leaves behind: verdicts by content, and the whole answer for the tree as it was. */
interface Stored {
  readonly entries: Readonly<Record<string, Entry | number>>;
  readonly tree: string;
  readonly answer: { readonly findings: readonly Finding[]; readonly documents: number };
}

const sha1 = (text: string): string => createHash('sha1').update(text).digest('hex');
const month = 30 * 24 * 60 * 60 * 1000;

/**
 * Verdicts of earlier runs by the hash of a file's content. A cache that is missing, broken, or cannot be written costs time and changes
 * nothing else: it has a checksum, and its name depends on the version, the schemas and the settings.
 */
export class Cache {
  private readonly path: string | undefined;
  private readonly folder: string;
  private stored: Stored | undefined;

  constructor(folder: string | undefined, paths: readonly string[], settings: Settings, version: string) {
    this.folder = folder ?? '';
    if (folder === undefined) return;
    const { imports, ...rest } = settings;
    const name = sha1(
      JSON.stringify([
        version,
        process.cwd(),
        paths,
        rest,
        filesIn(packaged),
        filesIn(join(packaged, 'charts')),
        filesIn(join(imports, 'crds')),
        filesIn(join(imports, 'charts')),
      ]),
    );
    this.path = join(folder, `validate-${name}.json`);
    this.stored = read(this.path);
  }

  /** Whether there is anything from an earlier run. */
  get isWarm(): boolean {
    return this.stored !== undefined;
  }

  /** The answer of an earlier run over exactly this tree: the same files with the same content. */
  answerFor(tree: string): Stored['answer'] | undefined {
    return this.stored?.tree === tree ? this.stored.answer : undefined;
  }

  /** The verdict on a content, for a file of this name. */
  get(hash: string, file: string): FileResult | undefined {
    const entry = this.stored !== undefined && Object.hasOwn(this.stored.entries, hash) ? this.stored.entries[hash] : undefined;
    if (entry === undefined) return undefined;
    if (typeof entry === 'number') return { hash, documents: entry, findings: [], facts: [] };
    return {
      hash,
      documents: entry.documents,
      findings: entry.findings.map((finding) => ({ ...finding, file })),
      facts: entry.facts.map((fact) => (fact.kind === 'release' ? { ...fact, file } : fact)),
    };
  }

  /** Keeps the verdicts of this run. */
  put(results: readonly FileResult[], tree: string, answer: Stored['answer']): void {
    if (this.path === undefined) return;
    const entries: Record<string, Entry | number> = {};
    for (const { hash, documents, findings, facts } of results)
      if (hash !== '') entries[hash] = findings.length === 0 && facts.length === 0 ? documents : { documents, findings, facts };
    const body = JSON.stringify({ entries, tree, answer } satisfies Stored);
    try {
      mkdirSync(this.folder, { recursive: true });
      const temporary = `${this.path}.${process.pid}`;
      writeFileSync(temporary, `${sha1(body)}\n${body}`);
      renameSync(temporary, this.path);
      this.tidy();
    } catch {
      // A read-only or full disk: the next run is as slow as this one.
    }
  }

  /** Takes out what nobody asked for in a month. */
  private tidy(): void {
    for (const name of readdirSync(this.folder)) {
      const path = join(this.folder, name);
      if (name.startsWith('validate-') && Date.now() - statSync(path).mtimeMs > month) rmSync(path, { force: true });
    }
  }
}

/** The folder for caches: node_modules/.cache of the project, else the user's own. */
export function cacheFolder(env: Readonly<Record<string, string | undefined>>): string {
  const modules = resolve('node_modules');
  try {
    if (statSync(modules).isDirectory()) return join(modules, '.cache/pinout');
  } catch {
    // No project here.
  }
  const xdg = env['XDG_CACHE_HOME'];
  return join(xdg === undefined || xdg === '' ? join(homedir(), '.cache') : xdg, 'pinout');
}

function read(path: string): Stored | undefined {
  try {
    const text = readFileSync(path, 'utf8');
    const end = text.indexOf('\n');
    const body = text.slice(end + 1);
    return sha1(body) === text.slice(0, end) ? (JSON.parse(body) as Stored) : undefined;
  } catch {
    return undefined;
  }
}

/** Name, size and time of a folder's files: what changes when a schema does. */
function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .sort()
      .map((name) => {
        const { size, mtimeMs } = statSync(join(folder, name));
        return `${name} ${size} ${mtimeMs}`;
      });
  } catch {
    return [];
  }
}
