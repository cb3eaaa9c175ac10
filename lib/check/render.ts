import type { Finding } from '../contract/finding.ts';

/** Findings as one JSON object, with what else the command says. */
export function renderJson(findings: readonly Finding[], more: Readonly<Record<string, unknown>> = {}): string {
  return `${JSON.stringify({ findings, ...more }, null, 2)}\n`;
}

/** Findings as text for people: place, what is wrong, what to do. */
export function renderText(findings: readonly Finding[]): string {
  return findings
    .map((finding) => {
      const place =
        finding.file === undefined
          ? ''
          : `${finding.file}${finding.line === undefined ? '' : `:${finding.line}${finding.column === undefined ? '' : `:${finding.column}`}`} `;
      const lines = [`${place}${finding.severity} ${finding.code}: ${finding.message}`];
      if (finding.fix !== undefined) lines.push(`  fix: ${finding.fix}`);
      if (finding.docs !== undefined) lines.push(`  see: ${finding.docs}`);
      return `${lines.join('\n')}\n`;
    })
    .join('');
}
