import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Finding } from '../contract/finding.ts';
import type { Answer } from './answer.ts';
import { Cache } from './cache.ts';
import type { Fact } from './chart/facts.ts';
import { byInstalledVersion } from './installed-version.ts';
import { type Files, onDisk } from './kustomize-files.ts';
import type { ManifestFile } from './manifest-files.ts';
import { isSame, type Outside, recordedOrigin } from './outside.ts';
import { contentOf } from './content.ts';
import type { Share } from './share.ts';
import { Registry } from './registry.ts';
import type { FileResult, Kept, Settings } from './work.ts';

export interface ValidateFilesOptions extends Settings {
  /** Folder of the cache; none: every file is judged anew. */
  readonly cache?: string;
  /** Threads, this one among them. As many as there are processors unless given, and one for few files. */
  readonly threads?: number;
  /** Of pinout: verdicts of another version do not count. */
  readonly version: string;
  /** Told how far it is. */
  readonly progress?: (text: string) => void;
  /** Told an answer that holds for as long as no file changes, and what else was read for it. */
  readonly keep?: (answer: Answer, outside: Outside) => void;
  /** What was asked for, for the cache's name. */
  readonly paths: readonly string[];
}

/** Below this, starting a thread costs more than it saves. */
const fewFiles = 400;

/** Findings and the number of documents of some files: from the cache where their content is known, else judged anew, on all processors. */
export async function validateFiles(files: readonly ManifestFile[], options: ValidateFilesOptions): Promise<Answer> {
  const { cache: folder, threads, version, paths, progress, keep, ...settings } = options;
  const cache = new Cache(folder, paths, settings, version);
  const kept: Kept = { version, ...(folder === undefined ? {} : { cache: folder }) };
  const results = new Array<FileResult | undefined>(files.length);
  if (cache.isWarm) {
    const hashes = files.map((file) => contentOf(file).hash);
    const before = hashes.includes('') ? undefined : cache.answerFor(treeOf(files, hashes), (outside) => isSame(outside, paths));
    if (before !== undefined) {
      keep?.(before.answer, before.outside);
      return before.answer;
    }
    for (const [index, hash] of hashes.entries()) if (hash !== '') results[index] = cache.get(hash, files[index]!.path);
  }
  const missing = files.flatMap((file, index) => (results[index] === undefined ? [{ file, index }] : []));
  const judged = await judge(
    missing.map(({ file }) => file),
    settings,
    kept,
    threads ?? (missing.length < fewFiles ? 1 : availableParallelism()),
    progress,
  );
  for (const [at, result] of judged) results[missing[at]!.index] = result;
  const bare = results as FileResult[];
  const { results: all, findings: ofVersion } = await byInstalledVersion(bare, files, settings, kept);
  const { releaseFindings } = await import('./chart/release-findings.ts');
  const own = all.flatMap((result) => result.findings);
  const beside = noted(files, paths);
  const sure = own.some(({ code }) => code.startsWith('schema-')) ? (await import('./supplied.ts')).withoutSupplied(own, files, beside.read) : own;
  const facts = all.flatMap((result) => result.facts);
  const bySchema = await judgedBySchema(files, facts, options);
  const named = facts.filter((fact) => fact.kind === 'named');
  const byName = named.length === 0 ? { findings: [], isFinal: true, outside: {} } : await (await import('./named-schemas.ts')).judgeNamed(named, options);
  const findings = [
    ...new Registry(settings.imports).broken.map(brokenSchema),
    ...onceForEachRule(sure),
    ...withoutTwice(releaseFindings(facts, settings.imports, bySchema.judged), bySchema.findings),
    ...bySchema.findings,
    ...withoutTwice(byName.findings, sure),
    ...ofVersion,
  ];
  const answer = {
    findings,
    documents: all.reduce((total, { documents }) => total + documents, 0),
    notJudged: all.flatMap(({ notJudged }, index) => (notJudged === undefined ? [] : [{ file: files[index]!.path, why: notJudged }])),
  };
  const hashes = all.map(({ hash }) => hash);
  if (beside.isWhole() && !hashes.includes('') && bySchema.isFinal && byName.isFinal) {
    const outside = { ...bySchema.outside, ...byName.outside, ...beside.outside };
    cache.put(bare, treeOf(files, hashes), answer, outside);
    keep?.(answer, outside);
  }
  return answer;
}

