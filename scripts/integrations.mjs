// Finds the integrations in lib/integrations/ and writes what lists them: registry, exports and pages. `--check` only compares.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

const root = 'lib/integrations';
const note = 'Written by scripts/integrations.mjs from the folders beside it. Do not edit: run npm run integrations';
const names = readdirSync(root, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort();
const problems = [];
const files = new Map();

const exportsOf = (path) => {
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const found = (pattern) => [...text.matchAll(pattern)].map(([, name]) => name);
  return { functions: found(/^export function (\w+)/gm), values: found(/^export const (\w+)/gm), types: found(/^export (?:interface|type) (\w+)/gm) };
};

const camel = (start, name) => name.split('-').reduce((text, part) => text + part[0].toUpperCase() + part.slice(1), start);

const rows = names.map((name) => {
  const main = `${root}/${name}/${name}.ts`;
  const own = exportsOf(main);
  const integration = own.values.find((one) => one.endsWith('Integration'));
  const { functions, values } = exportsOf(`${root}/${name}/read.ts`);
  const reads = [...functions, ...values];
  const page = `${root}/${name}/README.md`;
  if (integration === undefined && reads.length === 0)
    problems.push(`${root}/${name} has no constant …Integration in ${name}.ts, and nothing to read in read.ts`);
  if (!existsSync(page)) problems.push(`${page} is missing`);
  const text = existsSync(page) ? readFileSync(page, 'utf8') : '';
  const title = /^# (.+)$/m.exec(text)?.[1];
  if (title === undefined) problems.push(`${page} has no title`);
  return {
    name,
    integration,
    read: reads.find((one) => one === camel('read', name)),
    general: existsSync(main) && /^ {2}general: true,$/m.test(readFileSync(main, 'utf8')),
    charts: exportsOf(`${root}/${name}/charts.ts`).values.find((one) => one.endsWith('Charts')),
    functions: own.functions,
    types: exportsOf(`${root}/${name}/options.ts`).types.filter((one) => one.endsWith('Options')),
    text,
    title,
  };
});

files.set(
  `${root}/registry.ts`,
  [
    `// ${note}`,
    "import type { Integration } from './integration.ts';",
    ...rows.flatMap(({ name, integration }) => (integration === undefined ? [] : [`import { ${integration} } from './${name}/${name}.ts';`])),
    '',
    '/** Every integration by the name of its folder. Options are those of each: reading needs none. */',
    'export const integrations: Readonly<Record<string, Integration<unknown>>> = {',
    ...rows.flatMap(({ name, integration }) => (integration === undefined ? [] : [`  ${/^[a-z]+$/.test(name) ? name : `'${name}'`}: ${integration},`])),
    '};',
    '',
  ].join('\n'),
);
files.set(
  `${root}/readers.ts`,
  [
    `// ${note}`,
    "import type { AppReader } from '../login/app-reader.ts';",
    ...rows.flatMap(({ name, read }) => (read === undefined ? [] : [`import { ${read} } from './${name}/read.ts';`])),
    '',
    '/** Whoever reads logins: integrations, and apps that are only read. Apart from what they write, which nobody who reads has to load. */',
    'export const readers: readonly AppReader[] = [',
    ...[...rows]
      .sort((a, b) => Number(a.integration === undefined) - Number(b.integration === undefined))
      .flatMap(({ name, read, general }) => (read === undefined ? [] : [`  { name: '${name}',${general ? ' general: true,' : ''} read: ${read} },`])),
    '];',
    '',
  ].join('\n'),
);
files.set(
  `${root}/charts.ts`,
  [
    `// ${note}`,
    "import type { Charts } from '../repository/chart-facts.ts';",
    ...rows.flatMap(({ name, charts }) => (charts === undefined ? [] : [`import { ${charts} } from './${name}/charts.ts';`])),
    '',
    '/** What is known of the charts of all apps, by the name of the chart. */',
    'export const charts: Charts = {',
    ...rows.flatMap(({ charts }) => (charts === undefined ? [] : [`  ...${charts},`])),
    '};',
    '',
  ].join('\n'),
);
files.set(
  `${root}/index.ts`,
  [
    `// ${note}`,
    ...rows.flatMap(({ name, functions, types }) => [
      ...(functions.length > 0 ? [`export { ${functions.sort().join(', ')} } from './${name}/${name}.ts';`] : []),
      ...(types.length > 0 ? [`export type { ${types.sort().join(', ')} } from './${name}/options.ts';`] : []),
    ]),
    '',
  ].join('\n'),
);
for (const { name, text } of rows)
  files.set(
    `docs/apps/${name}.md`,
    text
      .replace(/^# .*$/m, (title) => `${title}\n\n<!-- Written by scripts/integrations.mjs from ${root}/${name}/README.md. Do not edit: change that. -->`)
      .replace(/\]\(\.\.\/([\w-]+)\/README\.md/g, ']($1.md')
      .replaceAll('](../../../docs/', '](../')
      .replaceAll('](../../../', '](../../'),
  );
files.set(
  'docs/apps/README.md',
  [
    '# Apps that pinout knows',
    '',
    `<!-- ${note.replace('the folders beside it', root)} -->`,
    '',
    ...rows.map(({ name, title }) => `- [${title}](${name}.md)`),
    '',
  ].join('\n'),
);

if (problems.length === 0 && process.argv.includes('--check')) {
  for (const [path, text] of files) if (!existsSync(path) || readFileSync(path, 'utf8') !== text) problems.push(`${path} is not current`);
  for (const page of readdirSync('docs/apps')) if (!files.has(`docs/apps/${page}`)) problems.push(`docs/apps/${page} belongs to no integration`);
} else if (problems.length === 0) {
  mkdirSync('docs/apps', { recursive: true });
  for (const page of readdirSync('docs/apps')) if (!files.has(`docs/apps/${page}`)) rmSync(`docs/apps/${page}`);
  for (const [path, text] of files) writeFileSync(path, text);
}
if (problems.length > 0) {
  console.error(problems.join('\n'));
  console.error('run: npm run integrations');
  process.exitCode = 1;
}
