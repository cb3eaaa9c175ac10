// Judges the regular expressions of lib and scripts that have no verdict yet (`--all`: every one), and writes test/regexps/verdicts.json.
import { readFileSync, writeFileSync } from 'node:fs';
import { createJiti } from 'jiti';

const jiti = createJiti(import.meta.url);
const { patternsOfCode } = await jiti.import('../test/regexps/patterns.ts');
const { isHarmless, verdictOn } = await jiti.import('../test/regexps/judge.ts');

const file = 'test/regexps/verdicts.json';
const known = process.argv.includes('--all') ? {} : JSON.parse(readFileSync(file, 'utf8'));
const texts = [...new Set(patternsOfCode().patterns.map(({ text }) => text))].sort();
const verdicts = {};
for (const text of texts) {
  verdicts[text] = known[text] ?? (await verdictOn(text));
  if (known[text] === undefined) console.log(`${verdicts[text].padEnd(14)} ${text}`);
}
writeFileSync(file, `${JSON.stringify(verdicts, null, 2)}\n`);
console.log(`${texts.length} regular expressions, ${texts.filter((text) => !isHarmless(verdicts[text])).length} of them not linear`);
