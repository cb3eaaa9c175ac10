// npm run new-rule -- CODE FAMILY: a rule that works, with its fixtures, to be changed into the one that is wanted. FAMILY is a file of
// lib/check/rules or the folder of an app; it is made when it does not exist.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { format } from 'prettier';

const most = 300;
const [code = '', family = '', ...more] = process.argv.slice(2);
const refuse = (text) => {
  console.error(text);
  process.exit(2);
};
if (more.length > 0 || !/^[a-z0-9]+(-[a-z0-9]+)+$/.test(code) || !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(family))
  refuse('usage: npm run new-rule -- CODE FAMILY, both in words-with-hyphens. FAMILY: a file of lib/check/rules, or the folder of an app');
const fixtures = `test/check/fixtures/${code}`;
if (existsSync(fixtures) || existsSync(`docs/rules/${code}.md`)) refuse(`${code} exists: choose another code`);

const isApp = existsSync(`lib/integrations/${family}`);
const path = isApp ? `lib/integrations/${family}/rules.ts` : `lib/check/rules/${family}.ts`;
const name = `${family.replace(/-([a-z0-9])/g, (_, letter) => letter.toUpperCase())}Rules`;
const start = `import type { Rule } from '../../repository/rule.ts';\n\nexport const ${name}: readonly Rule[] = [\n];\n`;
const before = existsSync(path) ? readFileSync(path, 'utf8') : start;
const rule = `  {
    code: '${code}',
    severity: 'warning',
    title: 'CHANGE: what is wrong, in a few words',
    why: 'CHANGE: what happens because of it.',
    symptom: 'CHANGE: what people see.',
    cause: 'CHANGE: what is wrong in the files.',
    fix: 'CHANGE: what to write instead',
    source: '[CHANGE](https://example.org)',
    *find({ objects }) {
      for (const { root, name } of objects.of('ConfigMap')) {
        const value = root.get('data', '${code}');
        if (value.text() !== 'wrong') continue;
        yield { at: value, message: \`ConfigMap/\${name} has the wrong value\`, expected: 'right', received: 'wrong' };
      }
    },
  },
`;
// The array ends at the first line that closes it; helpers stand below.
const end = before.indexOf('\n];\n');
if (end === -1) refuse(`${path} has no array of rules`);
const options = { ...JSON.parse(readFileSync('.prettierrc.json', 'utf8')), parser: 'typescript', endOfLine: 'lf' };
const after = await format(`${before.slice(0, end + 1)}${rule}${before.slice(end + 1)}`, options);
if (after.split('\n').length > most) refuse(`${path} would have more than ${most} lines: choose a new family`);

const fixture = (value) => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\n  namespace: default\ndata:\n  ${code}: ${value}\n`;
writeFileSync(path, after);
mkdirSync(fixtures, { recursive: true });
writeFileSync(`${fixtures}/invalid.yaml`, fixture('wrong'));
writeFileSync(`${fixtures}/valid.yaml`, fixture('right'));
execFileSync(process.execPath, ['scripts/rules.mjs'], { stdio: 'inherit' });
console.log(`${path}\n${fixtures}/\ndocs/rules/${code}.md\n\nLook for CHANGE in the rule; then: npm run rules && npx vitest run test/check/gallery.test.ts`);
