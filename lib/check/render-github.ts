import type { Finding, Severity } from '../contract/finding.ts';
import { printable } from '../contract/printable.ts';

const commands: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'notice' };

/**
 * Findings as workflow commands of GitHub Actions, which shows them beside the changed line. Suppressed ones are left out.
 * The escapes are those of actions/toolkit, packages/core/src/command.ts.
 */
export function renderGithub(findings: readonly Finding[]): string {
  return findings
    .filter(({ suppressed }) => suppressed === undefined)
    .map(({ severity, code, file, line, column, message, fix }) => {
      const properties = Object.entries({ file, line, col: column, title: code }).flatMap(([key, value]) =>
        value === undefined ? [] : [`${key}=${property(printable(String(value)))}`],
      );
      return `::${commands[severity]} ${properties.join(',')}::${data(fix === undefined ? printable(message) : `${printable(message)}\nfix: ${printable(fix)}`)}\n`;
    })
    .join('');
}

const data = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
