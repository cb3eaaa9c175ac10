import { describe, expect, it } from 'vitest';
import { checkFiles } from '../../lib/check/check-tree.ts';
import { appliedTrees } from '../../lib/tree/applied/applied-trees.ts';
import { treeOf } from '../../lib/tree/tree.ts';

/** What lies beside the folders that Applications of Argo CD take. */

type Files = Readonly<Record<string, string>>;
const argo = (name: string, path: string, repository = 'house') =>
  `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: ${name}, namespace: argocd }\nspec:\n  project: default\n  destination: { namespace: web, server: https://kubernetes.default.svc }\n  source: { repoURL: https://git.example.net/${repository}, path: ${path}, directory: { recurse: true } }\n`;
const map = (name: string, data = '{ host: notes }') => `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name}, namespace: argocd }\ndata: ${data}\n`;
const secret = 'apiVersion: v1\nkind: Secret\nmetadata: { name: old, namespace: web }\nstringData: { client-secret: aB3dE6gH9jK2mN5pQ8sT }\n';
const names = ['notes', 'wiki', 'feeds'];
const list = (file: string) => `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [${file}]\n`;
const apps: Files = Object.fromEntries(
  names.flatMap((name) => [
    [`argo/${name}.yaml`, argo(name, `apps/${name}`)],
    [`apps/${name}/page.yaml`, map(name)],
  ]),
);
const checked = (files: Files) => checkFiles(Object.entries({ ...apps, ...files }).map(([file, text]) => ({ file, text })));
const left = (files: Files) => checked(files).skipped.flatMap(({ code, message }) => (code === 'not-applied' ? [message] : []));

describe('what no Application takes', () => {
  it('is an archive still where one takes the whole of another repository', () => {
    const files = (app: string) => ({
      'argo/more.yaml': app,
      'apps/wiki/kustomization.yaml': 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [page.yaml]\n',
      'docs/secret.yaml': secret,
    });
    expect(checked(files(argo('other', '.', 'other'))).findings).toEqual([]);
    expect(checked(files(argo('all', '.'))).findings.map(({ code }) => code)).toEqual(['secret-literal']);
  });

  it('may be the login of Argo CD itself', () => {
    const own = map('argocd-cm', '{ url: https://argo.example.net, dex.config: "connectors: []" }');
    expect(left({ 'boot/argocd-cm.yaml': own })).toEqual([]);
    expect(left({ 'boot/page.yaml': map('page') })).toEqual(['boot/page.yaml is not applied: it is outside every folder that Argo CD applies']);
    expect(left({ 'argo/cm.yaml': own, 'boot/argocd-cm.yaml': own })).toEqual([
      'boot/argocd-cm.yaml is not applied: it is outside every folder that Argo CD applies',
    ]);
  });

  it('is what lies beside a chart or beside a list, unless the Application names a directory', () => {
    const plain = Object.fromEntries(Object.entries(apps).map(([file, text]) => [file, text.replace(', directory: { recurse: true }', '')]));
    const chart = { 'apps/wiki/Chart.yaml': 'apiVersion: v2\nname: wiki\nversion: 1.0.0\n', 'apps/wiki/values.yaml': 'a: b\n' };
    const beside = (more: Files) => left({ ...plain, ...more, 'apps/wiki/secret.yaml': secret });
    expect(beside({})).toEqual([]);
    expect(beside({ 'apps/wiki/kustomization.yaml': list('page.yaml') })).toEqual([
      'apps/wiki/secret.yaml is not applied: it is next to a Chart.yaml or a kustomization.yaml that Argo CD builds',
    ]);
    expect(beside(chart)).toEqual(['2 files are not applied: they are next to a Chart.yaml or a kustomization.yaml that Argo CD builds (apps/wiki)']);
    expect(left({ ...plain, ...chart, 'apps/wiki/page.yaml': '', 'apps/wiki/templates/secret.yaml': secret })).toEqual([]);
    expect(left({ 'apps/wiki/kustomization.yaml': list('page.yaml'), 'apps/wiki/secret.yaml': secret })).toEqual([]);
  });
});

