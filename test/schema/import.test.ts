import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { create } from 'tar';
import { afterEach, describe, expect, it } from 'vitest';
import { main } from '../../lib/cli/main.ts';
import { tempFolder } from '../support/temp-folder.ts';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => server.close());
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function run(args: readonly string[]) {
  let out = '';
  let talk = '';
  const code = await main(args, { out: (text) => (out += text), talk: (text) => (talk += text), env: {} });
  return { code, talk, json: out === '' ? undefined : (JSON.parse(out) as Record<string, unknown> & { findings: Record<string, unknown>[] }) };
}

const crd = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: widgets.example.org }
spec:
  group: example.org
  scope: Namespaced
  names: { kind: Widget, plural: widgets }
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          description: prose that nobody needs
          properties:
            spec:
              type: object
              required: [size]
              properties:
                size: { type: integer, minimum: 1, description: prose }
                color: { type: string, enum: [red, green] }
                free: { type: object, x-kubernetes-preserve-unknown-fields: true }
              x-kubernetes-validations: [{ rule: "self.size < 10 || self.color == 'red'", message: big ones are red }]
`;
const widget = (spec: string) => `apiVersion: example.org/v1\nkind: Widget\nmetadata: { name: a }\nspec: ${spec}\n`;

describe('pinout import of a CRD', () => {
  it('writes schema and type, which validate uses from then on', async () => {
    const folder = tempFolder();
    const imports = join(folder, 'imports');
    writeFileSync(join(folder, 'crd.yaml'), crd);
    mkdirSync(join(folder, 'm'));
    writeFileSync(join(folder, 'm/w.yaml'), widget('{ size: 20, colour: green, color: green, free: { x: 1 } }'));
    expect((await run(['validate', join(folder, 'm'), '--json', '--imports', imports])).json).toMatchObject({
      findings: [{ code: 'kind-unknown', severity: 'warning' }],
    });
    expect(await run(['import', join(folder, 'crd.yaml'), '--imports', imports, '--json'])).toMatchObject({
      code: 0,
      json: { kinds: ['example.org/v1 Widget'] },
    });
    const found = await run(['validate', join(folder, 'm'), '--json', '--imports', imports]);
    expect(found.json!.findings).toMatchObject([
      { code: 'schema-rule', line: 4, column: 7, message: 'spec big ones are red' },
      { code: 'schema-unknown-field', line: 4, column: 19, fix: 'write color' },
    ]);
    const type = readFileSync(join(imports, 'crds/widgets.example.org.ts'), 'utf8');
    expect(type).toContain("color?: 'red' | 'green'");
    expect(type).toContain('export class Widget extends ApiObject');
    expect(type + readFileSync(join(imports, 'crds/widgets.example.org.schema.json'), 'utf8')).not.toContain('prose');
  });

  it('takes URLs, and says what is not there', async () => {
    const folder = tempFolder();
    const host = await serve((request, response) => (request.url === '/crd.yaml' ? response.end(crd) : response.writeHead(404).end()));
    expect((await run(['import', `http://${host}/crd.yaml`, '--imports', join(folder, 'imports'), '--json'])).code).toBe(0);
    expect(await run(['import', `http://${host}/nothing.yaml`, '--imports', folder, '--json'])).toMatchObject({
      code: 3,
      json: { findings: [{ code: 'import-unreachable' }] },
    });
    expect(await run(['import', join(folder, 'no.yaml'), '--imports', folder, '--json'])).toMatchObject({
      code: 3,
      json: { findings: [{ code: 'path-unreadable' }] },
    });
    writeFileSync(join(folder, 'x.yaml'), 'kind: ConfigMap\n');
    expect(await run(['import', join(folder, 'x.yaml'), '--imports', folder, '--json'])).toMatchObject({
      code: 3,
      json: { findings: [{ code: 'import-empty' }] },
    });
    expect((await run(['import'])).code).toBe(2);
    expect((await run(['import', 'chart', 'oci://x/y'])).code).toBe(2);
  });
});

