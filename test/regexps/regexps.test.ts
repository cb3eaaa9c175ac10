import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { bounded, madeOfWhat } from './bounded.ts';
import { isHarmless, verdictOn } from './judge.ts';
import { patternsOfCode } from './patterns.ts';

const verdicts = new Map(Object.entries(JSON.parse(readFileSync('test/regexps/verdicts.json', 'utf8')) as Readonly<Record<string, string>>));
const { patterns, dynamic } = patternsOfCode();

beforeAll(async () => {
  // New ones cost a second each, until `npm run regexps` keeps their verdicts.
  for (const { text } of patterns) if (!verdicts.has(text)) verdicts.set(text, await verdictOn(text));
}, 300_000);

describe('regular expressions', () => {
  it('are found where they are written', () => {
    expect(patterns.length).toBeGreaterThan(400);
    // Put together from constants of two files.
    expect(patterns.filter(({ file, text }) => file === 'lib/kubernetes/read-authentication-configuration.ts' && text.includes('\\.exists'))).toHaveLength(2);
  });

  it('take no more time than a hostile text has characters, or see a short text only', () => {
    const slow = patterns.filter(({ text }) => !isHarmless(verdicts.get(text)));
    expect(slow.filter(({ file }) => bounded[file] === undefined)).toEqual([]);
    // No bound makes up for this.
    expect(slow.filter(({ text }) => verdicts.get(text) === 'exponential')).toEqual([]);
    expect(Object.keys(bounded).filter((file) => !slow.some((one) => one.file === file))).toEqual([]);
  });

  it('are not made of hostile text', () => {
    expect(dynamic.filter(({ file }) => madeOfWhat[file] === undefined)).toEqual([]);
    expect(Object.keys(madeOfWhat).filter((file) => !dynamic.some((one) => one.file === file))).toEqual([]);
  });
});