describe('what an Application takes by name', () => {
  const dump = (names: string): Files => ({
    'argo/house.yaml': argo('house', 'house').replace('recurse: true', names),
    'house/page.yaml': map('house'),
    'house/secret.clean.yaml': secret,
  });
  const codes = (files: Files) => checked(files).findings.map(({ code }) => code);
  const out = ['house/secret.clean.yaml is not applied: it is left out by `include` or `exclude` of the Application that takes the folder'];

  it('is the rest of its folder', () => {
    for (const names of ['include: "{page.yaml,more.yaml}"', 'exclude: "*.clean.yaml"', 'recurse: true, exclude: "{*.clean.yaml,**/*.clean.yaml}"']) {
      expect(codes(dump(names)), names).toEqual([]);
      expect(left(dump(names)), names).toEqual(out);
    }
    for (const names of ['exclude: "{*.tmpl.yaml,off/*}"', 'include: ""', 'include: "secret.[a-z]*.yaml"'])
      expect(codes(dump(names)), names).toEqual(['secret-literal']);
  });

  it('is not what another source of the same Application takes', () => {
    const two = argo('root', 'all').replace(
      /  source: .*/,
      '  sources: [{ repoURL: https://git.example.net/house, path: all, directory: { include: root.yaml } }, { repoURL: https://git.example.net/house, path: all/apps, directory: { recurse: true } }]',
    );
    const files = { 'all/root.yaml': two, 'all/apps/one/docs.yaml': argo('docs', 'apps/docs'), 'all/apps/one/secret.yaml': secret };
    expect(codes(files)).toEqual(['secret-literal']);
  });

  it('is no YAML that another takes', () => {
    const broken = { ...dump('include: page.yaml'), 'house/secret.clean.yaml': 'kind: Secret\nmetadata:\n  annotations: {"a":\n  b: c\n' };
    expect(codes(broken)).toEqual([]);
  });

  it('brings the Applications below it, and not their templates', () => {
    const root = argo('root', 'all').replace('recurse: true', 'recurse: true, exclude: "**/*.tmpl.yaml"');
    const files = { 'boot/root.yaml': root, 'all/one/docs.yaml': argo('docs', 'apps/docs'), 'apps/docs/secret.yaml': secret };
    expect(codes(files)).toEqual(['secret-literal']);
  });

  it('is in use in another environment too, whose root is made elsewhere', () => {
    const root = argo('root', 'envs/prod').replace('recurse: true', 'exclude: "*.tmpl.yaml"');
    const files = (place: string) => ({
      'boot/root.yaml': root,
      'envs/prod/docs.yaml': argo('docs', 'docs/prod'),
      'docs/prod/page.yaml': map('docs'),
      [`${place}/docs.yaml`]: argo('docs', 'docs/dev').replace(', directory: { recurse: true }', ''),
      'docs/dev/kustomization.yaml': list('secret.yaml'),
      'docs/dev/secret.yaml': secret,
    });
    expect(codes(files('envs/dev'))).toEqual(['secret-literal']);
    // One that a root brings already is not there twice; of others such a root says nothing.
    expect(codes(files('before'))).toEqual([]);
    const other = { ...files('before'), 'before/docs.yaml': argo('dev-docs', 'docs/dev').replace(', directory: { recurse: true }', '') };
    expect(codes(other)).toEqual(['secret-literal']);
  });

  it('is not below its folder where it says so', () => {
    const flat = argo('house', 'house').replace('recurse: true', 'recurse: false');
    const files = {
      'argo/house.yaml': flat,
      'house/base/kustomization.yaml': list('page.yaml'),
      'house/base/page.yaml': map('page'),
      'house/base/old.yaml': secret,
    };
    expect(codes(files)).toEqual([]);
  });
});

it('an Application beside the chart that it installs does not bring itself', () => {
  const app = (path: string) => argo('wiki', path).replace(', directory: { recurse: true }', '');
  const chart = { 'apps/wiki/Chart.yaml': 'apiVersion: v2\nname: wiki\nversion: 1.0.0\n', 'apps/wiki/values.yaml': 'a: b\n', 'apps/wiki/page.yaml': '' };
  const own = {
    'argo/wiki.yaml': app('apps/wiki'),
    'apps/wiki/wiki-app.yaml': app('apps/wiki').replace('apps/wiki }', 'apps/wiki, plugin: { name: house } }'),
  };
  const beside = 'it is next to a Chart.yaml or a kustomization.yaml that Argo CD builds';
  expect(left({ ...chart, ...own })).toEqual([`apps/wiki/wiki-app.yaml is not applied: ${beside}`]);
  // A root that takes every such file brings it.
  const root = argo('root', 'apps').replace('recurse: true', 'recurse: true, include: "*-app.yaml"');
  const brought = { ...chart, 'argo/wiki.yaml': '', 'boot/root.yaml': root, 'apps/wiki/wiki-app.yaml': app('apps/wiki'), 'apps/wiki/old.yaml': secret };
  expect(left(brought)).toEqual([`apps/wiki/old.yaml is not applied: ${beside}`]);
});

