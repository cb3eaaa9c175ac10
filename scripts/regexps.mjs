// Judges the regular expressions of lib and scripts that have no verdict yet (`--all`: every one), and writes test/regexps/verdicts.json.
import { readFileSync, writeFileSync } from 'node:fs';
import { createJiti } from 'jiti';

const jiti = createJiti(import.meta.url);
const { patternsOfCode } = await jiti.import('../test/regexps/patterns.ts');
const { isHarmless, verdictOn } = await jiti.import('../test/regexps/judge.ts');

const file = 'test/regexps/verdicts.json';
const before = JSON.parse(readFileSync(file, 'utf8'));
const known = process.argv.includes('--all') ? {} : before;
const texts = [...new Set(patternsOfCode().patterns.map(({ text }) => text))].sort();
const verdicts = {};
for (const text of texts) {
  verdicts[text] = known[text] ?? (await verdictOn(text));
  // Attacks are made by chance. One that was found once is not undone by a run that found none.
  if (verdicts[text] === 'withstood' && before[text] !== undefined && !isHarmless(before[text])) verdicts[text] = before[text];
  if (known[text] === undefined) console.log(`${verdicts[text].padEnd(14)} ${text}`);
}
writeFileSync(file, `${JSON.stringify(verdicts, null, 2)}\n`);
console.log(`${texts.length} regular expressions, ${texts.filter((text) => !isHarmless(verdicts[text])).length} of them not linear`);
