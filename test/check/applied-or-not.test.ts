import { describe, expect, it } from 'vitest';
import { checkFiles } from '../../lib/check/check-tree.ts';
import { codesSaid } from '../support/tree-said.ts';

/** Files of which only those that something applies are judged. */

type Files = Readonly<Record<string, string>>;
const list = (...files: string[]) => `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [${files.join(', ')}]\n`;
const flux = (path: string) =>
  `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: web, namespace: flux-system }\nspec: { interval: 1h, prune: true, path: ${path}, sourceRef: { kind: GitRepository, name: flux-system } }\n`;
const argo = (name: string, path: string, more = '') =>
  `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: ${name}, namespace: argocd }\nspec:\n  project: default\n  destination: { namespace: web, server: https://kubernetes.default.svc }\n  source: { repoURL: https://git.example.net/house, path: ${path}${more} }\n`;
const page = (name: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name}, namespace: web }\ndata: { host: notes }\n`;
const twice = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: twice, namespace: web }\ndata:\n  host: notes\n  host: wiki\n';
const broken = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: broken, namespace: web\ndata: { host: notes }\n';
const script = '#!/bin/sh\ncat <<EOF | kubectl apply -f -\napiVersion: v1\nkind: ConfigMap\n\tmetadata: { name: made }\nEOF\n';
const literal = (name: string) =>
  `apiVersion: v1\nkind: Secret\nmetadata: { name: ${name}, namespace: web }\nstringData: { client-secret: aB3dE6gH9jK2mN5pQ8sT }\n`;

const said = (files: Files, code: RegExp) => codesSaid(files).filter((line) => code.test(line));
const left = (files: Files) =>
  checkFiles(Object.entries(files).map(([file, text]) => ({ file, text })))
    .skipped.filter(({ code }) => code === 'not-applied')
    .map(({ message }) => message);

it('the own repository is that of the Kustomizations whose folder is here, however many a base brings for another', () => {
  const others = ['one', 'two', 'three']
    .map((name) => flux(`./${name}`).replace('name: web', `name: ${name}`).replaceAll('flux-system }', 'others }'))
    .join('---\n');
  const source = (name: string) =>
    `apiVersion: source.toolkit.fluxcd.io/v1\nkind: GitRepository\nmetadata: { name: ${name}, namespace: flux-system }\nspec: { interval: 1h, url: https://git.example.net/${name} }\n`;
  const files = {
    'flux/web.yaml': flux('./web'),
    'flux/site.yaml': flux('./site').replace('name: web', 'name: site').replace('name: flux-system } }', 'name: made-by-hand } }'),
    'site/page.yaml': page('page'),
    'flux/others.yaml': `${others}---\n${source('others')}---\n${source('flux-system')}`,
    'web/secret.yaml': literal('web'),
  };
  expect(said({ ...files, 'web/kustomization.yaml': list('secret.yaml') }, /secret-literal/)).toEqual(['error secret-literal']);
});

