import { posix } from 'node:path';
import { readFileSync } from 'node:fs';
import type { Finding } from '../contract/finding.ts';
import { isLaterText } from '../manifest/go-scalar.ts';
import { sourceDocuments } from '../manifest/source.ts';
import { Tagged } from '../manifest/tagged.ts';
import type { Origin } from '../tree/origin.ts';
import type { NamedFact } from './chart/facts.ts';
import { type Job, judgeBySchema, type JudgeOptions } from './judge-by-schema.ts';
import { faultsOf, type Unsure } from './json-schema/faults.ts';
import { knownFields } from './json-schema/known-fields.ts';
import { looksLikeObject } from './looks-like.ts';
import { recordedOrigin, type Outside } from './outside.ts';
import { secretIn } from './secret-in.ts';
import { andOthers, findingOf } from './to-finding.ts';
import type { Fault } from './validate-object.ts';
import { without } from './violation.ts';

const mostFiles = 100;

const bring = 'add the schema to the repository, and refer to it by path';

/** Judges documents by the schemas that their comments name, where these are files of the repository. Any other address is said once. */
export async function judgeNamed(
  facts: readonly NamedFact[],
  { paths, ...options }: JudgeOptions & { readonly paths: readonly string[] },
): Promise<{ readonly findings: readonly Finding[]; readonly isFinal: boolean; readonly outside: Outside }> {
  const { origin, outside } = recordedOrigin(paths);
  const findings: Finding[] = [];
  const elsewhere = new Map<string, { readonly first: NamedFact; count: number }>();
  const tasks: { readonly fact: NamedFact; readonly job: Job; readonly path: string }[] = [];
  for (const fact of facts) {
    const path = pathOf(fact, origin);
    if (path === undefined) {
      const before = elsewhere.get(fact.address);
      if (before === undefined) elsewhere.set(fact.address, { first: fact, count: 1 });
      else before.count += 1;
      continue;
    }
    const schema = origin.read(path);
    if (schema === undefined) findings.push(notJudged(fact, `the schema ${fact.address} does not exist`));
    else
      tasks.push({
        fact,
        path,
        job: { schema, value: JSON.stringify(valueOf(fact) ?? null, plain), at: addressOf(path), others: filesAround(path, schema, origin) },
      });
  }
  const verdicts =
    tasks.length === 0
      ? []
      : await judgeBySchema(
          tasks.map(({ job }) => job),
          options,
        );
  /** What is said of a schema, and not of the document: once, at the first of its documents. */
  const ofSchemas = new Map<string, { readonly first: NamedFact; readonly message: string; readonly fix: string; count: number }>();
  const sayOnce = (fact: NamedFact, path: string, message: string, fix = bring): void => {
    const before = ofSchemas.get(`${path} ${message}`);
    if (before === undefined) ofSchemas.set(`${path} ${message}`, { first: fact, message, fix, count: 1 });
    else before.count += 1;
  };
  for (const [index, verdict] of verdicts.entries()) {
    const { fact, path, job } = tasks[index]!;
    if (verdict.kind !== 'judged') sayOnce(fact, path, `the schema ${path} was not used: ${verdict.why}`);
    else {
      const [first, ...more] = verdict.elsewhere;
      if (first !== undefined)
        sayOnce(fact, path, `part of it is not checked: ${path} refers to ${first}${andOthers(more.length)}, which pinout does not fetch`);
      const { faults, isPart } = faultsIn(fact, path, job.schema, verdict.errors);
      findings.push(...faults);
      if (isPart)
        sayOnce(
          fact,
          path,
          `variables, tags, and words such as yes are not checked against ${path}: what they stand for is not known here`,
          'check them by hand',
        );
    }
  }
  for (const { first, message, fix, count } of ofSchemas.values())
    findings.push(notJudged(first, count === 1 ? message : `${message} (${count} documents)`, fix));
  for (const [address, { first, count }] of elsewhere)
    findings.push(
      notJudged(
        first,
        `${count === 1 ? 'it is' : `${count} documents are`} not checked against ${address}: the schema is not in the repository, and pinout does not fetch it`,
      ),
    );
  return { findings, isFinal: !verdicts.some((one) => one.kind === 'unknown' && one.isSlow === true), outside };
}

