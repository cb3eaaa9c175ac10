import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { distOf } from '../../lib/synth/dist.ts';
import { filesOf } from '../../lib/synth/files.ts';
import { loadClusters } from '../../lib/synth/load-clusters.ts';
import { clusterWith, grafanaWith } from '../support/sample.ts';
import { readFolder } from '../support/temp-folder.ts';

describe('filesOf', () => {
  it('gives exactly the committed dist for apps/main.ts', async () => {
    expect(Object.fromEntries(distOf(await loadClusters('apps/main.ts'), 'apps/main.ts', 'dist').clusters.get('home')!)).toEqual(readFolder('dist/home'));
  });

  it('keeps the sample app within 15 lines', () => {
    expect(readFileSync('apps/grafana.ts', 'utf8').trim().split('\n').length).toBeLessThanOrEqual(15);
  });

  it('says the same in YAML 1.1 and 1.2', () => {
    for (const [path, text] of filesOf(
      grafanaWith({ values: { grafana: { note: 'yes', time: '12:30:45', on: 'off', bell: '\u0007\u0085\u2028' } } }),
      'apps/main.ts',
    )) {
      if (!path.endsWith('.yaml') || path.startsWith('manual/')) continue;
      const [old, now] = (['1.1', '1.2'] as const).map((version) => parseAllDocuments(text, { version }));
      const values = (documents: unknown) => (documents as { toJS: () => unknown }[]).map((one) => one.toJS());
      expect(values(old)).toEqual(values(now));
    }
  });

  it('lists in each kustomization.yaml exactly the files beside it', () => {
    const files = filesOf(clusterWith({}), 'apps/main.ts');
    const folders = [...files.keys()].filter((path) => path.endsWith('/kustomization.yaml'));
    expect(folders).toHaveLength(8);
    for (const path of folders) {
      const folder = path.slice(0, -'kustomization.yaml'.length);
      const beside = [...files.keys()]
        .filter((other) => other.startsWith(folder) && !other.slice(folder.length).includes('/') && other !== path)
        .map((other) => other.slice(folder.length));
      const [document] = parseAllDocuments(files.get(path)!) as { toJS: () => { resources: string[] } }[];
      expect(document?.toJS().resources).toEqual(beside);
    }
  });

  it('carries no label of cdk8s, and names that do not depend on construct ids', () => {
    const { placed } = clusterWith({});
    // With constructs all objects go through cdk8s, and come out as they went in.
    expect(filesOf(clusterWith({ constructs: () => undefined }), 'x')).toEqual(filesOf(clusterWith({}), 'x'));
    expect(JSON.stringify(placed)).not.toContain('cdk8s.io/');
  });

  it('does not change with order of keys in the input', () => {
    const text = (values: object) => [...filesOf(grafanaWith({ values }), 'apps/main.ts').values()].join('');
    expect(text({ a: { x: 1 } })).toBe(text({ a: { x: 1 } }));
    const facts = {
      edge: { clusterIssuer: 'letsencrypt-prod-dns', className: 'traefik' },
      versions: { flux: '2.9', authentik: '2026.8.3', kubernetes: '1.36' },
    };
    expect([...filesOf(clusterWith(facts), 'x')]).toEqual([...filesOf(clusterWith({}), 'x')]);
  });
});