/** Files on disk, with a note of each that lies beside those to judge, such as a patch: when it changes, so may the answer. */
function noted(files: readonly ManifestFile[], paths: readonly string[]): { readonly read: Files; readonly outside: Outside; readonly isWhole: () => boolean } {
  const { origin, outside } = recordedOrigin(paths);
  let known: ReadonlySet<string> | undefined;
  let isWhole = true;
  const documents: Files['documents'] = (path) => {
    known ??= new Set(files.map((file) => resolve(file.path)));
    if (!known.has(resolve(path)) && origin.read(origin.pathOf(path)) === undefined && existsSync(path)) isWhole = false;
    return onDisk.documents(path);
  };
  return { read: { ...onDisk, documents }, outside, isWhole: () => isWhole };
}

/** What schemas of charts say. The tree is built, as it is applied, where a chart with a schema is installed. */
async function judgedBySchema(files: readonly ManifestFile[], facts: readonly Fact[], { cache, paths, imports, version }: ValidateFilesOptions) {
  const none = { findings: [], judged: new Set<string>(), isFinal: true, outside: {} };
  const isOwn = files.some(({ path }) => /(?:^|[\\/])values\.schema\.json$/.test(path));
  if (!isOwn && !facts.some(({ kind }) => kind === 'release' || kind === 'argo')) return none;
  const { judgeReleases } = await import('./chart/judge-releases.ts');
  return await judgeReleases(facts, isOwn, { paths, imports, version, ...(cache === undefined ? {} : { cache }) });
}

/** What both say of one place is said by the schema. */
function withoutTwice(findings: readonly Finding[], bySchema: readonly Finding[]): Finding[] {
  const placeOf = ({ file, line, column }: Finding): string => `${file ?? ''}:${line ?? 0}:${column ?? 0}`;
  const places = new Set(bySchema.filter(({ code }) => code !== 'values-not-checked').map(placeOf));
  return findings.filter((one) => !places.has(placeOf(one)));
}

function brokenSchema(file: string): Finding {
  return {
    code: 'import-broken',
    severity: 'error',
    file,
    message: 'is not a schema file, so the kinds in it are not checked',
    fix: 'import the CRD again: pinout import FILE-OR-URL',
    docs: 'docs/errors.md#import-broken',
  };
}

/** What could not be evaluated is said at its first place, with how often it is met. */
function onceForEachRule(findings: readonly Finding[]): Finding[] {
  const counts = new Map<string, number>();
  for (const { code, expected = '' } of findings) if (code === notEvaluated) counts.set(expected, (counts.get(expected) ?? 0) + 1);
  if (counts.size === 0) return [...findings];
  const reported = new Set<string>();
  return findings.flatMap((finding) => {
    const { code, expected = '', message } = finding;
    if (code !== notEvaluated) return finding;
    if (reported.has(expected)) return [];
    reported.add(expected);
    const count = counts.get(expected) ?? 1;
    return count === 1 ? finding : { ...finding, message: `${message} (${count} times)` };
  });
}

const notEvaluated = 'schema-rule-not-evaluated';

/** One hash over names and contents of all files. */
function treeOf(files: readonly ManifestFile[], hashes: readonly string[]): string {
  const hash = createHash('sha256');
  for (const [index, { path }] of files.entries()) hash.update(`${path}\0${hashes[index]!}\n`);
  return hash.digest('hex');
}

async function judge(
  files: readonly ManifestFile[],
  settings: Settings,
  kept: Kept,
  threads: number,
  progress?: (text: string) => void,
): Promise<(readonly [number, FileResult])[]> {
  if (files.length === 0) return [];
  const share: Share = { files, settings, kept, next: new SharedArrayBuffer(4) };
  const others = Array.from({ length: Math.max(0, threads - 1) }, () => inThread(share));
  const { judgeChunks } = await import('./share.ts');
  const own = await judgeChunks(share, progress);
  return [...own, ...(await Promise.all(others)).flat()];
}

async function inThread(share: Share): Promise<(readonly [number, FileResult])[]> {
  const entry = new URL(import.meta.url.endsWith('.ts') ? './worker-dev.mjs' : '../schema/worker.js', import.meta.url);
  return new Promise((resolve, reject) => {
    const worker = new Worker(entry, { workerData: share });
    worker.once('message', (text: string) => resolve(JSON.parse(text) as (readonly [number, FileResult])[]));
    worker.once('error', reject);
  });
}
