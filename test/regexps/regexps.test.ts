import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { bounded, madeOfWhat } from './bounded.ts';
import { patternsOfCode } from './patterns.ts';

const verdicts = JSON.parse(readFileSync('test/regexps/verdicts.json', 'utf8')) as Readonly<Record<string, string>>;
const { patterns, dynamic } = patternsOfCode();
// `linear` is proven; `withstood`: the proof is too large, and no attack was found.
const isHarmless = (verdict: string | undefined): boolean => verdict === 'linear' || verdict === 'withstood';
const slow = patterns.filter(({ text }) => !isHarmless(verdicts[text]));

describe('regular expressions', () => {
  it('are found where they are written', () => {
    expect(patterns.length).toBeGreaterThan(400);
    // Put together from constants of two files.
    expect(
      patterns.filter(({ file, text }) => file === 'lib/kubernetes/read-authentication-configuration.ts' && text.includes('claims\\.groups')),
    ).toHaveLength(1);
  });

  it('have a verdict each: npm run regexps', () => {
    expect(patterns.filter(({ text }) => verdicts[text] === undefined)).toEqual([]);
    expect(Object.keys(verdicts)).toEqual([...new Set(patterns.map(({ text }) => text))].sort());
  });

  it('take no more time than a hostile text has characters, or see a short text only', () => {
    expect(slow.filter(({ file }) => bounded[file] === undefined)).toEqual([]);
    // No bound makes up for this.
    expect(slow.filter(({ text }) => verdicts[text] === 'exponential')).toEqual([]);
    expect(Object.keys(bounded).filter((file) => !slow.some((one) => one.file === file))).toEqual([]);
  });

  it('are not made of hostile text', () => {
    expect(dynamic.filter(({ file }) => madeOfWhat[file] === undefined)).toEqual([]);
    expect(Object.keys(madeOfWhat).filter((file) => !dynamic.some((one) => one.file === file))).toEqual([]);
  });
});
