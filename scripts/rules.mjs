// Writes what is made of the files in lib/check/rules: the registry, and the list of rules in docs. `--check` only says whether both are current.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { format } from 'prettier';

const options = { ...JSON.parse(readFileSync('.prettierrc.json', 'utf8')), endOfLine: 'lf' };
const codes = readdirSync('lib/check/rules')
  .filter((name) => name.endsWith('.ts'))
  .map((name) => name.slice(0, -3))
  .sort();
const nameOf = (code) => code.replace(/-([a-z0-9])/g, (_, letter) => letter.toUpperCase());
const registry = [
  '// Written by scripts/rules.mjs from the files in rules/. Run: npm run rules',
  "import type { Rule } from './rule.ts';",
  ...codes.map((code) => `import { ${nameOf(code)} } from './rules/${code}.ts';`),
  '',
  '/** Every rule, in the order of their codes. */',
  `export const rules: readonly Rule[] = [${codes.map(nameOf).join(', ')}];`,
  '',
].join('\n');
const field = (code, name) =>
  new RegExp(`^  ${name}: (?:'((?:[^'\\\\]|\\\\.)*)'|"([^"]*)"|\`([^\`]*)\`),$`, 'm')
    .exec(readFileSync(`lib/check/rules/${code}.ts`, 'utf8'))
    ?.slice(1)
    .find(Boolean);
const others = readdirSync('docs/rules')
  .filter((name) => name.endsWith('.md') && name !== 'README.md')
  .map((name) => name.slice(0, -3))
  .filter((code) => !codes.includes(code))
  .sort();
const list = [
  '<!-- Written by scripts/rules.mjs from the files in lib/check/rules. Run: npm run rules -->',
  '',
  '# Rules',
  '',
  `What \`pinout check\` looks for: ${codes.length} rules. \`error\`: a login fails or a hole is open. \`warning\`: it will bite later. \`info\`: worth knowing. A rule may say less when it is less sure. How to run and to silence them: [Check any repository](../tasks/check-any-repository.md).`,
  '',
  '| Rule | Severity | What |',
  '| --- | --- | --- |',
  ...codes.map((code) => `| [${code}](${code}.md) | ${field(code, 'severity')} | ${field(code, 'title')?.replaceAll('|', '\\|').replaceAll("\\'", "'")} |`),
  '',
  'Findings of other commands (`pinout validate`, `pinout synth --check`):',
  '',
  ...others.map((code) => `- [${code}](${code}.md)`),
  '',
].join('\n');
const files = {
  'lib/check/registry.ts': await format(registry, { ...options, parser: 'typescript' }),
  'docs/rules/README.md': await format(list, { ...options, parser: 'markdown' }),
};
const stale = Object.entries(files).filter(([path, text]) => {
  try {
    return readFileSync(path, 'utf8') !== text;
  } catch {
    return true;
  }
});
if (process.argv.includes('--check')) {
  for (const [path] of stale) console.error(`${path} is stale: run npm run rules`);
  process.exitCode = stale.length > 0 ? 1 : 0;
} else for (const [path, text] of stale) writeFileSync(path, text);
