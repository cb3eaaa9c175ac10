import { codeFiles } from './code-files.ts';
import { proofFiles } from './proof-files.ts';
import { spellingOf } from './spelling.ts';

/** The files of a new integration, by their path below its folder. They compile, satisfy the linter, and their tests pass; what is to be changed is marked by CHANGE. */
export function integrationFiles(name: string): ReadonlyMap<string, string> {
  const spelling = spellingOf(name);
  return new Map([...Object.entries(codeFiles(spelling)), ...Object.entries(proofFiles(spelling))]);
}