it('what an Application names that is put away beside those in use is not judged', () => {
  const root = { 'boot/root.yaml': argo('root', 'boot'), 'boot/argo.yaml': argo('argo', 'argo').replace('recurse: true', 'recurse: false') };
  const off = { 'web/page.yaml': map('web'), 'web/old/secret.yaml': secret, 'web/old/kustomization.yaml': list('secret.yaml') };
  const codes = (files: Files) => checked({ ...root, ...off, ...files }).findings.map(({ code }) => code);
  expect(codes({ 'argo/old.yaml': argo('old', 'web/old') })).toEqual(['secret-literal']);
  expect(codes({ 'argo/off/old.yaml': argo('old', 'web/old') })).toEqual([]);
});

describe('what an ApplicationSet takes', () => {
  const set =
    'apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata: { name: all, namespace: argocd }\nspec:\n  generators: [{ list: { elements: [{ app: docs }] } }]\n  template:\n    metadata: { name: "{{app}}" }\n    spec:\n      destination: { namespace: web }\n      source: { repoURL: https://git.example.net/house, path: "apps/{{app}}", kustomize: { namePrefix: my- } }\n';

  it('is in use whatever its name, as what an Application takes', () => {
    const page = { 'apps/docs/secret.yaml': secret };
    expect(checked({ 'argo/all.yaml': set, ...page }).findings.map(({ code }) => code)).toEqual(['secret-literal']);
    expect(checked(page).findings).toEqual([]);
    // One that was put away takes nothing by a path that merely ends like a folder.
    expect(checked({ 'archive/all.yaml': set.replace('apps/{{app}}', 'house/apps/{{app}}'), ...page }).findings).toEqual([]);
  });

  it('with a placeholder that only Argo CD fills in is not the folder above a list', () => {
    const any = set.replace('{ app: docs }', '{ other: docs }').replace('apps/{{app}}', '{{app}}');
    const own = map('argocd-cm', '{ url: https://argo.example.net, oidc.config: "name: house" }');
    const files = {
      'argo/all.yaml': any,
      'argo/install/kustomization.yaml': list('page.yaml'),
      'argo/install/page.yaml': map('page'),
      'argo/install/cm.yaml': own,
    };
    expect(left(files)).toEqual(['argo/install/cm.yaml is not applied: it is not listed in the kustomization.yaml of the same folder']);
  });

  it('gets what it adds to the kustomization of the folder', () => {
    const files = { 'argo/all.yaml': set, 'apps/docs/kustomization.yaml': list('page.yaml'), 'apps/docs/page.yaml': map('page') };
    const names = (all: Files) =>
      appliedTrees(treeOf(Object.entries(all).map(([file, text]) => ({ file, text })))).flatMap(({ objects }) =>
        objects.filter(({ kind }) => kind === 'ConfigMap').map(({ name }) => name),
      );
    expect(names(files)).toEqual(['my-page']);
    // One with a placeholder says of no folder that it is this.
    const any = { ...files, 'argo/all.yaml': set.replace('{ app: docs }', '{ other: docs }') };
    expect(names(any)).toEqual(['page']);
  });
});

it('a base that no overlay takes is not judged, but where nothing is an overlay or an Application takes it', () => {
  const codes = (files: Files) => checkFiles(Object.entries(files).map(([file, text]) => ({ file, text }))).findings.map(({ code }) => code);
  const base = { 'web/base/kustomization.yaml': list('secret.yaml'), 'web/base/secret.yaml': secret };
  const other = { 'wiki/prod/kustomization.yaml': list('page.yaml'), 'wiki/prod/page.yaml': map('wiki') };
  expect(codes(base)).toEqual(['secret-literal']);
  expect(codes({ ...base, ...other })).toEqual([]);
  expect(codes({ ...base, ...other, 'web/prod/kustomization.yaml': list('../base') })).toEqual(['secret-literal']);
  expect(codes({ ...base, ...other, 'argo/app.yaml': argo('web', 'web/base').replace(', directory: { recurse: true }', '') })).toEqual(['secret-literal']);
});

it('a folder with a name of an archive is built where an Application takes it', () => {
  const folder = { '_base/web/kustomization.yaml': list('secret.yaml'), '_base/web/secret.yaml': secret };
  const plain = argo('web', '_base/web').replace(', directory: { recurse: true }', '');
  expect(checked(folder).findings).toEqual([]);
  expect(checked({ ...folder, 'argo/web.yaml': plain }).findings.map(({ code }) => code)).toEqual(['secret-literal']);
});
