import { grouped } from '../contract/grouped.ts';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';
import { PinoutError } from '../contract/error.ts';
import type { Finding } from '../contract/finding.ts';
import { printableJson } from '../contract/printable.ts';
import { Reader } from '../manifest/reader.ts';
import { sourceDocuments } from '../manifest/source.ts';

/** A finding that was there before, without its line: lines move. */
interface Entry {
  readonly code: string;
  readonly file: string;
  readonly path: string;
  readonly message: string;
}

interface Baseline {
  readonly file: string;
  readonly entries: readonly (Entry & { readonly line: number })[];
}

const keys = ['code', 'file', 'path', 'message'] as const;

/**
 * The findings that a repository starts with.
 *
 * @throws PinoutError `baseline-invalid`
 */
export function readBaseline(file: string): Baseline {
  const refuse = (field: string, found: string, wanted: string, line?: number): PinoutError =>
    new PinoutError({
      code: 'baseline-invalid',
      app: 'check',
      field,
      found,
      wanted,
      fix: `write it again: pinout check --baseline ${file} --write-baseline`,
      place: { file, ...(line === undefined ? {} : { line }) },
    });
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw refuse(
      'baseline',
      (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'not there' : String((error as NodeJS.ErrnoException).code),
      'a file that can be read',
    );
  }
  const [document] = sourceDocuments(file, text);
  const fault = document?.parsed.faults[0];
  if (document === undefined || fault !== undefined)
    throw refuse(
      'the file',
      fault?.message ?? 'empty',
      'JSON',
      document === undefined ? undefined : document.position(document.parsed.base + fault!.offset).line,
    );
  const root = Reader.of(document);
  const list = root.get('findings');
  if (root.get('version').value !== 1)
    throw refuse('version', root.get('version').exists ? String(root.get('version').value) : 'missing', '1', root.get('version').line);
  if (!Array.isArray(list.value)) throw refuse('findings', list.exists ? 'no list' : 'missing', 'a list', root.line);
  const entries = list.items().map((item, index) => {
    const wrong = keys.find((key) => item.get(key).text() === undefined);
    const extra = item.keys().find((key) => !(keys as readonly string[]).includes(key));
    if (wrong !== undefined || extra !== undefined)
      throw refuse(`findings[${index}].${wrong ?? extra}`, wrong === undefined ? 'a key that is not known' : 'missing', keys.join(', '), item.line);
    const [code, one, path, message] = keys.map((key) => item.get(key).text()!) as [string, string, string, string];
    return { code, file: one, path, message, line: item.line };
  });
  return { file, entries };
}

/** Marks findings that the baseline has, each entry once. Entries whose finding is gone are said, where their file was checked. */
export function applyBaseline(findings: readonly Finding[], { file, entries }: Baseline, wasChecked: (path: string) => boolean = () => true): Finding[] {
  const left = grouped(entries, keyOf);
  const marked = findings.map((finding) => {
    if (finding.suppressed !== undefined) return finding;
    const match = left.get(keyOf(entryOf(finding, file)))?.shift();
    return match === undefined ? finding : { ...finding, suppressed: { reason: `listed in the baseline ${file}`, by: 'baseline' as const } };
  });
  const missing = [...left.values()].flat().filter((entry) => wasChecked(resolve(dirname(file), entry.file)));
  const gone = missing.map(({ code, file: where, line }): Finding => ({
    code: 'baseline-gone',
    severity: 'info',
    file,
    line,
    message: `the baseline lists ${code} in ${where}, which is no longer found`,
    fix: `remove it from the baseline: pinout check --baseline ${file} --write-baseline`,
    docs: 'docs/rules/baseline-gone.md',
  }));
  return [...marked, ...gone];
}

/** Writes the findings of today as baseline; the old file stays until the new one is whole. */
export function writeBaseline(findings: readonly Finding[], file: string): number {
  const entries = findings
    .filter(({ suppressed, code }) => suppressed === undefined && code !== 'baseline-gone' && code !== 'ignore-unused')
    .map((finding) => entryOf(finding, file))
    .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const beside = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(beside, `${printableJson({ version: 1, findings: entries }, 2)}\n`);
    renameSync(beside, file);
  } catch (error) {
    if (existsSync(beside)) rmSync(beside);
    throw new PinoutError(
      {
        code: 'path-unwritable',
        app: 'check',
        field: 'baseline',
        found: (error as NodeJS.ErrnoException).code ?? 'not writable',
        wanted: 'a file that can be written',
        fix: `make ${dirname(file)} writable, or name another file`,
        place: { file },
      },
      error,
    );
  }
  return entries.length;
}

function entryOf({ code, file, path = '', message }: Finding, baseline: string): Entry {
  return {
    code,
    file:
      file === undefined
        ? ''
        : relative(resolve(dirname(baseline)), resolve(file))
            .split(sep)
            .join('/'),
    path,
    message,
  };
}

const keyOf = ({ code, file, path, message }: Entry): string => [file, code, path, message].join('\0');
