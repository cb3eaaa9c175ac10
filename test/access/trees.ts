import { readdirSync, readFileSync } from 'node:fs';
import { checkFiles } from '../../lib/check/check-tree.ts';
import { type AccessModel, accessModel } from '../../lib/access/access-model.ts';
import { diffAccess } from '../../lib/access/diff/diff.ts';
import { rulesOfDiff } from '../../lib/access/diff/fails-logins.ts';
import type { SourceDocument } from '../../lib/manifest/source.ts';

/** Texts by their file names. */
export type Files = Readonly<Record<string, string>>;

const parsed = new Map<string, SourceDocument[]>();

/** The model of some files. What was parsed once stays. */
export const modelOf = (files: Files, only: readonly string[] = rulesOfDiff): AccessModel =>
  accessModel(
    checkFiles(
      Object.entries(files).map(([file, text]) => ({ file, text })),
      { parsed, only },
    ),
  );

/** What changes between two trees: `opens family gains Nextcloud`. */
export function saidBetween(before: Files, after: Files): string[] {
  return diffAccess(modelOf(before), modelOf(after)).map(({ weight, says }) => `${weight}: ${says}`);
}

/** The sample's dist, as texts. */
export function sampleFiles(): Record<string, string> {
  const files = readdirSync('dist', { recursive: true, encoding: 'utf8' }).filter((file) => /\.(?:ya?ml|md)$/.test(file));
  return Object.fromEntries(files.sort().map((file) => [`dist/${file}`, readFileSync(`dist/${file}`, 'utf8')]));
}

/** Files of which some texts are others. Throws when nothing changes: a fixture that changes nothing tests nothing. */
export function changed(files: Files, match: RegExp, from: string | RegExp, to: string): Files {
  let hits = 0;
  const result = Object.fromEntries(
    Object.entries(files).map(([file, text]) => {
      if (!match.test(file)) return [file, text];
      const next = text.replaceAll(typeof from === 'string' ? from : new RegExp(from.source, `${from.flags.replace('g', '')}g`), to);
      if (next !== text) hits += 1;
      return [file, next];
    }),
  );
  if (hits === 0) throw new Error(`nothing to change: ${String(from)} in ${String(match)}`);
  return result;
}

/** Files without some of them. */
export function without(files: Files, match: RegExp): Files {
  const rest = Object.fromEntries(Object.entries(files).filter(([file]) => !match.test(file)));
  if (Object.keys(rest).length === Object.keys(files).length) throw new Error(`nothing to leave out: ${String(match)}`);
  return rest;
}
