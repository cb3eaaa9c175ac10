import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { simulateBootstrap } from '../../lib/check/bootstrap/simulate.ts';
import { checkTree } from '../../lib/check/check-tree.ts';
import { repositoryOf } from '../../lib/check/repository-of.ts';
import type { SourceDocument } from '../../lib/manifest/source.ts';
import { readTree, treeOf } from '../../lib/tree/tree.ts';
import type { TreeFile } from '../../lib/tree/tree-files.ts';
import { yamlText } from '../../lib/manifest/yaml-text.ts';
import { exploded } from '../support/exploded.ts';
import { readFolder, tempFolder } from '../support/temp-folder.ts';

const play = (folder: string) => simulateBootstrap(repositoryOf(readTree([folder])));
const dist = exploded(readFolder('dist/home'));
const applied = Object.entries(dist).filter(([path]) => path.endsWith('.yaml') && !path.startsWith('manual/') && !path.endsWith('/kustomization.yaml'));
/** The sample's dist with some files changed; `undefined` takes one out. */
const changed = (change: Record<string, string | undefined>): TreeFile[] =>
  Object.entries({ ...dist, ...change }).flatMap(([path, text]) =>
    text === undefined || !/\.ya?ml$|README\.md$/.test(path) ? [] : [{ file: `dist/home/${path}`, text }],
  );
const parsed = new Map<string, SourceDocument[]>();
const playChanged = (change: Record<string, string | undefined>) => simulateBootstrap(repositoryOf(treeOf(changed(change), parsed)));

