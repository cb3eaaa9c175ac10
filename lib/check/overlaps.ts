import { grouped } from '../contract/grouped.ts';
import type { Finding } from '../contract/finding.ts';

/** Of two rules that see one fault at one place, the second says more. */
const overlaps: readonly (readonly [string, string])[] = [
  // The placeholder is no secret: what fills it is said by the other rule.
  ['secret-literal', 'target-path-placeholder'],
  ['reference-missing', 'secret-missing'],
  ['reference-missing', 'mount-broken'],
];

/** One fault is one finding. */
export function withoutOverlaps(findings: readonly Finding[]): Finding[] {
  const placeOf = ({ file, line, column }: Finding): string => `${file}:${line}:${column}`;
  const byPlace = grouped(findings, placeOf);
  return findings.filter(
    (finding) => !overlaps.some(([less, more]) => finding.code === less && byPlace.get(placeOf(finding))!.some(({ code }) => code === more)),
  );
}
