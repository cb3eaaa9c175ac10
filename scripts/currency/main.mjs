// npm run currency: what is newer than what this repository pins or supports, as far as registries are reached, and which facts have to be read again.
// --json for machines, --markdown FILE for the body of an issue, --fail ends with 1 when something is behind.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createJiti } from 'jiti';
import { modules } from '../import/modules.mjs';
import { packages } from '../import/packages.mjs';
import { pinsOf } from './pins.mjs';
import { compared, markdown } from './report.mjs';
import { newest } from './sources.mjs';

const args = process.argv.slice(2);
const at = args.indexOf('--markdown');
const file = at === -1 ? undefined : args[at + 1];
const rest = args.filter((arg, index) => !['--json', '--fail', '--markdown'].includes(arg) && (at === -1 || index !== at + 1));
if (rest.length > 0 || (at !== -1 && (file === undefined || file.startsWith('--')))) {
  console.error('usage: npm run currency -- [--json] [--markdown FILE] [--fail]');
  process.exit(2);
}
const { supported } = await createJiti(import.meta.url).import('../../lib/contract/versions.ts');
const pins = pinsOf('.', packages, modules, supported);

/** Some at a time: npm starts a process for each. */
const answers = [];
const queue = [...pins];
await Promise.all(
  Array.from({ length: 6 }, async () => {
    for (let pin = queue.shift(); pin !== undefined; pin = queue.shift()) answers.push({ ...pin, ...(await newest(pin)) });
  }),
);
answers.sort((a, b) => pins.findIndex(({ what }) => what === a.what) - pins.findIndex(({ what }) => what === b.what));

const sources = readdirSync('lib', { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.(?:ts|md)$/.test(path) && !/\.(?:test|gallery)\.ts$/.test(path))
  .map((path) => ({ path: join('lib', path).replaceAll('\\', '/'), text: '' }))
  .map(({ path }) => ({ path, text: readFileSync(path, 'utf8') }));
const result = compared(answers, (project) => sources.filter(({ text }) => text.includes(project)).map(({ path }) => path));
const text = markdown(result);
if (file !== undefined) writeFileSync(file, text);
console.log(args.includes('--json') ? JSON.stringify(result.rows, null, 2) : text);
process.exit(args.includes('--fail') && result.behind.length > 0 ? 1 : 0);
