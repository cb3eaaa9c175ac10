import type { Finding } from '../../lib/contract/finding.ts';

/** Faults at one field that look like one to whoever reads the line, and are two: each with what tells them apart. */
const apart: readonly (readonly [check: string, validate: string])[] = [
  // A variable without a value is one thing, and that the chart's own schema refuses the release before anything runs another.
  ['login-incomplete', 'values-invalid'],
  // authentik knows no such grant; and the app has none that it asks for, which takes both ends to see.
  ['grant-missing', 'schema-enum'],
];

/** The field that a path ends in. */
const fieldOf = ({ path = '' }: Finding): string | undefined => /[a-z_]\w*$/i.exec(path)?.[0];

const missing = ({ message }: Finding): string | undefined => / lacks the field (\w+)/.exec(message)?.[1];

/** What `check` and `validate` say of one field under two codes. One fault has one code, whichever command finds it. Two fields of one line are two faults. */
export function saidTwice(check: readonly Finding[], validate: readonly Finding[]): string[] {
  const lineOf = ({ file, line }: Finding): string => `${file}:${line}`;
  return validate.flatMap((theirs) => {
    const field = missing(theirs);
    // Without a field that is missing the place itself is the fault.
    const isOne = (ours: Finding): boolean => field === undefined || fieldOf(ours) === field || ours.expected === field || ours.message.includes(field);
    const both = new Set(validate.filter((one) => lineOf(one) === lineOf(theirs)).map(({ code }) => code));
    return check
      .filter((ours) => lineOf(ours) === lineOf(theirs) && isOne(ours))
      .filter(({ code }) => !both.has(code) && !apart.some(([one, other]) => one === code && other === theirs.code))
      .map(({ code, message }) => `${lineOf(theirs)} ${code} (${message}) and ${theirs.code} (${theirs.message})`);
  });
}
