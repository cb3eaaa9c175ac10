import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { strategicMerge } from '../../lib/cluster/strategic-merge.ts';
import type { JsonMap } from '../../lib/manifest/manifest.ts';
import { loadClusters } from '../../lib/synth/load-clusters.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { has, run } from './tool.ts';

const there = has('kustomize', ['version'], 'go install sigs.k8s.io/kustomize/kustomize/v5@v5.8.0');

const pod = {
  containers: [{ name: 'apply', env: [{ name: 'EXTRA', value: '1' }], volumeMounts: [{ name: 'ca', mountPath: '/ca' }] }],
  volumes: [{ name: 'ca', configMap: { name: 'ca' } }],
  tolerations: [{ key: 'arm', operator: 'Exists' }],
  hostAliases: [{ ip: '192.0.2.1', hostnames: ['a.example.org'] }],
};
const marks = { metadata: { labels: { team: 'home' }, annotations: { 'example.org/a': 'b' } } };
const patches: Readonly<Record<string, readonly JsonMap[]>> = {
  Job: [{ spec: { template: { spec: pod } } }, { spec: { backoffLimit: null, template: { spec: { containers: [{ name: 'other', image: 'i:1' }] } } } }],
  Service: [{ spec: { ports: [{ port: 9999, name: 'more' }] } }],
  ServiceAccount: [{ imagePullSecrets: [{ name: 'pull' }] }],
  Ingress: [{ spec: { rules: [{ host: 'x.example.org' }] } }],
  Role: [{ rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }] }],
  NetworkPolicy: [{ spec: { ingress: [] } }],
  HelmRelease: [{ spec: { values: { containers: [{ name: 'x' }], env: [{ name: 'A' }] } } }],
  ExternalSecret: [{ spec: { data: [{ secretKey: 'x', remoteRef: { key: 'y' } }] } }],
};

describe.skipIf(!there)('patches of objects of dist', () => {
  it('say what kustomize makes of them', async () => {
    const [cluster] = await loadClusters('apps/main.ts');
    const kinds = new Map<string, JsonMap>();
    for (const { object } of cluster!.placed) if (!kinds.has(object.kind)) kinds.set(object.kind, object as unknown as JsonMap);
    let count = 0;
    for (const [kind, object] of kinds)
      for (const patch of [marks, ...(patches[kind] ?? [])]) {
        const folder = tempFolder();
        const { apiVersion, metadata } = object as { readonly apiVersion: string; readonly metadata: { readonly name: string; readonly namespace?: string } };
        const same = { name: metadata.name, ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }) };
        const { metadata: added, ...rest } = patch as { readonly metadata?: object };
        writeFileSync(join(folder, 'object.yaml'), JSON.stringify(object));
        writeFileSync(join(folder, 'patch.yaml'), JSON.stringify({ apiVersion, kind, metadata: { ...same, ...added }, ...rest }));
        writeFileSync(join(folder, 'kustomization.yaml'), 'resources: [object.yaml]\npatches: [{ path: patch.yaml }]\n');
        const { status, stdout, stderr } = run('kustomize', ['build', folder]);
        expect([kind, status, stderr]).toEqual([kind, 0, '']);
        const built = parseAllDocuments(stdout)[0]!.toJS() as unknown;
        expect([kind, strategicMerge(object, patch as JsonMap)]).toEqual([kind, built]);
        count += 1;
      }
    expect(count).toBeGreaterThan(15);
  });
});
