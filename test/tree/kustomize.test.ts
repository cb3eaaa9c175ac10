import { describe, expect, it } from 'vitest';
import { appliedTrees } from '../../lib/tree/applied/applied-trees.ts';
import { readTree, type Tree, treeOf } from '../../lib/tree/tree.ts';
import { builtOf } from '../support/kustomize-trees/built.ts';
import { trees } from '../support/kustomize-trees/trees.ts';

const applied = (files: Readonly<Record<string, string>>): Tree[] => appliedTrees(treeOf(Object.entries(files).map(([file, text]) => ({ file, text }))));
const one = (files: Readonly<Record<string, string>>): Tree => {
  const all = applied(files);
  expect(all).toHaveLength(1);
  return all[0]!;
};

const object = (kind: string, name: string, more = ''): string => `apiVersion: v1\nkind: ${kind}\nmetadata: { name: ${name} }\n${more}`;

describe('what kustomize builds', () => {
  it('is what kustomize 5.8 printed for a patch, a prefix and a reference', () => {
    const files = trees['two bases with prefixes']!;
    const names = builtOf(files).map(({ kind, metadata }) => `${String(kind)} ${(metadata as { name: string }).name}`);
    expect(names).toEqual(['Deployment a-web-x', 'ConfigMap a-settings-x', 'Deployment b-web-x', 'ConfigMap b-settings-x']);
    const text = JSON.stringify(builtOf(files)[2]);
    expect(text).toContain('"configMapRef":{"name":"b-settings-x"}');
  });

  it('says of each value the file and line that it comes from', () => {
    const tree = one({
      'kustomization.yaml': 'resources: [base]\nnamespace: team\npatches:\n  - path: patch.yaml\n',
      'patch.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings }\ndata:\n  b: patched\n',
      'base/kustomization.yaml': 'resources: [c.yaml]\n',
      'base/c.yaml': object('ConfigMap', 'settings', 'data:\n  a: x\n  b: y\n'),
    });
    const { root, namespace } = tree.objects.find(({ kind }) => kind === 'ConfigMap')!;
    const place = (...keys: string[]): string => `${root.get(...keys).file}:${root.get(...keys).line}`;
    expect(namespace).toBe('team');
    expect(place('data', 'a')).toBe('base/c.yaml:5');
    expect(place('data', 'b')).toBe('patch.yaml:5');
    expect(place('metadata', 'namespace')).toBe('kustomization.yaml:2');
    expect(root.get('data', 'b').text()).toBe('patched');
    expect(root.get('data', 'b').path).toBe('data.b');
  });

  it('puts files into a ConfigMap, and their lines are those of the files', () => {
    const tree = one({
      'kustomization.yaml': 'configMapGenerator:\n  - name: values\n    files: [values.yaml=conf/app.yaml]\n',
      'conf/app.yaml': '# comment\na:\n  b: 1\n',
    });
    const map = tree.objects.find(({ kind }) => kind === 'ConfigMap')!;
    const [values] = map.root.get('data', 'values.yaml').embedded();
    expect([values?.get('a', 'b').scalar(), values?.get('a', 'b').file, values?.get('a', 'b').line]).toEqual([1, 'conf/app.yaml', 3]);
  });

  it('keeps objects that nothing changes as they were read', () => {
    const tree = treeOf([
      { file: 'kustomization.yaml', text: 'resources: [c.yaml]\n' },
      { file: 'c.yaml', text: object('ConfigMap', 'settings') },
    ]);
    const [built] = appliedTrees(tree);
    expect(built!.objects.find(({ kind }) => kind === 'ConfigMap')!.root).toBe(tree.objects.find(({ kind }) => kind === 'ConfigMap')!.root);
  });

  it('ends where bases stand in a circle, and where YAML refers to itself', () => {
    expect(
      builtOf({ 'kustomization.yaml': 'resources: [a]\n', 'a/kustomization.yaml': 'resources: [.., c.yaml]\n', 'a/c.yaml': object('ConfigMap', 'c') }),
    ).toHaveLength(1);
    const odd = { 'kustomization.yaml': 'resources: 5\npatches: x\nimages: [null]\nconfigMapGenerator: [5, {}]\nreplacements: [{}]\nlabels: {}\n' };
    expect(() => builtOf(odd)).not.toThrow();
  });

  it.each(Object.entries(trees))('builds a tree without an error: %s', (_, files) => {
    for (const built of builtOf(files)) expect(built['kind']).toBeTypeOf('string');
  });
});

const flux = (name: string, path: string, more = ''): string =>
  `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: ${name}, namespace: flux-system }\nspec:\n  path: ${path}\n  sourceRef: { kind: GitRepository, name: flux-system }\n${more}`;

const named = ({ objects }: Tree): string[] =>
  objects.filter(({ kind }) => kind !== 'Kustomization' && kind !== 'Component').map(({ kind, namespace, name }) => `${kind} ${namespace}/${name}`);

