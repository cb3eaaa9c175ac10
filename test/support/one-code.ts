import type { Finding } from '../../lib/contract/finding.ts';

/** Faults that look like one to whoever reads the line, and are two: each with what tells them apart. */
const apart: readonly (readonly [check: string, validate: string])[] = [
  // A variable without a value is one thing, and that the chart's own schema refuses the release before anything runs another.
  ['login-incomplete', 'values-invalid'],
  // authentik knows no such grant; and the app has none that it asks for, which takes both ends to see.
  ['grant-missing', 'schema-enum'],
  // An entry that nobody knows how to apply is taken for one that is made, and lacks then what those need.
  ['binding-target-count', 'entry-state-unknown'],
];

/** What `check` and `validate` say of one line under two codes. One fault has one code, whichever command finds it. */
export function saidTwice(check: readonly Finding[], validate: readonly Finding[]): string[] {
  const lineOf = ({ file, line }: Finding): string => `${file}:${line}`;
  return validate.flatMap((theirs) =>
    check
      .filter((ours) => lineOf(ours) === lineOf(theirs))
      .filter(({ code }) => code !== theirs.code && !apart.some(([one, other]) => one === code && other === theirs.code))
      .map(({ code, message }) => `${lineOf(theirs)} ${code} (${message}) and ${theirs.code} (${theirs.message})`),
  );
}
