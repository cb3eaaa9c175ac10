import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { rules } from '../../lib/check/registry.ts';
import { symptomGroups } from '../../lib/symptoms/symptoms.ts';

interface RuleFiles {
  readonly registryPath: string;
  readonly registryText: () => Promise<string>;
  readonly filesOfRules: (
    all: typeof rules,
    groups: typeof symptomGroups,
  ) => Promise<{ readonly files: Readonly<Record<string, string>>; readonly gone: readonly string[] }>;
}

// In this process, which has all rules at hand: `scripts/rules.mjs --check` compares the same.
it('is what scripts/rules.mjs makes of the files', async () => {
  // @ts-expect-error -- a script, without declarations
  const { registryPath, registryText, filesOfRules } = (await import('../../scripts/rule-files.mjs')) as RuleFiles;
  const { files, gone } = await filesOfRules(rules, symptomGroups);
  const made = { ...files, [registryPath]: await registryText() };
  expect(Object.entries(made).flatMap(([path, text]) => (readFileSync(path, 'utf8') === text ? [] : [path]))).toEqual([]);
  expect(gone).toEqual([]);
  expect(Object.keys(made).length).toBeGreaterThan(rules.length);
});

it('knows each code once', () => {
  expect(new Set(rules.map(({ code }) => code)).size).toBe(rules.length);
});

it('says each fix as a phrase, of which its page makes a sentence', () => {
  expect(rules.filter(({ fix }) => !/^[a-z`].*[^.]$/s.test(fix)).map(({ code }) => code)).toEqual([]);
});
