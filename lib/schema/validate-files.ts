import { readFileSync } from 'node:fs';
import type { Finding } from '../contract/finding.ts';
import type { ManifestFile } from './manifest-files.ts';
import { type TextResult, validateText, type ValidateOptions } from './validate-text.ts';

/** Findings of one file. What cannot be read is a finding, too. */
export function validateFile({ path, certain }: ManifestFile, options: ValidateOptions): TextResult {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    return { findings: [unreadable(path, error)], documents: 0 };
  }
  if (!certain && !(/"apiVersion"\s*:/.test(text) && /"kind"\s*:/.test(text))) return { findings: [], documents: 0 };
  return validateText(path, text, options);
}

function unreadable(file: string, error: unknown): Finding {
  return {
    code: 'path-unreadable',
    severity: 'error',
    file,
    message: `cannot be read: ${(error as NodeJS.ErrnoException).code ?? String(error)}`,
    fix: 'make it readable, or take it out',
    docs: 'docs/errors.md#path-unreadable',
  };
}
