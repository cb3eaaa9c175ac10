import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { manifestFiles } from '../../lib/schema/manifest-files.ts';
import { QuickAnswer } from '../../lib/schema/quick-answer.ts';
import { validatePaths } from '../../lib/schema/validate-paths.ts';
import { tempFolder } from '../support/temp-folder.ts';

const configMap = (field: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: one }\n${field}: { a: b }\n`;
const kept = { findings: [], documents: 4711, notJudged: [] };

let folder: string, cache: string, imports: string;
const settings = () => ({ imports, strictKinds: false, kubernetes: 36 });
const quick = (more: object = {}, version = '1') =>
  new QuickAnswer({ folder: cache, paths: [folder], settings: { ...settings(), ...more }, version }, manifestFiles([folder]).files);
const judged = async () => {
  const { documents, findings } = await validatePaths({ ...settings(), paths: [folder], version: '1', cache });
  return [documents, ...findings.map(({ code }) => code)];
};

beforeEach(() => {
  [folder, cache, imports] = [tempFolder(), tempFolder(), tempFolder()];
  writeFileSync(join(folder, 'one.yaml'), configMap('data'));
  writeFileSync(join(folder, 'two.yaml'), configMap('data'));
  // What was written now is not trusted before the clock has moved on.
  const clock = Date.now;
  vi.spyOn(Date, 'now').mockImplementation(() => clock() + 10_000);
});
afterEach(() => void vi.restoreAllMocks());

describe('the answer of an earlier run', () => {
  it('is taken where no file has changed, without a look into any', async () => {
    quick().put(kept, {});
    expect(await judged()).toEqual([4711]);
  });

  it('is kept by a run that judged, and by one that knew the contents', async () => {
    expect(await judged()).toEqual([2]);
    const [name] = readdirSync(cache).filter((one) => one.startsWith('validate-quick-'));
    rmSync(join(cache, name!));
    utimesSync(join(folder, 'one.yaml'), 1, 1);
    expect(await judged()).toEqual([2]);
    expect(quick().get()).toMatchObject({ documents: 2 });
  });

  it.each<[string, () => void]>([
    [
      'a file has another text of the same length and the time of before',
      () => {
        const path = join(folder, 'one.yaml');
        const { atime, mtime } = statSync(path);
        writeFileSync(path, configMap('dato'));
        utimesSync(path, atime, mtime);
      },
    ],
    [
      'another file has taken its place',
      () => {
        writeFileSync(join(folder, 'new'), configMap('dato'));
        renameSync(join(folder, 'new'), join(folder, 'one.yaml'));
      },
    ],
    ['there is one more', () => writeFileSync(join(folder, 'three.yaml'), configMap('dato'))],
  ])('does not count when %s', async (_, change) => {
    quick().put(kept, {});
    change();
    expect(await judged()).toEqual([expect.any(Number), 'schema-unknown-field']);
  });

  it('does not count when a file is gone, for other settings, schemas or versions, or when it is damaged', () => {
    quick().put(kept, {});
    expect(quick({ strictKinds: true }).get()).toBeUndefined();
    expect(quick({ kubernetes: 30 }).get()).toBeUndefined();
    expect(quick({}, '2').get()).toBeUndefined();
    expect(quick().get()).toEqual(kept);
    const path = join(cache, readdirSync(cache)[0]!);
    const whole = readFileSync(path, 'utf8');
    for (const damaged of ['', whole.slice(0, -5), whole.replace('4711', '4712')]) {
      writeFileSync(path, damaged);
      expect(quick().get()).toBeUndefined();
    }
    writeFileSync(path, whole);
    mkdirSync(join(imports, 'crds'));
    writeFileSync(join(imports, 'crds/a.schema.json'), '{ "$defs": {} }');
    expect(quick().get()).toBeUndefined();
    rmSync(join(imports, 'crds'), { recursive: true });
    expect(quick().get()).toEqual(kept);
    rmSync(join(folder, 'two.yaml'));
    expect(quick().get()).toBeUndefined();
  });

  it('is not kept of files that were written a moment ago', () => {
    vi.restoreAllMocks();
    quick().put(kept, {});
    expect(readdirSync(cache)).toEqual([]);
  });
});

it('a patch that lies beside what is validated counts when it changes', async () => {
  const root = folder;
  mkdirSync(join(root, 'app'));
  mkdirSync(join(root, '.git'));
  rmSync(join(root, 'one.yaml'));
  rmSync(join(root, 'two.yaml'));
  const patch = (image: string) => `apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec: { containers: [{ name: a${image} }] }\n`;
  writeFileSync(join(root, 'app/pod.yaml'), 'apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec: {}\n');
  writeFileSync(join(root, 'app/kustomization.yaml'), 'resources: [pod.yaml]\npatches: [{ path: ../patch.yaml }]\n');
  writeFileSync(join(root, 'patch.yaml'), patch(''));
  folder = join(root, 'app');
  expect(await judged()).toEqual([2]);
  expect(await judged()).toEqual([2]);
  writeFileSync(join(root, 'patch.yaml'), 'apiVersion: v1\nkind: Pod\nmetadata: { name: a }\n');
  expect(await judged()).toEqual([2, 'schema-required']);
});