/** A chart as folder and as archive. */
async function chart(version = '1.2.3') {
  const folder = tempFolder();
  const at = join(folder, 'demo');
  mkdirSync(join(at, 'templates'), { recursive: true });
  mkdirSync(join(at, 'charts/sub'), { recursive: true });
  writeFileSync(
    join(at, 'Chart.yaml'),
    `apiVersion: v2\nname: demo\nversion: ${version}\ndependencies:\n  - { name: sub, version: 1.0.0, alias: database, condition: database.enabled }\n`,
  );
  writeFileSync(join(at, 'values.yaml'), 'replicaCount: 1\n# optional: x\nimage:\n  tag: "1"\n  # digest: ""\nannotations: {}\nlist: []\nempty: null\n');
  writeFileSync(
    join(at, 'values.schema.json'),
    JSON.stringify({ type: 'object', description: 'prose', properties: { replicaCount: { type: 'integer', minimum: 1 } } }),
  );
  writeFileSync(join(at, 'templates/a.yaml'), 'a: {{ .Values.hidden.key }}\nb: {{ toYaml .Values.open }}\n');
  writeFileSync(join(at, 'charts/sub/Chart.yaml'), 'apiVersion: v2\nname: sub\nversion: 1.0.0\n');
  writeFileSync(join(at, 'charts/sub/values.yaml'), 'size: 1Gi\n');
  const file = join(folder, 'demo.tgz');
  await create({ gzip: true, cwd: folder, file }, ['demo']);
  return { at, file, bytes: readFileSync(file) };
}

const release = (values: string) =>
  `apiVersion: source.toolkit.fluxcd.io/v1\nkind: OCIRepository\nmetadata: { name: demo, namespace: x }\nspec: { interval: 5m, url: "oci://registry.example.org/charts/demo", ref: { tag: 1.2.3 } }\n---\napiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: demo, namespace: x }\nspec:\n  interval: 1h\n  chartRef: { kind: OCIRepository, name: demo }\n  values: ${values}\n`;

async function findingsOf(imports: string, values: string) {
  const folder = tempFolder();
  writeFileSync(join(folder, 'r.yaml'), release(values));
  return (await run(['validate', folder, '--json', '--imports', imports])).json!.findings.map(
    ({ code, severity, line, column }) => `${String(code)} ${String(severity)} ${String(line)}:${String(column)}`,
  );
}