describe('an empty cluster with Flux', () => {
  it('converges from the dist of the sample, in the order of the layers', () => {
    const [bootstrap, ...others] = play('dist');
    expect(others).toEqual([]);
    expect(bootstrap?.stuck).toEqual([]);
    const layers = Object.keys(dist).filter((path) => path.startsWith('flux/kustomization-')).length;
    expect(bootstrap?.ready).toHaveLength(layers);
    expect(bootstrap?.ready.slice(0, 3)).toEqual(['pinout-namespaces', 'pinout-controllers', 'pinout-configs']);
    const at = (name: string) => bootstrap!.ready.indexOf(name);
    for (const name of bootstrap!.ready.filter((one) => one.startsWith('pinout-app-'))) {
      const identity = name.replace('-app-', '-identity-');
      if (bootstrap!.ready.includes(identity)) expect(at(name)).toBeGreaterThan(at(identity));
      expect(at('pinout-authentik')).toBeLessThan(at(name));
    }
  });

  it('never comes up from the same objects in one flat folder', () => {
    const base = tempFolder();
    mkdirSync(join(base, 'flat'));
    mkdirSync(join(base, 'flux'));
    for (const [path, text] of applied) if (!path.startsWith('flux/')) writeFileSync(join(base, 'flat', path.replaceAll('/', '-')), text);
    const kustomization = yamlText({
      apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
      kind: 'Kustomization',
      metadata: { name: 'flat', namespace: 'flux-system' },
      spec: { interval: '1h', prune: true, wait: true, path: './flat', sourceRef: { kind: 'GitRepository', name: 'flux-system' } },
    });
    writeFileSync(join(base, 'flux/flat.yaml'), kustomization);
    const [bootstrap] = play(base);
    expect(bootstrap?.ready).toEqual([]);
    expect(bootstrap?.stuck.map(({ layer, how }) => [layer.name, how])).toEqual([['flat', 'refused']]);
    expect(bootstrap?.stuck[0]?.why).toMatch(/the CRD is installed by something that is not ready yet/);
    expect(checkTree([base], { only: ['bootstrap-stuck'] }).findings).toMatchObject([
      { code: 'bootstrap-stuck', message: expect.stringContaining('flat') as string },
    ]);
  });

  const layer = (name: string) => dist[`flux/kustomization-pinout-${name}.yaml`]!;
  it.each([
    [
      'issuers in the folder of cert-manager',
      { 'controllers/kustomization.yaml': `${dist['controllers/kustomization.yaml']}  - ../configs/password-pinout.yaml\n` },
      'pinout-controllers',
      'refused',
    ],
    [
      'namespaces that nothing brings first',
      {
        'flux/kustomization-pinout-controllers.yaml': layer('controllers').replace(/ {2}dependsOn:[\s\S]*/, ''),
        'flux/kustomization-pinout-namespaces.yaml': layer('namespaces').replace('wait: true', 'wait: true\n  dependsOn:\n    - name: pinout-controllers'),
      },
      'pinout-controllers',
      'refused',
    ],
    [
      'layers in a circle',
      { 'flux/kustomization-pinout-namespaces.yaml': layer('namespaces').replace('wait: true', 'wait: true\n  dependsOn:\n    - name: pinout-app-grafana') },
      'pinout-',
      'circle',
    ],
    [
      'a database password that comes after authentik',
      {
        'configs/kustomization.yaml': dist['configs/kustomization.yaml']!.replace('  - externalsecret-authentik-postgresql.yaml\n', ''),
        'apps/grafana/kustomization.yaml': `${dist['apps/grafana/kustomization.yaml']}  - ../../configs/externalsecret-authentik-postgresql.yaml\n`,
      },
      'pinout-authentik',
      'mount',
    ],
    [
      'a source Secret that comes after its copy',
      {
        'identity/grafana/kustomization.yaml': dist['identity/grafana/kustomization.yaml']!.replace(
          '  - externalsecret-pinout-secrets-grafana-oidc-1.yaml\n',
          '',
        ),
        'apps/grafana/kustomization.yaml': `${dist['apps/grafana/kustomization.yaml']}  - ../../identity/grafana/externalsecret-pinout-secrets-grafana-oidc-1.yaml\n`,
      },
      'pinout-identity-grafana',
      'mount|wait',
    ],
    [
      'one object twice',
      {
        'configs/kustomization.yaml': `${dist['configs/kustomization.yaml']}  - ../configs/again.yaml\n`,
        'configs/again.yaml': dist['configs/password-pinout.yaml'],
      },
      'pinout-configs',
      'twice',
    ],
    [
      'an object without namespace',
      { 'apps/grafana/helmrelease-grafana.yaml': dist['apps/grafana/helmrelease-grafana.yaml']!.replace('  namespace: monitoring\n', '') },
      'pinout-app-grafana',
      'refused',
    ],
    [
      'an encrypted Secret without decryption',
      {
        'configs/password-pinout.yaml': `${dist['configs/password-pinout.yaml']}---\napiVersion: v1\nkind: Secret\nmetadata:\n  name: x\n  namespace: authentik\nsops: {}\n`,
      },
      'pinout-configs',
      'encrypted',
    ],
  ])('gets stuck on %s', (_, change, name, how) => {
    const [bootstrap] = playChanged(change);
    expect(bootstrap?.stuck.map((one) => `${one.layer.name} ${one.how} ${one.why}`).join('\n')).toMatch(new RegExp(`^${name}\\S* (?:${how}) `, 'm'));
  });

  it('does not wait for what somebody else brings: the same objects without the charts converge', () => {
    const without = Object.fromEntries(applied.filter(([path]) => path.startsWith('controllers/')).map(([path]) => [path, undefined]));
    const [bootstrap] = playChanged({ ...without, 'controllers/kustomization.yaml': 'resources: []\n' });
    expect(bootstrap?.stuck).toEqual([]);
  });
});

describe('dist', () => {
  it('brings each object once', () => {
    const ids = readTree(['dist/home'])
      .objects.filter(({ apiVersion }) => !apiVersion.startsWith('kustomize.config'))
      .map(({ apiVersion, kind, namespace, name }) => `${apiVersion.split('/')[0]} ${kind} ${namespace}/${name}`);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    expect(ids.length).toBeGreaterThan(40);
  });
});
