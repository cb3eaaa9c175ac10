import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { Cache } from '../../lib/schema/cache.ts';
import { cacheFolder } from '../../lib/schema/cache-folder.ts';
import { manifestFiles } from '../../lib/schema/manifest-files.ts';
import { parseYaml } from '../../lib/manifest/parse-yaml.ts';
import { validateFiles, type ValidateFilesOptions } from '../../lib/schema/validate-files.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { mutationsOf } from './mutations.ts';
import { samples } from './samples.ts';

let folder = '';
const base = { imports: 'no-such-folder', strictKinds: false, kubernetes: 36, version: '1.0.0' };
const run = async (more: Partial<ValidateFilesOptions> = {}) => {
  // The runner gives up on a thread that is silent for a minute.
  await new Promise((resolve) => setImmediate(resolve));
  return validateFiles(manifestFiles([folder]).files, { ...base, paths: [folder], ...more });
};
let expected: Awaited<ReturnType<typeof run>>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pinout-test-'));
  let count = 0;
  const write = (name: string, text: string) => writeFileSync(join(folder, `${String(count++).padStart(4, '0')}-${name}`), text);
  for (const [name, text] of Object.entries(samples)) {
    const file = `${name.replaceAll(' ', '-')}.yaml`;
    write(file, text);
    const value = parseYaml(text)[0]!.value;
    if (name !== 'blueprint')
      for (const [index, mutation] of mutationsOf(value).entries()) if (index % 80 === 0) write(file, `${text}---\n${stringify(mutation.value)}`);
  }
  for (const text of ['a: [\n', '', '---\n', 'a: 1\na: 2\n', '\ufeffkind: List\napiVersion: v1\nitems: []\n']) write('odd.yaml', text);
  expected = await run({ threads: 1 });
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('verdicts are the same', () => {
  it('and there are some', () => {
    expect(expected.documents).toBeGreaterThan(70);
    expect(expected.findings.length).toBeGreaterThan(20);
  });

  it('on two threads', async () => {
    expect(await run({ threads: 2 })).toEqual(expected);
  });

  it('from the cache: when it is filled, when nothing changed, when something did', async () => {
    const cache = join(tempFolder(), 'a/b');
    expect(await run({ cache, threads: 1 })).toEqual(expected);
    expect(readdirSync(cache).filter((name) => name.startsWith('validate-'))).toHaveLength(1);
    expect(await run({ cache, threads: 1 })).toEqual(expected);
    const [first] = readdirSync(folder);
    const path = join(folder, first!);
    const before = readFileSync(path, 'utf8');
    writeFileSync(path, 'a: [\n');
    const changed = await run({ cache, threads: 1 });
    expect(changed).toEqual(await run({ threads: 1 }));
    expect(changed).not.toEqual(expected);
    writeFileSync(path, before);
    expect(await run({ cache, threads: 1 })).toEqual(expected);
  }, 120_000);

  it('with a cache that is broken, cut short, or cannot be written', async () => {
    const cache = join(tempFolder(), 'c');
    await run({ cache, threads: 1 });
    const path = join(cache, readdirSync(cache)[0]!);
    const whole = readFileSync(path, 'utf8');
    for (const broken of ['x', whole.slice(0, whole.length / 2), whole.replace('"documents":1', '"documents":2')]) {
      writeFileSync(path, broken);
      expect(await run({ cache, threads: 1 })).toEqual(expected);
    }
    const file = join(tempFolder(), 'file');
    writeFileSync(file, '');
    expect(await run({ cache: join(file, 'below'), threads: 1 })).toEqual(expected);
  }, 120_000);
});

describe('the cache', () => {
  it('of another version, other schemas or other settings does not count', async () => {
    const cache = tempFolder();
    const imports = tempFolder();
    await run({ cache, threads: 1, imports });
    const { version, ...settings } = { ...base, imports };
    const isWarm = (more: object = {}, of = version) => new Cache(cache, [folder], { ...settings, ...more }, of).isWarm;
    expect(isWarm()).toBe(true);
    expect(isWarm({}, '1.0.1')).toBe(false);
    expect(isWarm({ strictKinds: true })).toBe(false);
    expect(isWarm({ kubernetes: 30 })).toBe(false);
    mkdirSync(join(imports, 'crds'));
    writeFileSync(join(imports, 'crds/a.schema.json'), '{ "$defs": {} }');
    expect(isWarm()).toBe(false);
  });

  it('lies in the project, or where XDG says', () => {
    expect(cacheFolder({})).toMatch(/\/\.cache\/pinout$/);
  });
});
