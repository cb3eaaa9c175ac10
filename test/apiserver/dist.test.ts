import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parseAllDocuments, stringify } from 'yaml';
import { describeUpstream, hasUpstream, upstreamCrds } from '../support/upstream.ts';
import { ApiServer } from './server.ts';

interface Object_ {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}
interface Resource {
  readonly name: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

const there = hasUpstream();

let server: ApiServer;

beforeAll(async () => {
  if (!there) return;
  server = new ApiServer();
  await server.start(stringify({ apiVersion: 'apiserver.config.k8s.io/v1', kind: 'AuthenticationConfiguration', jwt: [] }));
});
afterAll(async () => {
  await server?.stop();
});

function objectsBelow(folder: string): { file: string; object: Object_ }[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => join(folder, name))
    .flatMap((file) => parseAllDocuments(readFileSync(file, 'utf8')).map((document) => ({ file, object: document.toJS() as Object_ | null })))
    .filter((each): each is { file: string; object: Object_ } => each.object?.kind !== undefined && each.object.metadata?.name !== undefined);
}

const base = (apiVersion: string) => (apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`);

describeUpstream('objects of dist', [], () => {
  it('are accepted by a real kube-apiserver that knows the CRDs, by server-side dry-run', async () => {
    const crds = upstreamCrds();
    for (const text of crds) {
      const answer = await server.admin('POST', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions', text, 'application/yaml');
      expect([answer.status, answer.status === 201 ? '' : answer.body]).toEqual([201, '']);
    }
    // Files for people and kustomize's own are no objects of the cluster.
    const objects = objectsBelow('dist').filter(({ object, file }) => !file.includes('/manual/') && !object.apiVersion.startsWith('kustomize.config.k8s.io'));
    const namespaces = new Set(objects.flatMap(({ object }) => object.metadata.namespace ?? []));
    for (const name of [...namespaces, ...objects.filter(({ object }) => object.kind === 'Namespace').map(({ object }) => object.metadata.name)]) {
      await server.admin('POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
    }
    const resources = new Map<string, readonly Resource[]>();
    const find = async ({ apiVersion, kind }: Object_): Promise<Resource | undefined> => {
      const known =
        resources.get(apiVersion) ?? ((await server.admin('GET', base(apiVersion))).json as { resources?: Resource[] } | undefined)?.resources ?? [];
      resources.set(apiVersion, known);
      return known.find((each) => each.kind === kind && !each.name.includes('/'));
    };
    await expect.poll(async () => (await server.admin('GET', '/apis/helm.toolkit.fluxcd.io/v2')).status, { timeout: 30_000 }).toBe(200);
    const refused: object[] = [];
    const unknown = new Map<string, number>();
    let accepted = 0;
    for (const { file, object } of objects) {
      const resource = await find(object);
      if (resource === undefined) {
        const kind = `${object.apiVersion} ${object.kind}`;
        unknown.set(kind, (unknown.get(kind) ?? 0) + 1);
        continue;
      }
      const space = resource.namespaced ? `/namespaces/${object.metadata.namespace ?? 'default'}` : '';
      const path = `${base(object.apiVersion)}${space}/${resource.name}/${object.metadata.name}?dryRun=All&fieldManager=pinout&fieldValidation=Strict`;
      const answer = await server.admin('PATCH', path, stringify(object), 'application/apply-patch+yaml');
      if (answer.status === 200 || answer.status === 201) accepted += 1;
      else refused.push({ file, status: answer.status, message: (answer.json as { message?: string } | undefined)?.message });
    }
    const skipped = [...unknown].map(([kind, count]) => `${count} ${kind}`).join(', ');
    console.log(`${accepted} objects accepted${skipped === '' ? '' : `; skipped, because their CRD is not among those of upstream: ${skipped}`}`);
    expect(refused).toEqual([]);
    expect(accepted).toBeGreaterThan(20);
  });
});
