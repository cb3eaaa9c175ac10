// Judges the regular expressions of lib and scripts that have no verdict yet (`--all`: every one), and writes test/regexps/verdicts.json.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createJiti } from 'jiti';

process.env.RECHECK_BACKEND = 'pure';
const { checkSync } = await import('recheck');
const { patternsOfCode } = await createJiti(import.meta.url).import('../test/regexps/patterns.ts');

const file = 'test/regexps/verdicts.json';
const known = existsSync(file) && !process.argv.includes('--all') ? JSON.parse(readFileSync(file, 'utf8')) : {};
const texts = [...new Set(patternsOfCode().patterns.map(({ text }) => text))].sort();
const verdicts = {};
for (const text of texts) {
  verdicts[text] = known[text] ?? verdictOf(text);
  if (known[text] !== undefined) continue;
  console.log(`${verdicts[text].padEnd(14)} ${text}`);
  save();
}
save();
console.log(`${texts.length} regular expressions, ${texts.filter((text) => !['linear', 'withstood'].includes(verdicts[text])).length} of them not linear`);

/** After each one: whoever stops it loses nothing. */
function save() {
  writeFileSync(file, `${JSON.stringify({ ...verdicts }, null, 2)}\n`);
}

function verdictOf(text) {
  const end = text.lastIndexOf('/');
  const judge = (options) => checkSync(text.slice(1, end), text.slice(end + 1).replace('v', 'u'), options);
  // The automaton proves, and gives up on some repeats; then attacks are tried instead.
  const proven = judge({ timeout: 10_000 });
  const { status, complexity } = proven.status === 'unknown' ? judge({ timeout: 20_000, checker: 'fuzz' }) : proven;
  if (status === 'safe') return proven.status === 'unknown' ? 'withstood' : 'linear';
  if (status === 'unknown') return 'unknown';
  return complexity.type === 'polynomial' ? `polynomial ${complexity.degree}` : complexity.type;
}