describe('what is applied', () => {
  it('is what a kustomization lists', () => {
    const tree = one({
      'app/kustomization.yaml': 'resources: [a.yaml]\n',
      'app/a.yaml': object('ConfigMap', 'a'),
      'app/b.yaml': object('ConfigMap', 'b'),
      'c.yaml': object('ConfigMap', 'c'),
    });
    expect(named(tree)).toEqual(['ConfigMap /a', 'ConfigMap /c']);
    expect([...tree.notApplied!]).toEqual([['app/b.yaml', 'unlisted']]);
  });

  it('is what Flux reaches from the root of the repository', () => {
    const tree = one({
      'clusters/home/apps.yaml': flux('apps', './apps', '  targetNamespace: team\n'),
      'apps/a/a.yaml': object('ConfigMap', 'a'),
      'apps/b/kustomization.yaml': 'resources: [b.yaml]\n',
      'apps/b/b.yaml': object('ConfigMap', 'b'),
      'apps/b/off.yaml': object('ConfigMap', 'off'),
      'archive/old.yaml': object('ConfigMap', 'old'),
    });
    expect(named(tree).sort()).toEqual(['ConfigMap team/a', 'ConfigMap team/b']);
    expect([...tree.notApplied!]).toEqual([
      ['apps/b/off.yaml', 'unlisted'],
      ['archive/old.yaml', 'example'],
    ]);
  });

  it('follows Kustomizations of Flux that a kustomization patches', () => {
    const tree = one({
      'cluster/kustomization.yaml':
        'resources: [ks.yaml]\npatches:\n  - target: { kind: Kustomization }\n    patch: |\n      - { op: add, path: /spec/targetNamespace, value: team }\n',
      'cluster/ks.yaml': flux(
        'apps',
        'apps',
        '  patches:\n    - patch: |\n        apiVersion: v1\n        kind: ConfigMap\n        metadata: { name: a }\n        data: { x: "1" }\n',
      ),
      'apps/a.yaml': object('ConfigMap', 'a'),
    });
    const map = tree.objects.find(({ kind }) => kind === 'ConfigMap')!;
    expect([map.namespace, map.root.get('data', 'x').text(), map.root.get('data', 'x').file, map.root.get('data', 'x').line]).toEqual([
      'team',
      '1',
      'cluster/ks.yaml',
      12,
    ]);
    expect(map.layer?.name).toBe('apps');
  });

  it('leaves out an app whose Kustomization nobody lists', () => {
    const tree = one({
      'flux/cluster.yaml': flux('cluster', './apps'),
      'apps/media/kustomization.yaml': 'resources: [plex/ks.yaml]\n',
      'apps/media/plex/ks.yaml': flux('plex', './apps/media/plex/app'),
      'apps/media/plex/app/c.yaml': object('ConfigMap', 'plex'),
      'apps/media/off/ks.yaml': flux('off', './apps/media/off/app'),
      'apps/media/off/app/c.yaml': object('ConfigMap', 'off'),
    });
    expect(named(tree)).toEqual(['ConfigMap /plex']);
  });

  it('is one tree for each cluster that builds the same base', () => {
    const base = {
      'base/kustomization.yaml': 'resources: [c.yaml]\n',
      'base/c.yaml': object('ConfigMap', 'c', 'data: { a: x }\n'),
      'shared/kustomization.yaml': 'resources: [s.yaml]\n',
      'shared/s.yaml': object('ConfigMap', 's'),
    };
    const overlay = (value: string): string =>
      `resources: [../base]\npatches: [{ target: { kind: ConfigMap }, patch: "- { op: replace, path: /data/a, value: ${value} }" }]\n`;
    const all = applied({ ...base, 'one/kustomization.yaml': overlay('one'), 'two/kustomization.yaml': overlay('two') });
    expect(
      all.map((tree) =>
        tree.objects
          .find(({ name }) => name === 'c')!
          .root.get('data', 'a')
          .text(),
      ),
    ).toEqual(['one', 'two']);
    for (const tree of all) expect(named(tree)).toContain('ConfigMap /s');
  });

  it('is everything where nothing says how it is applied, but for examples', () => {
    const tree = one({ 'a.yaml': object('ConfigMap', 'a'), 'docs/b.yaml': object('ConfigMap', 'b') });
    expect(named(tree)).toEqual(['ConfigMap /a']);
    expect([...tree.notApplied!]).toEqual([['docs/b.yaml', 'example']]);
  });

  it('keeps configuration that programs read from a file', () => {
    const tree = one({
      'ks.yaml': flux('apps', 'apps'),
      'apps/a.yaml': object('ConfigMap', 'a'),
      'host/auth.yaml': 'apiVersion: apiserver.config.k8s.io/v1\nkind: AuthenticationConfiguration\njwt: []\n',
    });
    expect(tree.objects.map(({ kind }) => kind)).toContain('AuthenticationConfiguration');
  });

  it('gives plain data of what it composed', () => {
    const tree = one({ 'kustomization.yaml': 'resources: [c.yaml]\nnamespace: team\n', 'c.yaml': object('ConfigMap', 'a', 'data: { __proto__: "x" }\n') });
    expect(Object.keys(tree.objects.find(({ kind }) => kind === 'ConfigMap')!.root.get('data').value as object)).toEqual(['__proto__']);
  });
});

describe('files that are there to be copied', () => {
  it('are left out by their names, unless somebody names them', () => {
    const tree = one({
      'secret.example.yaml': object('ConfigMap', 'example'),
      'pod-template.yaml': object('ConfigMap', 'template'),
      'roles.ftl.yaml': object('ConfigMap', 'roles'),
    });
    expect([...tree.notApplied!.keys()]).toEqual(['secret.example.yaml', 'roles.ftl.yaml']);
    const folder = 'test/check/fixtures/not-applied/invalid-docs/docs';
    expect(appliedTrees(readTree([`${folder}/example.yaml`]))[0]?.notApplied?.size).toBe(0);
    expect(appliedTrees(readTree([folder]))[0]?.notApplied?.size).toBe(0);
  });
});
