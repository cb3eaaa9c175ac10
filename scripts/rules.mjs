// Writes what is made of the rules: the registry, a page for each, and their list; and the codes of errors. `--check` only says whether all are current.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createJiti } from 'jiti';
import { filesOfRules, registryPath, registryText } from './rule-files.mjs';

const onlyCheck = process.argv.includes('--check');
const registry = await registryText();
const staleRegistry = !existsSync(registryPath) || readFileSync(registryPath, 'utf8') !== registry;
if (staleRegistry && !onlyCheck) writeFileSync(registryPath, registry);
const load = (path) => createJiti(import.meta.url).import(path);
const { rules } = await load('../lib/check/registry.ts');
const { symptomGroups } = await load('../lib/symptoms/symptoms.ts');
const { files, gone } = await filesOfRules(rules, symptomGroups);
const stale = Object.entries(files).filter(([path, text]) => !existsSync(path) || readFileSync(path, 'utf8') !== text);
if (onlyCheck) {
  for (const path of [...(staleRegistry ? [registryPath] : []), ...stale.map(([one]) => one), ...gone.map((name) => `docs/rules/${name}`)])
    console.error(`${path} is stale: run npm run rules`);
  process.exitCode = staleRegistry || stale.length + gone.length > 0 ? 1 : 0;
} else {
  for (const [path, text] of stale) writeFileSync(path, text);
  for (const name of gone) rmSync(`docs/rules/${name}`);
}