describe('pinout import of a chart', () => {
  it('stores its shape from a folder and from an archive, and validate judges values by it', async () => {
    const imports = join(tempFolder(), 'imports');
    const { at, file } = await chart();
    expect(await findingsOf(imports, '{ replicaCoun: 1 }')).toEqual(['values-not-checked info 12:3']);
    for (const from of [at, file])
      expect((await run(['import', 'chart', from, '--imports', imports, '--json'])).json).toMatchObject({ charts: [{ chart: 'demo', version: '1.2.3' }] });
    const shape = readFileSync(join(imports, 'charts/demo-1.2.3.json'), 'utf8');
    expect(shape).not.toContain('prose');
    expect(
      await findingsOf(imports, '{ replicaCount: 2, optional: y, image: { tag: x, digest: y }, annotations: { any: thing }, list: [1], empty: { a: 1 } }'),
    ).toEqual([]);
    expect(await findingsOf(imports, '{ hidden: { key: 1 }, open: { a: { b: 1 } }, database: { enabled: true, size: 2Gi }, global: { x: 1 } }')).toEqual([]);
    expect(await findingsOf(imports, '{ replicaCoun: 1 }')).toEqual(['values-unknown-key error 12:13']);
    expect(await findingsOf(imports, '{ image: { tagg: 1 } }')).toEqual(['values-unknown-key error 12:22']);
    expect(await findingsOf(imports, '{ database: { sise: 1Gi } }')).toEqual(['values-unknown-key error 12:25']);
    expect(await findingsOf(imports, '{ somethingElse: 1 }')).toEqual(['values-unknown-key warning 12:13']);
    expect(await findingsOf(imports, '{ replicaCount: 0 }')).toEqual(['values-invalid error 12:27']);
    expect(await findingsOf(imports, '{ replicaCount: many }')).toEqual(['values-invalid error 12:27']);
    expect(await findingsOf(imports, '{ image: latest }')).toEqual(['values-invalid warning 12:20']);
  });

  it('pulls from an OCI registry, with an anonymous token, and checks the digest', async () => {
    const { bytes } = await chart();
    const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
    let isBroken = false;
    const host: string = await serve((request, response) => {
      const url = request.url ?? '';
      if (url.startsWith('/token')) response.end(JSON.stringify({ token: 'anonymous' }));
      else if (request.headers.authorization !== 'Bearer anonymous')
        response.writeHead(401, { 'www-authenticate': `Bearer realm="http://${host}/token",service="r",scope="repository:charts/demo:pull"` }).end();
      else if (url === '/v2/charts/demo/manifests/1.2.3')
        response.end(
          JSON.stringify({ schemaVersion: 2, layers: [{ mediaType: 'application/vnd.cncf.helm.chart.content.v1.tar+gzip', digest, size: bytes.length }] }),
        );
      else if (url === `/v2/charts/demo/blobs/${digest}`) response.end(isBroken ? Buffer.from('other') : bytes);
      else response.writeHead(404).end();
    });
    const imports = join(tempFolder(), 'imports');
    expect((await run(['import', 'chart', `oci://${host}/charts/demo`, '1.2.3', '--imports', imports])).code).toBe(0);
    expect(JSON.parse(readFileSync(join(imports, 'charts/demo-1.2.3.json'), 'utf8'))).toMatchObject({
      chart: 'demo',
      version: '1.2.3',
      source: `oci://${host}/charts/demo`,
    });
    expect(await run(['import', 'chart', `oci://${host}/charts/demo`, '9.9.9', '--imports', imports, '--json'])).toMatchObject({
      code: 3,
      json: { findings: [{ code: 'import-unreachable' }] },
    });
    isBroken = true;
    expect(await run(['import', 'chart', `oci://${host}/charts/demo`, '1.2.3', '--imports', imports, '--json'])).toMatchObject({
      code: 3,
      json: { findings: [{ code: 'chart-invalid' }] },
    });
  });

  it('pulls from a repository with an index, with the chart in the URL or in --name', async () => {
    const { bytes } = await chart();
    const index =
      'apiVersion: v1\nentries:\n  demo:\n    - { name: demo, version: 1.2.3, urls: [files/demo-1.2.3.tgz] }\n    - { name: demo, version: 1.2.2, urls: [files/demo-1.2.2.tgz] }\n  other: []\n';
    const host = await serve((request, response) =>
      request.url === '/repo/index.yaml'
        ? response.end(index)
        : request.url === '/repo/files/demo-1.2.3.tgz'
          ? response.end(bytes)
          : response.writeHead(404).end(),
    );
    const imports = join(tempFolder(), 'imports');
    const path = join(imports, 'charts/demo-1.2.3.json');
    for (const args of [
      [`http://${host}/repo/demo`, '1.2.3'],
      [`http://${host}/repo`, '1.2.3', '--name', 'demo'],
      [`http://${host}/repo/files/demo-1.2.3.tgz`],
    ]) {
      expect((await run(['import', 'chart', ...args, '--imports', imports])).code, args[0]).toBe(0);
      expect(existsSync(path)).toBe(true);
    }
    expect(await run(['import', 'chart', `http://${host}/repo`, '1.2.3', '--imports', imports, '--json'])).toMatchObject({
      code: 3,
      json: { findings: [{ code: 'chart-not-found' }] },
    });
    expect(await run(['import', 'chart', `http://${host}/repo/demo`, '7.0.0', '--imports', imports, '--json'])).toMatchObject({
      code: 3,
      json: { findings: [{ code: 'chart-not-found' }] },
    });
  });

  it('refuses what is no chart', async () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'x.tgz'), 'no archive');
    for (const from of [folder, join(folder, 'x.tgz')])
      expect(await run(['import', 'chart', from, '--imports', folder, '--json'])).toMatchObject({ code: 3, json: { findings: [{ code: 'chart-invalid' }] } });
    expect(await run(['import', 'chart', join(folder, 'no'), '--imports', folder, '--json'])).toMatchObject({
      code: 3,
      json: { findings: [{ code: 'path-unreadable' }] },
    });
  });
});
