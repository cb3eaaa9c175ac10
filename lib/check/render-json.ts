import type { Finding } from '../contract/finding.ts';

/** Findings as one JSON object, with what else the command says. */
export function renderJson(findings: readonly Finding[], more: Readonly<Record<string, unknown>> = {}): string {
  return `${JSON.stringify({ findings, ...more }, null, 2)}\n`;
}
