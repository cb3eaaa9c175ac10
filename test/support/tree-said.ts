import { checkFiles, type CheckOptions } from '../../lib/check/check-tree.ts';

/** What `check` says of files that stand in a test: `severity code file: message`, in their order. */
export function treeSaid(files: Readonly<Record<string, string>>, options: CheckOptions = {}): string[] {
  const { findings } = checkFiles(
    Object.entries(files).map(([file, text]) => ({ file, text })),
    options,
  );
  return findings.filter(({ suppressed }) => suppressed === undefined).map(({ severity, code, file, message }) => `${severity} ${code} ${file}: ${message}`);
}

/** Severity and code alone. */
export const codesSaid = (files: Readonly<Record<string, string>>, options: CheckOptions = {}): string[] =>
  treeSaid(files, options).map((line) => line.split(' ', 2).join(' '));
