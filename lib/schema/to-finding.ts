import type { Finding } from '../contract/finding.ts';
import type { Path } from '../manifest/parse-yaml.ts';
import type { Fault } from './validate-object.ts';

/** A fault as a finding, at a position of its file. */
export function findingOf(
  file: string,
  { code, severity, path, message, expected, received, why, fix }: Fault,
  position: { line: number; column: number },
): Finding {
  const at = pathText(path);
  return {
    code,
    severity: severity ?? 'error',
    file,
    ...position,
    ...(at === '' ? {} : { path: at }),
    message: at === '' ? message : `${at} ${message}`,
    ...(expected === undefined ? {} : { expected }),
    ...(received === undefined ? {} : { received }),
    ...(why === undefined ? {} : { why }),
    ...(fix === undefined ? {} : { fix }),
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
