import { addTo } from '../contract/add-to.ts';
import type { Finding } from '../contract/finding.ts';
import type { Rule } from '../repository/rule.ts';
import type { Refusal } from '../schema/judge-tree.ts';

/** A field of a file that is refused. `of`: the value itself; else what is refused is about several fields, or about one that is missing. */
interface Refused {
  readonly path: string;
  readonly of: boolean;
  readonly at: Finding;
  /** The lines of its document. */
  readonly from: number;
  readonly to: number;
}

const ofValue = new Set(['schema-type', 'schema-enum', 'schema-pattern', 'schema-format', 'schema-unknown-field']);

/**
 * Findings of rules without those about a field that its schema, or a rule that says so, refuses, and about what is in it: what is refused has no
 * meaning that another rule could judge, and one fault is said once.
 */
export function withoutRefused(findings: readonly Finding[], refusals: readonly Refusal[], rules: readonly Rule[]): readonly Finding[] {
  const refusing = new Set(rules.flatMap(({ code, refuses }) => (refuses === true ? [code] : [])));
  const byFile = new Map<string | undefined, Refused[]>();
  const add = (one: Refused): void => addTo(byFile, one.at.file, one);
  for (const { finding, path, from, to } of refusals) add({ path, of: ofValue.has(finding.code), at: finding, from, to });
  for (const at of findings) if (at.path !== undefined && refusing.has(at.code)) add({ path: at.path, of: true, at, from: 0, to: Infinity });
  return byFile.size === 0
    ? findings
    : findings.filter((finding) => byFile.get(finding.file)?.some((refused) => refused.at.code !== finding.code && isAbout(finding, refused)) !== true);
}

/** What says what a thing is: where that is refused, so is the thing. */
const discriminators = ['kind', 'state', 'model', 'redirect_uri_type'];

function isAbout({ path = '', line = 0, column }: Finding, { path: refused, of, at, from, to }: Refused): boolean {
  if (line < from || line > to) return false;
  if (path === refused) return true;
  if (!of) return false;
  // A text inside a value has a path of its own.
  if (at.line === line && at.column === column) return true;
  const last = discriminators.find((name) => refused.endsWith(`.${name}`));
  const whole = last === undefined ? refused : refused.slice(0, -last.length - 1);
  return path.startsWith(whole) && /^(?:$|[.[|])/.test(path.slice(whole.length, whole.length + 1));
}
