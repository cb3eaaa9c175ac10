import { createHash } from 'node:crypto';
import { isAbsolute, relative, sep } from 'node:path';
import type { Finding, Severity } from '../contract/finding.ts';
import { printable, printableJson } from '../contract/printable.ts';

const levels: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note' };

/**
 * Findings as SARIF 2.1.0, for code scanning. One rule for each code that occurs. Paths are relative to the root of the source, columns
 * count UTF-16 units from 1. The page of each rule is in the file, so that it can be read where pinout is not installed. A finding without a file is about the source as a whole: GitHub refuses results without a location.
 */
export function renderSarif(findings: readonly Finding[], version: string, page: (code: string) => string | undefined): string {
  const codes = [...new Set(findings.map(({ code }) => code))].sort();
  const rules = codes.map((code) => {
    const first = findings.find((finding) => finding.code === code)!;
    return {
      id: code,
      shortDescription: { text: code },
      ...(first.docs === undefined ? {} : { help: helpOf(code, page(code)) }),
      defaultConfiguration: { level: levels[first.severity] },
    };
  });
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'pinout', semanticVersion: version, rules } },
        columnKind: 'utf16CodeUnits',
        results: findings.map((finding) => resultOf(finding, codes.indexOf(finding.code))),
      },
    ],
  };
  // Names of fields and reasons of suppressions are the repository's own words too. Escapes of JSON: the same data.
  return `${printableJson(log, 2)}\n`;
}

const helpOf = (code: string, markdown: string | undefined): object => ({ text: `pinout help ${code}`, ...(markdown === undefined ? {} : { markdown }) });

function resultOf(finding: Finding, ruleIndex: number): object {
  const { code, severity, file, line, column, path, message, fix, suppressed } = finding;
  const text = fix === undefined ? printable(message) : `${printable(message)}\nfix: ${printable(fix)}`;
  return {
    ruleId: code,
    ruleIndex,
    level: levels[severity],
    message: { text },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: file === undefined ? '.' : uriOf(file), uriBaseId: '%SRCROOT%' },
          ...(line === undefined ? {} : { region: { startLine: line, ...(column === undefined ? {} : { startColumn: column }) } }),
        },
        ...(path === undefined || path === '' ? {} : { logicalLocations: [{ fullyQualifiedName: path }] }),
      },
    ],
    // Without the line: the same finding stays the same alert when lines move.
    partialFingerprints: {
      'pinout/v1': createHash('sha256').update([code, file, path, message].join('\0')).digest('hex'),
    },
    ...(suppressed === undefined ? {} : { suppressions: [{ kind: suppressed.by === undefined ? 'inSource' : 'external', justification: suppressed.reason }] }),
  };
}

/** Relative to the working directory, which is the root of the source: GitHub shows no place that is absolute. */
function uriOf(file: string): string {
  const inside = isAbsolute(file) ? relative(process.cwd(), file) : file;
  return (inside.startsWith('..') ? file : inside)
    .split(sep)
    .map((step) => encodeURIComponent(Buffer.from(step).toString()))
    .join('/');
}
