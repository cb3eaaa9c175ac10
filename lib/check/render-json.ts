import type { Finding } from '../contract/finding.ts';
import { printable } from '../contract/printable.ts';

/** Findings as one JSON object, with what else the command says. Controls are escapes of JSON: the same data, and safe on a terminal. */
export function renderJson(findings: readonly Finding[], more: Readonly<Record<string, unknown>> = {}): string {
  const text = JSON.stringify({ findings, ...more }, null, 2);
  return `${text.replace(/[^\n]+/g, (line) => printable(line))}\n`;
}
