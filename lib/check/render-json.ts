import type { Finding } from '../contract/finding.ts';
import { printableJson } from '../contract/printable.ts';

/** Findings as one JSON object, with what else the command says. Controls are escapes of JSON: the same data, and safe on a terminal. */
export function renderJson(findings: readonly Finding[], more: Readonly<Record<string, unknown>> = {}): string {
  return `${printableJson({ findings, ...more }, 2)}\n`;
}
