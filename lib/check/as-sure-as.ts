import type { Finding, Severity } from '../contract/finding.ts';
import { type Certainty, hasUnsure, unsure, without } from '../repository/certainty.ts';
import type { Repository } from '../repository/repository.ts';

const grave: readonly Severity[] = ['info', 'warning', 'error'];
const lesser = (a: Severity, b: Severity): Severity => (grave.indexOf(a) < grave.indexOf(b) ? a : b);
const graver = (a: Severity, b: Severity): Severity => (a === lesser(a, b) ? b : a);

/**
 * Findings no graver than what they rest on allows. A rule says nothing of that: it is asked once more about the repository without what is not sure, and
 * what it then does not say any more, it said on that ground.
 */
export function asSureAs(findings: readonly Finding[], repository: Repository, ask: (repository: Repository) => readonly Finding[]): Finding[] {
  const left = new Set<Certainty>();
  let judged = [...findings];
  // The least sure first: what is said without it may still rest on what is likely.
  for (const [certainty, most] of [...unsure].reverse()) {
    left.add(certainty);
    if (!hasUnsure(repository, certainty) || !judged.some(({ severity }) => lesser(severity, most) !== severity)) continue;
    const said = new Map<string, Severity>();
    for (const one of ask(surer(repository, left))) said.set(placeOf(one), graver(one.severity, said.get(placeOf(one)) ?? 'info'));
    judged = judged.map((one) => ({ ...one, severity: lesser(one.severity, graver(most, said.get(placeOf(one)) ?? most)) }));
  }
  return judged;
}

/** Where a finding is. What has no place is known by its words. */
const placeOf = ({ file, line, column, path, message }: Finding): string => JSON.stringify([file, line, column, path, line === undefined ? message : '']);

const before = new WeakMap<Repository, Map<string, Repository>>();

/** Rules remember what they read by the repository: each kind of it is made once. */
function surer(repository: Repository, left: ReadonlySet<Certainty>): Repository {
  const made = before.get(repository) ?? new Map<string, Repository>();
  before.set(repository, made);
  const key = [...left].join(' ');
  const one = made.get(key) ?? without(repository, [...left]);
  made.set(key, one);
  return one;
}
