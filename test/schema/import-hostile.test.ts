import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { main } from '../../lib/cli/main.ts';
import { isChartName, isChartVersion } from '../../lib/schema/chart/chart-name.ts';
import { importCrds } from '../../lib/schema/import/crd.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { tar, type TarEntry, tgz } from '../support/tar.ts';

const servers: Server[] = [];
afterAll(() => servers.forEach((server) => server.close()));

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return `127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
}

async function run(args: readonly string[]) {
  let text = '';
  const io = { out: (one: string) => void (text += one), talk: (one: string) => void (text += one), env: {} };
  const code = await main(['import', ...args, '--format', 'json'], io);
  return { code, text, codes: [...text.matchAll(/"code": "([^"]+)"/g)].map(([, one]) => one) };
}

/** Everything below a folder. */
const everything = (folder: string): string[] => readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();

interface Parts {
  readonly plural?: unknown;
  readonly group?: unknown;
  readonly kind?: unknown;
  readonly version?: unknown;
  readonly schema?: unknown;
}

const crd = ({ plural = 'gadgets', group = 'example.org', kind = 'Gadget', version = 'v1', schema = { type: 'object' } }: Parts): string =>
  JSON.stringify({
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    spec: { group, names: { kind, plural }, versions: [{ name: version, served: true, schema: { openAPIV3Schema: schema } }] },
  });

const code = "'; globalThis.process.exit(7); '";

describe('import of a hostile CRD', () => {
  it.each<[string, Parts]>([
    ['a group that climbs', { plural: '', group: '/../../apps/main' }],
    ['a plural that climbs', { plural: '../../apps/main', group: 'x.y' }],
    ['a plural with a slash', { plural: 'a/b' }],
    ['a group without a dot', { group: 'core' }],
    ['code in the kind', { kind: `Gadget { } ${code} class X` }],
    ['code in the version', { version: `v1${code}` }],
    ['the end of a comment in the version', { version: 'v1. */ x(); /*' }],
    ['code in the group', { group: `example.org${code}` }],
    ['a line break in the kind', { kind: 'Gadget\nx()' }],
    ['a kind that the file itself imports', { kind: 'ApiObject' }],
    ['required that is text', { schema: { type: 'object', required: 'x' } }],
    ['properties that are a list', { schema: { type: 'object', properties: ['x'] } }],
    ['a property that is null', { schema: { type: 'object', properties: { a: null } } }],
    ['type that is a number', { schema: { type: 5 } }],
    ['a reference to a file', { schema: { type: 'object', properties: { a: { $ref: 'file:///etc/hostname' } } } }],
    ['rules that are text', { schema: { type: 'object', 'x-kubernetes-validations': 'x' } }],
    ['a schema nested 2,000 deep', { schema: Array.from({ length: 2_000 }).reduce<object>((inner) => ({ type: 'object', properties: { a: inner } }), {}) }],
  ])('refuses %s and writes nothing', async (_, parts) => {
    const folder = tempFolder();
    mkdirSync(join(folder, 'apps'));
    writeFileSync(join(folder, 'apps/main.ts'), 'mine');
    writeFileSync(join(folder, 'crd.yaml'), crd(parts));
    const before = everything(folder);
    const result = await run([join(folder, 'crd.yaml'), '--imports', join(folder, 'imports')]);
    expect(result).toMatchObject({ code: 3, codes: ['crd-invalid'] });
    expect(everything(folder)).toEqual(before);
    expect(readFileSync(join(folder, 'apps/main.ts'), 'utf8')).toBe('mine');
  });

  it('writes nothing of a value into the type that the generator would follow', async () => {
    const schema = { type: 'object', properties: { spec: { type: 'object', properties: { a: { enum: [{ $ref: 'file:///etc/hostname' }] } } } } };
    const [found] = await importCrds(crd({ schema }), 'x');
    expect(found!.files.get('gadgets.example.org.ts')).toContain('a?: unknown');
  });

  it('names the source in one line, without its password', async () => {
    const [found] = await importCrds(crd({}), 'https://user:hidden@example.org/crd.yaml?sig=hidden\nimport x');
    const text = [...found!.files.values()].join('');
    expect(text).not.toContain('hidden');
    expect(text.split('\n')[1]).toMatch(/^ {2}"\$schema"/);
    expect(found!.files.get('gadgets.example.org.ts')!.split('\n').slice(1, 3)).toEqual([
      "import { ApiObject } from 'cdk8s';",
      "import type { Construct } from 'constructs';",
    ]);
  });

  it('follows no link out of the folder of imports', async () => {
    const folder = tempFolder();
    mkdirSync(join(folder, 'other'));
    mkdirSync(join(folder, 'imports/crds'), { recursive: true });
    writeFileSync(join(folder, 'crd.yaml'), crd({}));
    writeFileSync(join(folder, 'other/mine'), 'mine');
    symlinkSync(join(folder, 'other/mine'), join(folder, 'imports/crds/gadgets.example.org.ts'));
    expect((await run([join(folder, 'crd.yaml'), '--imports', join(folder, 'imports')])).code).toBe(0);
    expect(readFileSync(join(folder, 'other/mine'), 'utf8')).toBe('mine');
    mkdirSync(join(folder, 'linked'));
    symlinkSync(join(folder, 'other'), join(folder, 'linked/crds'));
    expect(await run([join(folder, 'crd.yaml'), '--imports', join(folder, 'linked')])).toMatchObject({ code: 3, codes: ['import-outside'] });
    expect(readdirSync(join(folder, 'other'))).toEqual(['mine']);
  });

  it('refuses a device', async () => {
    expect(await run(['/dev/zero'])).toMatchObject({ code: 3, codes: ['path-unreadable'] });
  });
});

const chartYaml = 'apiVersion: v2\nname: good\nversion: 1.0.0\n';
const good: readonly TarEntry[] = [
  { name: 'good/Chart.yaml', content: chartYaml },
  { name: 'good/values.yaml', content: 'a: 1\n' },
];
const named = (name: string, version: string): Buffer => tgz([{ name: 'good/Chart.yaml', content: JSON.stringify({ apiVersion: 'v2', name, version }) }]);

function nested(depth: number, each: number): Buffer {
  const inner = depth === 0 ? undefined : nested(depth - 1, each);
  const subcharts = inner === undefined ? [] : Array.from({ length: each }, (_, index) => ({ name: `good/charts/s${index}.tgz`, content: inner }));
  return tgz([...good, ...subcharts]);
}

describe('import of a hostile chart', () => {
  it.each<[string, Buffer]>([
    ['a name that climbs', named('../../../evil', '1.0.0')],
    ['a name and version of another file', named('../../package', 'lock')],
    ['a version that climbs', named('good', '1/../../../../evil')],
    ['a version that is a word', named('good', 'latest')],
    ['archives in archives', nested(8, 1)],
    ['archives that double', nested(5, 4)],
    ['200 MiB of nothing', gzipSync(Buffer.concat([tar(good).subarray(0, -1024), Buffer.alloc(200 * 1024 * 1024)]), { level: 1 })],
    ['a large file', tgz([...good, { name: 'good/templates/x.yaml', content: Buffer.alloc(6 * 1024 * 1024, 97) }])],
    ['a file that claims to be large', gzipSync(tar([...good, { name: 'good/templates/x.yaml', size: 8 * 2 ** 30 }]))],
    ['an archive packed twice', gzipSync(tgz(good))],
    ['50,000 files', tgz([...good, ...Array.from({ length: 50_000 }, (_, index) => ({ name: `good/x${index}` }))])],
    ['a half archive', tgz(good).subarray(0, 60)],
    ['nothing', Buffer.alloc(0)],
    ['a schema that is no JSON', tgz([...good, { name: 'good/values.schema.json', content: '{' }])],
  ])('refuses %s and writes nothing', async (_, archive) => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'chart.tgz'), archive);
    writeFileSync(join(folder, 'package-lock.json'), 'mine');
    const result = await run(['chart', join(folder, 'chart.tgz'), '--imports', join(folder, 'imports')]);
    expect(result).toMatchObject({ code: 3, codes: ['chart-invalid'] });
    expect(everything(folder)).toEqual(['chart.tgz', 'package-lock.json']);
  });

  it('takes what is odd and harmless, and writes one file', async () => {
    const folder = tempFolder();
    const archive = tgz([
      { name: '../Chart.yaml', content: chartYaml },
      ...good,
      { name: 'good/values.yaml', type: '2', link: '/etc/passwd' },
      { name: 'good/pipe', type: '6' },
      { name: 'good/templates/a.yaml', content: '{{ .Values.__proto__.polluted }}{{ .Values.constructor.x }}' },
      { name: 'good/charts/sub.tgz', content: nested(0, 0) },
    ]);
    writeFileSync(join(folder, 'chart.tgz'), archive);
    expect((await run(['chart', join(folder, 'chart.tgz'), '--imports', join(folder, 'imports')])).code).toBe(0);
    expect(everything(folder)).toEqual(['chart.tgz', 'imports', 'imports/charts', 'imports/charts/good-1.0.0.json']);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('knows the names and versions that Helm takes', () => {
    expect(['a', 'kube-prometheus-stack', 'app.2_x'].filter(isChartName)).toHaveLength(3);
    expect(['', '.', '..', 'a/b', 'a\\b', 'a b', 'a'.repeat(251)].filter(isChartName)).toEqual([]);
    expect(['1.2.3', 'v1.2.3', '1', '1.2', '1.2.3-rc.1+build.5', '0.0.0-a'].filter((one) => !isChartVersion(one))).toEqual([]);
    expect(['', 'lock', '1.2.3.4', '1.2.3-', '1.2.3+a+b', '1.2.3-a/b', '1..2', '../1'].filter(isChartVersion)).toEqual([]);
  });
});

describe('import from a hostile registry', () => {
  it.each([
    'null',
    '5',
    'no json',
    '{"layers":5}',
    '{"layers":[null]}',
    '{"layers":[{"mediaType":"application/vnd.cncf.helm.chart.content.v1.tar+gzip","digest":"../../x"}]}',
  ])('refuses the manifest %s', async (manifest) => {
    const host = await serve((_, response) => response.end(manifest));
    const imports = join(tempFolder(), 'imports');
    expect(await run(['chart', `oci://${host}/a/b`, '1.2.3', '--imports', imports])).toMatchObject({ code: 3, codes: ['chart-invalid'] });
    expect(existsSync(imports)).toBe(false);
  });

  it.each(['Bearer realm="no address"', 'Bearer realm="http://192.0.2.1/token"', 'Bearer realm="file:///etc/passwd"', 'Basic realm="x"', 'Bearer'])(
    'refuses the challenge %s',
    async (challenge) => {
      const host = await serve((_, response) => response.writeHead(401, { 'www-authenticate': challenge }).end());
      expect(await run(['chart', `oci://${host}/a/b`, '1.2.3'])).toMatchObject({ code: 3, codes: ['import-unreachable'] });
    },
  );

  it('refuses a token that is none', async () => {
    const host: string = await serve((request, response) =>
      request.url!.startsWith('/token')
        ? response.end('{"token":{"a":1}}')
        : response.writeHead(401, { 'www-authenticate': `Bearer realm="http://${host}/token"` }).end(),
    );
    expect(await run(['chart', `oci://${host}/a/b`, '1.2.3'])).toMatchObject({ code: 3, codes: ['import-unreachable'] });
  });

  it.each([
    'entries: { x: null }',
    'entries: { x: [null, 5] }',
    'entries: 5',
    'null',
    '- a',
    'entries: { x: [{ version: 1.2.3, urls: 5 }] }',
    'entries: { x: [{ version: 1.2.3, urls: ["http://["] }] }',
  ])('refuses the index %s', async (index) => {
    const host = await serve((_, response) => response.end(index));
    expect(await run(['chart', `http://${host}`, '1.2.3', '--name', 'x'])).toMatchObject({ code: 3, codes: ['chart-not-found'] });
  });

  it('shows no password of an address', async () => {
    const host = await serve((_, response) => response.writeHead(404).end());
    for (const args of [
      [`http://user:hidden@${host}/crd.yaml`],
      ['chart', `http://user:hidden@${host}/x`, '1.2.3'],
      ['chart', `oci://user:hidden@${host}/a/b`, '1.2.3'],
      ['chart', `http://${host}/x.tgz?sig=hidden`, '1'],
    ]) {
      const { text, code } = await run(args);
      expect(code).toBe(3);
      expect(text).not.toContain('hidden');
    }
  });
});
