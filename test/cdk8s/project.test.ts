import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import type { Manifest } from '../../lib/manifest/manifest.ts';
import { exploded } from '../support/exploded.ts';
import { grave, judged } from '../support/judge.ts';
import { readFolder, tempFolder } from '../support/temp-folder.ts';

const team = 'example.org/team';

// The packed package in this project, by cdk8s-cli and as CommonJS, is a step of .ci/run.
it('a project made by cdk8s init writes its own charts and the cluster, with its rules for both', async () => {
  const out = join(tempFolder(), 'dist');
  process.env['CDK8S_OUTDIR'] = out;
  onTestFinished(() => {
    delete process.env['CDK8S_OUTDIR'];
  });
  const { home } = await import('../support/cdk8s-project/main.ts');
  const files = readFolder(out);
  const objects = new Map<string, Manifest>(
    Object.entries(exploded(files)).flatMap(([path, text]) =>
      path.endsWith('.yaml') && !path.endsWith('/kustomization.yaml') && !path.includes('/manual/') ? [[path, parse(text) as Manifest]] : [],
    ),
  );

  expect(Object.keys(files).filter((path) => !path.startsWith('home/'))).toEqual(['0000-dashboards.k8s.yaml', 'README.md']);
  expect(objects.size).toBeGreaterThan(40);
  for (const [path, { metadata }] of objects) expect(metadata.labels?.[team], path).toBe('home');
  expect(objects.get('home/apps/grafana/helmrelease-grafana.yaml')).toMatchObject({ spec: { interval: '30m' } });
  expect(objects.get('home/flux/kustomization-pinout-app-grafana.yaml')).toMatchObject({
    spec: { dependsOn: [{ name: 'pinout-identity-grafana' }, { name: 'pinout-platform-storage' }] },
  });
  expect(parseAllDocuments(files['0000-dashboards.k8s.yaml']!)[0]?.toJS()).toMatchObject({ kind: 'ConfigMap', metadata: { name: 'dashboard' } });
  expect(files['home/README.md']).toContain('<!-- Written by pinout from test/support/cdk8s-project/main.ts.');
  expect(grave(judged(home.toCluster()).filter(({ code }) => code !== 'renewal-alert-missing'))).toEqual([]);
});
