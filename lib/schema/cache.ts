import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from '../contract/finding.ts';
import type { Fact } from './chart/facts.ts';
import { areFindings, isAnswer } from './is-answer.ts';
import { packagedFolders } from './packaged.ts';
import { digest, isPrivate, keep, kept, tidy } from './private-folder.ts';
import type { Outside } from './outside.ts';
import { isMap } from './validate-object.ts';
import type { Answer } from './answer.ts';
import type { NotJudged } from './looks-like.ts';
import type { FileResult, Settings } from './work.ts';

/** The verdict on a content, without the names of the files that have it. */
interface Entry {
  readonly documents: number;
  readonly findings: readonly Finding[];
  readonly facts: readonly Fact[];
  readonly notJudged?: NotJudged;
}

/** What a run leaves behind: verdicts by content, and the whole answer for the tree as it was. */
interface Stored {
  readonly entries: Readonly<Record<string, Entry | number>>;
  readonly tree: string;
  readonly answer: Answer;
  /** What was read beside the files themselves, such as the schema of a chart: each with a digest. */
  readonly outside: Outside;
}

/**
 * Verdicts of earlier runs by the hash of a file's content. A cache that is missing, broken, somebody else's, or cannot be written costs time
 * and changes nothing else: it has a checksum, and its name depends on the version, the schemas and the settings.
 */
export class Cache {
  private readonly name: string | undefined;
  private readonly folder: string;
  private stored: Stored | undefined;

  constructor(folder: string | undefined, paths: readonly string[], settings: Settings, version: string) {
    this.folder = folder ?? '';
    if (folder === undefined || !isPrivate(folder)) return;
    const { imports, ...rest } = settings;
    const name = digest(
      JSON.stringify([
        version,
        process.cwd(),
        paths,
        rest,
        ...packagedFolders.map(schemasIn),
        schemasIn(join(imports, 'crds')),
        schemasIn(join(imports, 'charts')),
      ]),
    );
    this.name = `validate-${name}.json`;
    const stored = kept(folder, this.name);
    if (isStored(stored)) this.stored = stored;
  }

  /** Whether there is anything from an earlier run. */
  get isWarm(): boolean {
    return this.stored !== undefined;
  }

  /** The answer of an earlier run over exactly this tree: the same files with the same content. */
  answerFor(tree: string, isSame: (outside: Outside) => boolean): Pick<Stored, 'answer' | 'outside'> | undefined {
    return this.stored?.tree === tree && isSame(this.stored.outside) ? this.stored : undefined;
  }

  /** The verdict on a content, for a file of this name. */
  get(hash: string, file: string): FileResult | undefined {
    const entry = this.stored !== undefined && Object.hasOwn(this.stored.entries, hash) ? this.stored.entries[hash] : undefined;
    if (entry === undefined) return undefined;
    if (typeof entry === 'number') return { hash, documents: entry, findings: [], facts: [] };
    return {
      hash,
      documents: entry.documents,
      ...(entry.notJudged === undefined ? {} : { notJudged: entry.notJudged }),
      findings: entry.findings.map((finding) => ({ ...finding, file })),
      facts: entry.facts.map((fact) => (fact.kind === 'release' || fact.kind === 'named' || fact.kind === 'blueprint' ? { ...fact, file } : fact)),
    };
  }

  /** Keeps the verdicts of this run. */
  put(results: readonly FileResult[], tree: string, answer: Stored['answer'], outside: Outside): void {
    if (this.name === undefined) return;
    const entries: Record<string, Entry | number> = {};
    for (const { hash, ...entry } of results)
      if (hash !== '') entries[hash] = entry.findings.length === 0 && entry.facts.length === 0 && entry.notJudged === undefined ? entry.documents : entry;
    keep(this.folder, this.name, { entries, tree, answer, outside } satisfies Stored);
    tidy(this.folder);
  }
}

function isStored(value: unknown): value is Stored {
  if (!isMap(value) || typeof value['tree'] !== 'string' || !isMap(value['entries']) || !isMap(value['outside'])) return false;
  return isAnswer(value['answer']) && Object.values(value['entries']).every(isEntry);
}

const isEntry = (value: unknown): boolean =>
  typeof value === 'number' || (isMap(value) && typeof value['documents'] === 'number' && areFindings(value['findings']) && areFacts(value['facts']));

const areFacts = (value: unknown): boolean => Array.isArray(value) && value.every(isFact);

function isFact(one: unknown): boolean {
  if (!isMap(one)) return false;
  const { kind } = one;
  return (
    (kind === 'source' && typeof one['id'] === 'string') ||
    ((kind === 'release' || kind === 'named') && typeof one['document'] === 'number') ||
    kind === 'blueprint' ||
    (kind === 'argo' && typeof one['chart'] === 'string') ||
    (kind === 'provider' && typeof one['version'] === 'string')
  );
}

/** Names and contents of a folder's schemas: what changes when a verdict may. Times say nothing: every `npm ci` sets them anew. */
function schemasIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .sort()
      .map((name) => `${name} ${digest(readFileSync(join(folder, name), 'utf8'))}`);
  } catch {
    return [];
  }
}