describe('a file that is no YAML', () => {
  const beside = (text: string): Files => ({ 'web/kustomization.yaml': list('page.yaml'), 'web/page.yaml': page('page'), 'scripts/install.yaml': text });

  it('is an error where something applies it, and else one line', () => {
    expect(said(beside(broken), /yaml-/)).toEqual([]);
    expect(left(beside(broken))).toEqual(['scripts/install.yaml is not applied: it is not valid YAML, and read by nothing']);
    expect(said({ ...beside(broken), 'web/kustomization.yaml': list('page.yaml', '../scripts/install.yaml') }, /yaml-/)).toEqual(['error yaml-broken']);
    expect(said({ ...beside(broken), 'flux/ks.yaml': flux('./scripts') }, /yaml-/)).toEqual(['error yaml-broken']);
    expect(said({ ...beside(broken), 'argo/app.yaml': argo('web', 'scripts') }, /yaml-/)).toEqual(['error yaml-broken']);
  });

  it('is one error where git left a conflict in several documents', () => {
    const conflict = (name: string) => page(name).replace('data: { host: notes }', 'data:\n<<<<<<< HEAD\n  host: notes\n=======\n  host: wiki\n>>>>>>> other');
    const [one, ...others] = checkFiles([{ file: 'a.yaml', text: `${page('a')}---\n${conflict('b')}---\n${conflict('c')}` }]).findings;
    expect([one?.code, one?.line, others]).toEqual(['yaml-broken', 10, []]);
  });

  it('is an error where nothing says what is applied, unless it is a script', () => {
    expect(said({ 'page.yaml': page('page'), 'more.yaml': broken }, /yaml-/)).toEqual(['error yaml-broken']);
    expect(said({ 'page.yaml': page('page'), 'install.yaml': script }, /yaml-/)).toEqual([]);
    expect(left({ 'page.yaml': page('page'), 'install.yaml': script })).toEqual(['install.yaml is not applied: it is not valid YAML, and read by nothing']);
  });

  it('is none of an Application that takes no folders below its own', () => {
    const files = (more = '') => ({ 'argo/app.yaml': argo('web', 'web', more), 'web/page.yaml': page('page'), 'web/old/install.yaml': script });
    expect(said(files(), /yaml-/)).toEqual([]);
    expect(said(files(', directory: { recurse: true }'), /yaml-/)).toEqual(['error yaml-broken']);
  });

  it('may be a kustomization that another one lists', () => {
    const files = (name: string) => ({
      'flux/ks.yaml': flux('./web'),
      'web/kustomization.yaml': list(name),
      'web/notes/kustomization.yaml': 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [page.yaml\n',
      'web/wiki/kustomization.yaml': list(),
    });
    expect(said(files('notes'), /yaml-/)).toEqual(['error yaml-broken']);
    expect(said(files('wiki'), /yaml-/)).toEqual([]);
  });

  it('is left out beside the folders of Applications: nobody applies it by hand', () => {
    const files = { 'argo/app.yaml': argo('notes', 'notes'), 'notes/page.yaml': page('notes') };
    expect(said({ ...files, 'notes-later/app.yaml': broken }, /yaml-/)).toEqual([]);
    expect(said({ ...files, 'notes/app.yaml': broken }, /yaml-/)).toEqual(['error yaml-broken']);
    expect(said({ ...files, 'argo/more.yaml': broken }, /yaml-/)).toEqual(['error yaml-broken']);
  });
});

describe('a key that is there twice', () => {
  it('is an error where kustomize reads it: others take the last', () => {
    expect(said({ 'kustomization.yaml': list('twice.yaml'), 'twice.yaml': twice }, /yaml-/)).toEqual(['error yaml-duplicate-key']);
    const annotated = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: twice\n  annotations: { a: b, a: c }\n';
    expect(said({ 'kustomization.yaml': list('twice.yaml'), 'twice.yaml': annotated }, /yaml-/)).toEqual(['warning yaml-duplicate-key']);
    expect(said({ 'kustomization.yaml': `${list('page.yaml')}resources: [page.yaml]\n`, 'page.yaml': page('page') }, /yaml-/)).toEqual([
      'warning yaml-duplicate-key',
    ]);
    expect(said({ 'ks.yaml': flux('./web'), 'web/twice.yaml': twice }, /yaml-/)).toEqual(['error yaml-duplicate-key']);
    expect(said({ 'app.yaml': argo('web', 'web'), 'web/twice.yaml': twice }, /yaml-/)).toEqual(['warning yaml-duplicate-key']);
    expect(said({ 'ks.yaml': flux('./web'), 'web/page.yaml': page('page'), 'other/twice.yaml': twice }, /yaml-/)).toEqual([]);
  });

  it('may be empty the first time, where a patch takes it out', () => {
    const map = (first: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: twice, namespace: web }\ndata:\n${first}\ndata:\n  host: wiki\n`;
    const patch = `${list('map.yaml')}patches:\n  - target: { kind: ConfigMap }\n    patch: |-\n      apiVersion: v1\n      kind: ConfigMap\n      metadata: { name: any, labels: { a: b } }\n`;
    expect(said({ 'kustomization.yaml': list('map.yaml'), 'map.yaml': map('') }, /yaml-/)).toEqual(['error yaml-duplicate-key']);
    expect(said({ 'kustomization.yaml': patch, 'map.yaml': map('# later') }, /yaml-/)).toEqual(['warning yaml-duplicate-key']);
    expect(said({ 'kustomization.yaml': patch, 'map.yaml': map('  host: notes') }, /yaml-/)).toEqual(['error yaml-duplicate-key']);
  });

  it('may be that of annotations, which kustomize merges', () => {
    const map = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n  namespace: web\n  annotations: { a: "1" }\n  annotations: { b: "2" }\n';
    expect(said({ 'kustomization.yaml': list('map.yaml'), 'map.yaml': map }, /yaml-/)).toEqual([]);
    expect(said({ 'kustomization.yaml': list('map.yaml'), 'map.yaml': map.replaceAll('annotations', 'labels') }, /yaml-/)).toEqual([
      'error yaml-duplicate-key',
    ]);
  });
});

describe('a folder whose kustomization cannot be read', () => {
  const files = (kustomization: string): Files => ({
    'web/kustomization.yaml': kustomization,
    'web/page.yaml': page('page'),
    'web/secret.yaml': literal('web'),
  });

  it('is not judged: what it lists is not known', () => {
    expect(said(files(list('page.yaml', 'secret.yaml')), /secret-literal/)).toEqual(['error secret-literal']);
    expect(said(files(`namespace: {{ home.namespace }}\n${list('page.yaml')}`), /secret-literal/)).toEqual([]);
    expect(said(files('resources: [page.yaml\n'), /./)).toEqual(['error yaml-broken']);
    const beside = { 'wiki/kustomization.yaml': list('page.yaml'), 'wiki/page.yaml': page('wiki') };
    expect(said({ ...files(`namespace: {{ home.namespace }}\n${list('page.yaml')}`), ...beside }, /secret-literal/)).toEqual([]);
  });
});

describe('a folder that no Application of Argo CD takes', () => {
  const apps: Files = Object.fromEntries(['notes', 'wiki', 'feeds'].map((name) => [`argo/${name}.yaml`, argo(name, `apps/${name}`)]));
  const folders: Files = Object.fromEntries(['notes', 'wiki', 'feeds'].map((name) => [`apps/${name}/page.yaml`, page(name)]));

  it('is not judged, whatever its name', () => {
    expect(said({ ...apps, ...folders, 'ZZ_put_away/secret.yaml': literal('old') }, /secret-literal/)).toEqual([]);
    expect(left({ ...apps, ...folders, 'ZZ_put_away/secret.yaml': literal('old') })).toEqual([
      'ZZ_put_away/secret.yaml is not applied: it is outside every folder that Argo CD applies',
    ]);
    expect(said({ ...apps, ...folders, 'apps/wiki/secret.yaml': literal('wiki') }, /secret-literal/)).not.toEqual([]);
    // What lies beside the Applications is put in place with them.
    expect(said({ ...apps, ...folders, 'argo/secret.yaml': literal('argo') }, /secret-literal/)).not.toEqual([]);
  });

  it('is not judged where kustomizations are in it', () => {
    const all = { ...apps, ...folders, 'apps/notes/kustomization.yaml': list('page.yaml') };
    const away = { 'ZZ_put_away/kustomization.yaml': list('secret.yaml'), 'ZZ_put_away/secret.yaml': literal('old') };
    expect(said({ ...all, ...away }, /secret-literal/)).toEqual([]);
  });

  it('may be taken by one that is not known', () => {
    const set = (path: string) =>
      `apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata: { name: all, namespace: argocd }\nspec:\n  generators: [{ git: { directories: [{ path: 'apps/*' }] } }]\n  template:\n    metadata: { name: '{{path.basename}}' }\n    spec:\n      project: default\n      destination: { namespace: web, server: https://kubernetes.default.svc }\n      source: { repoURL: https://git.example.net/house, path: '${path}' }\n`;
    const files = (path: string) => ({ ...folders, 'argo/all.yaml': set(path), 'other/secret.yaml': literal('old') });
    expect(said(files('{{path}}'), /secret-literal/)).toEqual([]);
    expect(said(files('{{values.folder}}'), /secret-literal/)).not.toEqual([]);
    expect(said({ ...folders, 'argo/all.yaml': argo('notes', 'apps/notes'), 'other/secret.yaml': literal('old') }, /secret-literal/)).not.toEqual([]);
  });
});

it('an app that is commented out of an ApplicationSet is not judged', () => {
  const set = (...lines: string[]) =>
    `apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata: { name: all, namespace: argocd }\nspec:\n  goTemplate: true\n  generators:\n    - list:\n        elements:\n${lines.map((line) => `          ${line}\n`).join('')}  template:\n    metadata: { name: '{{.name}}' }\n    spec:\n      project: default\n      destination: { namespace: web, server: https://kubernetes.default.svc }\n      source: { repoURL: https://git.example.net/house, path: '{{.path}}' }\n`;
  const files = (before: string) => ({
    'sets/all.yaml': set('- { name: web, path: apps/web }', `${before}- { name: past, path: apps/past, wave: "7" }`),
    'apps/web/kustomization.yaml': list('page.yaml'),
    'apps/web/page.yaml': page('page'),
    'apps/past/kustomization.yaml': list('secret.yaml'),
    'apps/past/secret.yaml': literal('past'),
  });
  expect(said(files('# '), /secret-literal/)).toEqual([]);
  expect(said(files(''), /secret-literal/)).toHaveLength(1);
});

describe('a kustomization that lists Applications', () => {
  const apps = ['a', 'b', 'c'];
  const files = (listed: string[], more: Files = {}): Files => ({
    'argo/kustomization.yaml': list('rooms'),
    'argo/rooms/kustomization.yaml': list(...listed.map((name) => `${name}.yaml`)),
    ...Object.fromEntries(
      apps.flatMap((name) => [
        [`argo/rooms/${name}.yaml`, argo(name, `web/${name}`)],
        [`web/${name}/page.yaml`, page(name)],
      ]),
    ),
    ...more,
  });

  it('is applied by whoever set the cluster up, where nothing brings those', () => {
    expect(left(files(apps))).toEqual([]);
    expect(left(files(['a', 'b']))).toEqual(['argo/rooms/c.yaml is not applied: it is not listed in the kustomization.yaml of the same folder']);
  });

  it('is left over where one of them brings the others, and not it', () => {
    const root = { 'boot/root.yaml': argo('root', 'rooms'), 'rooms/d.yaml': argo('d', 'web/a') };
    expect(left(files(apps, root))).toEqual(['3 files are not applied: they are outside every folder that Argo CD applies (argo/rooms)']);
    const own = { 'rooms/kustomization.yaml': list('a.yaml', 'b.yaml'), 'rooms/a.yaml': argo('a', 'web/a'), 'rooms/b.yaml': argo('b', 'web/b') };
    const first = { 'boot/kustomization.yaml': list('../rooms/a.yaml', 'page.yaml'), 'boot/page.yaml': page('boot') };
    const pages = { 'web/a/page.yaml': page('a'), 'web/b/page.yaml': page('b') };
    expect(left({ ...own, ...first, ...pages, 'root.yaml': argo('root', 'rooms') })).toEqual([
      'boot/page.yaml is not applied: it is outside every folder that Argo CD applies',
    ]);
  });
});

describe('an app that is commented out of a ResourceSet', () => {
  const set = (...names: string[]) =>
    `apiVersion: fluxcd.controlplane.io/v1\nkind: ResourceSet\nmetadata: { name: apps, namespace: flux-system }\nspec:\n  inputs: [${names.map((name) => `{ app: ${name} }`).join(', ')}]\n  resources:\n    - apiVersion: kustomize.toolkit.fluxcd.io/v1\n      kind: Kustomization\n      metadata: { name: << inputs.app >>, namespace: flux-system }\n      spec: { interval: 1h, prune: true, path: ./apps/<< inputs.app >>, sourceRef: { kind: GitRepository, name: flux-system } }\n`;
  const files = (...names: string[]) => ({
    'cluster/apps.yaml': set(...names),
    'cluster/kustomization.yaml': list('apps.yaml'),
    'apps/notes/kustomization.yaml': list('secret.yaml'),
    'apps/notes/secret.yaml': literal('notes'),
    'apps/wiki/kustomization.yaml': list('page.yaml'),
    'apps/wiki/page.yaml': page('wiki'),
  });

  it('is not judged', () => {
    expect(said(files('notes', 'wiki'), /secret-literal/)).not.toEqual([]);
    expect(said(files('wiki'), /secret-literal/)).toEqual([]);
    expect(left(files('wiki'))).toEqual(['apps/notes/secret.yaml is not applied: it is outside every folder that Flux applies']);
  });
});

describe('an entry that is commented out of a kustomization', () => {
  const out = (entry: string) => `${list('page.yaml')}# - ${entry}  # not now\n`;
  const wiki = { 'apps/wiki/kustomization.yaml': list('secret.yaml', 'more'), 'apps/wiki/secret.yaml': literal('wiki') };
  const more = { 'apps/wiki/more/kustomization.yaml': list('secret.yaml'), 'apps/wiki/more/secret.yaml': literal('more') };
  const house = (entry: string) => ({ 'house/page.yaml': page('page'), 'house/kustomization.yaml': out(entry), ...wiki, ...more });

  it('is not applied, nor what it brings', () => {
    expect(said(house('../apps/feeds'), /secret-literal/)).not.toEqual([]);
    expect(said(house('../apps/wiki'), /secret-literal/)).toEqual([]);
    expect(left(house('../apps/wiki'))).toEqual([
      '2 files are not applied: they are in a folder whose kustomization.yaml nothing builds (apps/wiki, apps/wiki/more)',
    ]);
  });

  it('is applied where another one lists it', () => {
    expect(said({ ...house('../apps/wiki'), 'shed/kustomization.yaml': list('../apps/wiki') }, /secret-literal/)).not.toEqual([]);
  });

  it('may be a Kustomization of Flux', () => {
    const files = (entry: string) => ({ ...house(entry), 'ks/wiki.yaml': flux('./apps/wiki'), 'ks/feeds.yaml': flux('./house').replace('web', 'feeds') });
    expect(said(files('../ks/other.yaml'), /secret-literal/)).not.toEqual([]);
    expect(said(files('../ks/wiki.yaml'), /secret-literal/)).toEqual([]);
  });
});

it('a kustomization that nothing builds is as little judged as what it lists', () => {
  const odd = `${list('page.yaml')}patches: [{ path: patch.yaml, target: { kinds: ConfigMap } }]\n`;
  const files = { 'ks.yaml': flux('./web'), 'web/page.yaml': page('page'), 'other/page.yaml': page('other'), 'other/kustomization.yaml': odd };
  expect(codesSaid(files)).toEqual([]);
  expect(codesSaid({ ...files, 'ks.yaml': flux('./other') })).not.toEqual([]);
});

it('what an archive brings is applied by what is outside of it', () => {
  const entry = flux('./web').replace('name: web', 'name: apps');
  const files = { 'flux/ks.yaml': entry, 'web/kustomization.yaml': list('page.yaml'), 'web/page.yaml': twice };
  const before = flux('./flux').replace('name: web', 'name: flux-system');
  expect(said({ ...files, 'archive/flux/sync.yaml': before }, /yaml-/)).toEqual(['error yaml-duplicate-key']);
  expect(said({ ...files, 'cluster/sync.yaml': before }, /yaml-/)).toEqual(['error yaml-duplicate-key']);
});

describe('a folder or file that is a template', () => {
  it('by the statements of ytt', () => {
    const choice = (more: string) => page('page').replace('host: notes', '').replace('data: {  }', `data:\n${more}`);
    expect(said({ 'a.yaml': choice('  host: notes\n  host: wiki\n') }, /yaml-/)).toEqual(['warning yaml-duplicate-key']);
    expect(said({ 'a.yaml': choice('  #@ if data.values.old:\n  host: notes\n  #@ else:\n  host: wiki\n  #@ end\n') }, /yaml-/)).toEqual([]);
  });

  it.each(['<APP_NAME>', '{{ .app }}', '{{cookiecutter.app}}', '[[ app ]]'])('by its name: %s', (name) => {
    const files = { 'web/page.yaml': page('page'), [`apps/${name}/secret.yaml`]: literal('wiki') };
    expect(said(files, /secret-literal/)).toEqual([]);
    expect(left(files)).toEqual([`apps/${name}/secret.yaml is not applied: it is in a folder for examples, archives or tests, or named like one`]);
    expect(left({ 'web/page.yaml': page('page'), [`apps/${name}.yaml`]: literal('wiki') })).toEqual([
      `apps/${name}.yaml is not applied: it is in a folder for examples, archives or tests, or named like one`,
    ]);
  });
});
