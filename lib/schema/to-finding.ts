import type { Finding } from '../contract/finding.ts';
import { withoutPasswords } from '../contract/public-url.ts';
import type { Path } from '../manifest/parse-yaml.ts';
import type { Fault } from './validate-object.ts';

/**
 * A fault as a finding, at a position of its file.
 *
 * @param hidden how a value that may be a secret would be shown in its texts
 */
export function findingOf(
  file: string,
  { code, severity, path, message, expected, received, why, fix }: Fault,
  position: { line: number; column: number },
  hidden?: string,
): Finding {
  const at = pathText(path);
  const quoted = (text: string): string => withoutPasswords(hidden === undefined ? text : text.replaceAll(hidden, 'not shown'));
  return {
    code,
    severity: severity ?? 'error',
    file,
    ...position,
    ...(at === '' ? {} : { path: at }),
    message: at === '' ? quoted(message) : `${at}${/^(?:the |there |[A-Z])/.test(message) ? ':' : ''} ${quoted(message)}`,
    ...(expected === undefined ? {} : { expected: quoted(expected) }),
    ...(received === undefined ? {} : { received: quoted(received) }),
    ...(why === undefined ? {} : { why }),
    ...(fix === undefined ? {} : { fix: quoted(fix) }),
    docs: `docs/rules/${code}.md`,
  };
}

/** A path as people write it: `spec.valuesFrom[0].name`. */
export function pathText(path: Path): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    const key = /^[A-Za-z_$][\w$-]*$/.test(step) ? step : JSON.stringify(step);
    return key.startsWith('"') ? `${text}[${key}]` : text === '' ? key : `${text}.${key}`;
  }, '');
}

/** ` and 3 others`. */
export const andOthers = (count: number): string => (count === 0 ? '' : ` and ${count} other${count === 1 ? '' : 's'}`);