/** The path of a schema that is a file, from the root of the repository. */
function pathOf({ file, address }: NamedFact, origin: Origin): string | undefined {
  if (/^[a-z][a-z0-9+.-]*:/i.test(address)) return undefined;
  const [bare = ''] = address.split('#', 1);
  return bare.startsWith('/') ? posix.normalize(bare.slice(1)) : posix.join(posix.dirname(origin.pathOf(file)), bare);
}

const addressOf = (path: string): string => new URL(path.split('/').map(encodeURIComponent).join('/'), 'file:///').href;

/** Files that a schema refers to, and those that they refer to, by their addresses. */
function filesAround(path: string, text: string, origin: Origin): Record<string, string> {
  const found: Record<string, string> = {};
  const queue: [string, string][] = [[path, text]];
  for (let next = queue.pop(); next !== undefined && Object.keys(found).length < mostFiles; next = queue.pop()) {
    const [from, content] = next;
    for (const [, ref] of content.matchAll(/"\$ref"\s*:\s*"([^"#]{1,500})/g)) {
      if (/^[a-z][a-z0-9+.-]*:/i.test(ref!)) continue;
      const target = posix.join(posix.dirname(from), ref!);
      const address = addressOf(target);
      if (target === path || Object.hasOwn(found, address)) continue;
      const inside = origin.read(target);
      if (inside === undefined) continue;
      found[address] = inside;
      queue.push([target, inside]);
    }
  }
  return found;
}

/** A file that is not for Kubernetes is read as YAML 1.2, as by the editor that the comment is for: `on` and `no` are texts. */
function documentOf({ file, document }: NamedFact) {
  try {
    const source = sourceDocuments(file, readFileSync(file, 'utf8'))[document];
    return source === undefined || looksLikeObject(source.parsed.value) ? source : source.asKustomizeReads();
  } catch {
    // It went away after it was judged.
    return undefined;
  }
}

const valueOf = (fact: NamedFact): unknown => documentOf(fact)?.parsed.value;

/** What is wrong for sure, and whether a verdict hangs on a value that nobody here knows. */
function faultsIn(fact: NamedFact, path: string, schema: string, errors: Parameters<typeof faultsOf>[0]): { faults: Finding[]; isPart: boolean } {
  const source = documentOf(fact);
  if (source === undefined || errors.length === 0) return { faults: [], isPart: false };
  const { value } = source.parsed;
  const violations = (unsure?: Unsure) => faultsOf(errors, value, unsure, (at) => knownFields(JSON.parse(schema), at));
  const sure = violations(unsureIn(value));
  const faults = sure.map((violation) =>
    findingOf(
      fact.file,
      { ...violation, message: `${violation.message} (${path})` },
      source.positionOf(violation.path, violation.key === true ? 'key' : 'value'),
      secretIn(value, violation.path),
    ),
  );
  return { faults, isPart: without(violations(), sure).length > 0 };
}

/** A value with a tag such as authentik's `!Find` is whatever its program makes of it. */
const plain = (_: string, value: unknown): unknown => (value instanceof Tagged ? null : value);

/** What Flux, a tag or a person fills in later, what is encrypted, and words that are true or false to one program and a text to another. */
function unsureIn(value: unknown, path: Unsure['values'][number] = []): Unsure {
  if (value instanceof Tagged) return { values: [path], open: [] };
  if (typeof value === 'string') return { values: /\$\{[A-Za-z_]|^ENC\[/.test(value) || isLaterText(value) ? [path] : [], open: [] };
  if (typeof value !== 'object' || value === null) return { values: [], open: [] };
  const below = Array.isArray(value)
    ? (value as unknown[]).map((one, index) => unsureIn(one, [...path, index]))
    : Object.entries(value).map(([key, one]) => unsureIn(one, [...path, key]));
  return { values: below.flatMap(({ values }) => values), open: [] };
}

function notJudged({ file, line }: NamedFact, message: string, fix = bring): Finding {
  const fault: Fault = { code: 'schema-not-judged', severity: 'info', path: [], message, fix };
  return findingOf(file, fault, { line, column: 1 });
}
