import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isHarmless, verdictOn } from '../regexps/judge.ts';
import { patternsOfCode } from '../regexps/patterns.ts';

// All of them take minutes. PINOUT_REGEXPS=some takes a fifth, another one each day.
const parts = process.env['PINOUT_REGEXPS'] === 'some' ? 5 : 1;
const turn = new Date().getDate() % parts;

const kept = JSON.parse(readFileSync('test/regexps/verdicts.json', 'utf8')) as Readonly<Record<string, string>>;

describe('the kept verdicts on regular expressions', () => {
  it('are those that recheck gives', async () => {
    const wrong: string[] = [];
    // What is kept as harmful has a bound, so only what is kept as harmless matters.
    const all = [...new Set(patternsOfCode().patterns.map((one) => one.text))];
    for (const text of all.filter((_, index) => index % parts === turn)) {
      // Each verdict blocks this process: between two of them Vitest gets its answers.
      await new Promise(setImmediate);
      if (isHarmless(kept[text]) && !isHarmless(await verdictOn(text))) wrong.push(text);
    }
    expect(wrong).toEqual([]);
  }, 3_600_000);
});
