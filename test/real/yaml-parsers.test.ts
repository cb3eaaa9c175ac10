import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Dialect } from '../../lib/manifest/dialect.ts';
import { byChance, left } from '../manifest/yaml/left.ts';
import { type Answer, taken, verdict } from '../manifest/yaml/verdict.ts';
import { has, run } from './tool.ts';

// The two real readers: sigs.k8s.io/yaml, built from test/real/yaml, and PyYAML. PINOUT_RECORD=1 writes their answers down for `npm test`.
const isThere = has('python3', ['-c', 'import yaml'], 'pip install PyYAML==6.0.3') && has('go', ['version'], 'see https://go.dev/doc/install');
const recording = new URL('../manifest/yaml/programs.jsonl', import.meta.url);
const here = new URL('yaml/', import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), 'pinout-yaml-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Recorded {
  readonly about: string;
  readonly text: string;
  readonly go?: Answer;
  readonly pyyaml?: Answer;
}

const asked: Readonly<Record<Dialect, (input: string) => ReturnType<typeof run>>> = {
  go: (input) => run(join(folder, 'judge'), [], input),
  pyyaml: (input) => run('python3', [join(here, 'judge.py')], input),
};

function answers(dialect: Dialect, texts: readonly string[]): Answer[] {
  const { status, stdout, stderr } = asked[dialect](JSON.stringify(texts));
  expect(stderr).toBe('');
  expect(status).toBe(0);
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Answer);
}

/** Each text with what the program makes of it and what we make of it, where they differ. */
function differences(dialect: Dialect, texts: readonly string[]): unknown[] {
  const known = new Set(left.filter((one) => one.dialect === dialect).map(({ text }) => text));
  const real = answers(dialect, texts);
  return texts.flatMap((text, index) => {
    if (known.has(text) || (dialect === 'go' && byChance.has(text))) return [];
    const [ours, theirs] = [taken(verdict(text, dialect)), taken(real[index]!)];
    return ours === theirs ? [] : [{ text, ours, theirs, why: real[index]!.error ?? verdict(text, dialect).error }];
  });
}

/** Aliases of aliases: more and more text out of little. */
const bomb = (levels: number, width: number): string =>
  ['a0: &a0 x', ...Array.from({ length: levels }, (_, at) => `a${at + 1}: &a${at + 1} [${Array.from({ length: width }, () => `*a${at}`).join(', ')}]`)].join(
    '\n',
  );

describe.skipIf(!isThere)('the two real readers of YAML', () => {
  beforeAll(() => {
    const { status, stderr } = run('go', ['build', '-C', here, '-p', '2', '-o', join(folder, 'judge'), '.']);
    expect(status, stderr).toBe(0);
  }, 600_000);

  it.each<Dialect>(['go', 'pyyaml'])('%s reads each text of the corpus as recorded, and as we do', (dialect) => {
    const lines = readFileSync(recording, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Recorded);
    const real = answers(
      dialect,
      lines.map(({ text }) => text),
    );
    if (process.env['PINOUT_RECORD'] === '1')
      writeFileSync(recording, `${lines.map((line, index) => JSON.stringify({ ...line, [dialect]: real[index] })).join('\n')}\n`);
    // Written down, -0 is 0.
    else {
      const settled = (all: readonly (Answer | undefined)[]): unknown =>
        JSON.parse(JSON.stringify(all.filter((_, index) => !byChance.has(lines[index]!.text))));
      expect(settled(lines.map((line) => line[dialect]))).toEqual(settled(real));
    }
    expect(
      differences(
        dialect,
        lines.map(({ text }) => text),
      ),
    ).toEqual([]);
  });

  it('goyaml refuses a bomb of aliases where we do', () => {
    const texts = [bomb(3, 9), bomb(4, 9), bomb(5, 9), bomb(9, 9), bomb(4, 20), bomb(2, 40), `a: &a [${'x, '.repeat(999)}x]\nb: [${'*a, '.repeat(150)}*a]`];
    expect(differences('go', texts)).toEqual([]);
  });

  const pieces = [
    ...[
      'a',
      'b',
      'yes',
      'no',
      '1',
      '010',
      '1.5',
      '~',
      'null',
      '2026-01-01',
      '1:30',
      '0x1F',
      '.5',
      '"q"',
      "'s'",
      '"a b"',
      '"a\\n"',
      "'it''s'",
      'a b',
      'é',
      '😀',
    ],
    ...[
      ': ',
      ':',
      ' :',
      '- ',
      '-',
      '? ',
      '?',
      ', ',
      ',',
      '[',
      ']',
      '{',
      '}',
      '\n',
      '\n',
      '\n',
      '\n  ',
      '\n  ',
      '\n    ',
      ' ',
      '  ',
      '\t',
      '# c',
      ' # c',
      '|',
      '>',
      '|-\n  ',
      '>+\n  ',
      '|2\n    ',
    ],
    ...[
      '&x ',
      '*x',
      '*x ',
      '!!str ',
      '!!int ',
      '!Find ',
      '! ',
      '<<: ',
      '<<',
      '---\n',
      '--- ',
      '...\n',
      '%YAML 1.1\n---\n',
      '\r\n',
      '\u2028',
      '"',
      "'",
      '\\',
      '@',
      '`',
      '%',
      '=',
      'a: ',
      'b: ',
      'a:\n  ',
      'a:\n- ',
      '- a: ',
    ],
  ];
  const soup = fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 14 }).map((all) => all.join(''));

  it.each<Dialect>(['go', 'pyyaml'])('%s and we agree on texts that nobody would write', (dialect) => {
    const seed = Number(process.env['PINOUT_SEED'] ?? 20261126);
    const texts = [...new Set(fc.sample(soup, { numRuns: 20_000, seed }))];
    const found = differences(dialect, texts);
    expect(found.slice(0, 20), `${found.length} of ${texts.length}`).toEqual([]);
  });
});
