import { describe, expect, it } from 'vitest';
import { appliedTrees } from '../../lib/tree/applied/applied-trees.ts';
import { filledIn } from '../../lib/tree/applied/substitute.ts';
import { manifestsOf } from '../../lib/tree/manifests.ts';
import { type Tree, treeOf } from '../../lib/tree/tree.ts';

const one = (files: Readonly<Record<string, string>>): Tree => {
  const all = appliedTrees(treeOf(Object.entries(files).map(([file, text]) => ({ file, text }))));
  expect(all).toHaveLength(1);
  return all[0]!;
};

const ks = (name: string, path: string, more = ''): string =>
  `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: ${name}, namespace: flux-system }\nspec:\n  path: ${path}\n${more}`;

describe('variables of Flux', () => {
  const values = new Map([
    ['A', 'x'],
    ['EMPTY', ''],
  ]);

  it.each([
    ['${A}', 'x'],
    ['https://${A}.example.org/${A}', 'https://x.example.org/x'],
    ['${A:=y}', 'x'],
    ['${B:=y}', 'y'],
    ['${B:-y}', 'y'],
    ['${EMPTY:-y}', 'y'],
    // Flux cannot parse it: of the shell's operators this one works behind a colon alone.
    ['${EMPTY-y}', '${EMPTY-y}'],
    ['${B:=${A}}', 'x'],
    ['${B}', '${B}'],
    ['$${A}', '$${A}'],
    ['${A/x/y}', '${A/x/y}'],
    ['$A and ${', '$A and ${'],
  ])('fill %s in as %s', (text, wanted) => {
    expect(filledIn(text, { values, hidden: new Set(), complete: true })).toBe(wanted);
  });

  it('keep a default that a Secret may outrank', () => {
    expect(filledIn('${B:=y} ${A} ${B:=${A}}', { values, hidden: new Set(), complete: false })).toBe('${B:=y} x ${B:=x}');
    expect(filledIn('${B:=y} ${C:=y}', { values, hidden: new Set(['B']), complete: true })).toBe('${B:=y} y');
  });

  it.each([
    ['a Secret', 'apiVersion: v1\nkind: Secret\nmetadata: { name: more, namespace: flux-system }\nstringData: { DOMAIN: "ENC[AES256_GCM,data:x]" }\n'],
    [
      'an ExternalSecret',
      'apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: { name: made, namespace: flux-system }\nspec: { target: { name: more, template: { data: { DOMAIN: "{{ .domain }}" } } }, dataFrom: [{ extract: { key: all } }] }\n',
    ],
  ])('take their defaults where %s has other keys', (_, secret) => {
    const tree = one({
      'flux/vars.yaml': ks('vars', './vars'),
      'flux/apps.yaml': ks('apps', './apps', '  postBuild: { substitute: { APP: wiki }, substituteFrom: [{ kind: Secret, name: more }] }\n'),
      'vars/more.yaml': secret,
      'apps/a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, namespace: apps }\ndata: { host: "${SUB:=${APP}}.${DOMAIN:=example.org}" }\n',
    });
    const map = tree.objects.find(({ name }) => name === 'a')!;
    expect(map.root.get('data', 'host').text()).toBe('wiki.${DOMAIN:=example.org}');
  });

  it('come from ConfigMaps of the tree and from the Kustomization, and stay in the place of the text', () => {
    const tree = one({
      'flux/vars.yaml': ks('vars', './vars'),
      'flux/apps.yaml': ks(
        'apps',
        './apps',
        '  dependsOn: [{ name: vars }]\n  postBuild:\n    substitute: { APP: wiki, COUNT: "3" }\n    substituteFrom: [{ kind: ConfigMap, name: settings }, { kind: Secret, name: hidden, optional: true }]\n',
      ),
      'vars/settings.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings, namespace: flux-system }\ndata: { DOMAIN: example.org }\n',
      'apps/a.yaml':
        'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: "${APP}", namespace: apps }\ndata:\n  count: ${COUNT}\n  text: |\n    host: ${APP}.${DOMAIN}\n  other: ${APP}.${SECRET_DOMAIN}\n  "${APP}-key": x\n',
    });
    const map = tree.objects.find(({ name }) => name === 'wiki')!;
    expect(map.root.get('data').value).toEqual({ count: 3, text: 'host: wiki.example.org\n', other: 'wiki.${SECRET_DOMAIN}', 'wiki-key': 'x' });
    expect([map.root.get('data', 'other').file, map.root.get('data', 'other').line]).toEqual(['apps/a.yaml', 8]);
    const [inner] = map.root.get('data', 'text').embedded();
    expect(inner?.get('host').line).toBe(7);
  });

  it('come from a Secret where it follows a ConfigMap that holds their place', () => {
    const tree = one({
      'flux/vars.yaml': ks('vars', './vars'),
      'flux/apps.yaml': ks(
        'apps',
        './apps',
        '  dependsOn: [{ name: vars }]\n  postBuild: { substituteFrom: [{ kind: ConfigMap, name: settings }, { kind: Secret, name: hidden }] }\n',
      ),
      'vars/settings.yaml':
        'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings, namespace: flux-system }\ndata: { DOMAIN: example.com, ZONE: home }\n---\napiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: { name: hidden, namespace: flux-system }\nspec: { target: { name: hidden, template: { data: { DOMAIN: "{{ .DOMAIN }}" } } }, dataFrom: [{ extract: { key: cluster } }] }\n',
      'apps/a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: wiki, namespace: apps }\ndata: { host: "${ZONE}.${DOMAIN}" }\n',
    });
    const map = tree.objects.find(({ name }) => name === 'wiki')!;
    expect(map.root.get('data', 'host').text()).toBe('home.${DOMAIN}');
  });

  it('are left where an object says so', () => {
    const tree = one({
      'flux/apps.yaml': ks('apps', './apps', '  postBuild: { substitute: { A: x } }\n'),
      'apps/a.yaml':
        'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, labels: { kustomize.toolkit.fluxcd.io/substitute: disabled } }\ndata: { a: "${A}" }\n',
    });
    expect(
      tree.objects
        .find(({ name }) => name === 'a')!
        .root.get('data', 'a')
        .text(),
    ).toBe('${A}');
  });

  it('reach what a Kustomization of a component applies, for each that includes it', () => {
    const including = (app: string) => ks(app, `./apps/${app}`, `  components: [../../login]\n  postBuild: { substitute: { APP: ${app} } }\n`);
    const tree = one({
      'clusters/home/kustomization.yaml': 'resources: [a.yaml, b.yaml]\n',
      'clusters/home/a.yaml': including('orchid'),
      'clusters/home/b.yaml': including('quartz'),
      'apps/orchid/kustomization.yaml': 'resources: [a.yaml]\n',
      'apps/orchid/a.yaml': 'apiVersion: v1\nkind: Service\nmetadata: { name: orchid }\n',
      'apps/quartz/kustomization.yaml': 'resources: [a.yaml]\n',
      'apps/quartz/a.yaml': 'apiVersion: v1\nkind: Service\nmetadata: { name: quartz }\n',
      'login/kustomization.yaml': 'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nresources: [ks.yaml]\n',
      'login/ks.yaml': ks('"${APP}-login"', './client', '  postBuild: { substitute: { NAME: "${APP}", HOST: "${HOST:=${APP}}" } }\n'),
      'client/kustomization.yaml': 'resources: [client.yaml]\n',
      'client/client.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: "client-${NAME}", namespace: id }\ndata: { host: "${HOST}.example.net" }\n',
    });
    const clients = tree.objects.filter(({ kind }) => kind === 'ConfigMap').map(({ name, root }) => `${name} ${root.get('data', 'host').text()}`);
    expect(clients.sort()).toEqual(['client-orchid orchid.example.net', 'client-quartz quartz.example.net']);
  });

  it('may stand in the path of another Kustomization', () => {
    const tree = one({
      'clusters/home/ks.yaml': ks('apps', './apps/${CLUSTER}'),
      'apps/home/a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n',
    });
    expect(tree.objects.map(({ name }) => name)).toContain('a');
  });
});

describe('a Kustomization of Flux', () => {
  it('adds components, images, a namespace, prefixes and common metadata', () => {
    const tree = one({
      'flux/ks.yaml': ks(
        'apps',
        './apps',
        '  targetNamespace: team\n  namePrefix: my-\n  components: [../parts/one]\n  images: [{ name: web, newTag: "2" }]\n  commonMetadata: { labels: { owner: me } }\n',
      ),
      'apps/a.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec: { containers: [{ name: a, image: "web:1" }] }\n',
      'parts/one/kustomization.yaml':
        'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\npatches: [{ target: { kind: Pod }, patch: "- { op: add, path: /spec/hostNetwork, value: true }" }]\n',
    });
    const pod = tree.objects.find(({ kind }) => kind === 'Pod')!;
    expect(pod.root.value).toEqual({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'my-a', namespace: 'team', labels: { owner: 'me' } },
      spec: { containers: [{ name: 'a', image: 'web:2' }], hostNetwork: true },
    });
  });

  it.each([[['wiki']], [['wiki', 'board']]])('that only patches another one does not mean the whole repository (patches: %s)', (patched) => {
    const source = '  sourceRef: { kind: GitRepository, name: flux-system }\n';
    const map = (name: string): string => `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name}, namespace: apps }\n`;
    const patch = (name: string): string =>
      `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: ${name}, namespace: flux-system }\nspec: { suspend: false }\n`;
    const tree = one({
      'clusters/home/apps.yaml': ks('apps', './list/home', source),
      'list/wiki.yaml': ks('wiki', './apps/wiki', source),
      'list/board.yaml': ks('board', './apps/board', source),
      'list/home/kustomization.yaml': `kind: Kustomization\nresources: [../wiki.yaml, ../board.yaml]\npatches: [${patched.map((name) => `{ path: ${name}.yaml }`).join(', ')}]\n`,
      ...Object.fromEntries(patched.map((name) => [`list/home/${name}.yaml`, patch(name)])),
      'apps/wiki/map.yaml': map('wiki'),
      'apps/board/map.yaml': map('board'),
      'apps/forgotten/map.yaml': map('forgotten'),
    });
    expect(tree.objects.filter(({ kind }) => kind === 'ConfigMap').map(({ name }) => name)).toEqual(['wiki', 'board']);
    expect(tree.notApplied?.get('apps/forgotten/map.yaml')).toBe('unreached');
  });

  it('is made by a ResourceSet for each of its inputs', () => {
    const tree = one({
      'flux/root.yaml': ks('root', './sets'),
      'sets/set.yaml':
        'apiVersion: fluxcd.controlplane.io/v1\nkind: ResourceSet\nmetadata: { name: apps, namespace: flux-system }\nspec:\n  inputs: [{ name: a }, { name: b }]\n  resources:\n    - apiVersion: kustomize.toolkit.fluxcd.io/v1\n      kind: Kustomization\n      metadata: { name: "<< inputs.name >>", namespace: flux-system }\n      spec: { path: "./apps/<< inputs.name >>" }\n',
      'apps/a/c.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: of-a }\n',
      'apps/b/c.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: of-b }\n',
      'apps/c/c.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: of-c }\n',
    });
    expect(tree.objects.filter(({ kind }) => kind === 'ConfigMap').map(({ name }) => name)).toEqual(['of-a', 'of-b']);
  });
});

const release = (files: Readonly<Record<string, string>>) => manifestsOf(treeOf(Object.entries(files).map(([file, text]) => ({ file, text })))).releases;

describe('values of a release', () => {
  it('come from a ConfigMap, from a generator, and at a path', () => {
    const [app] = release({
      'kustomization.yaml': 'resources: [r.yaml, c.yaml]\nconfigMapGenerator: [{ name: made, files: [values.yaml] }]\n',
      'values.yaml': 'made: 1\n',
      'c.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: own }\ndata: { values.yaml: "own: 2", host: a.example.org }\n',
      'r.yaml':
        'apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: app }\nspec:\n  valuesFrom:\n    - { kind: ConfigMap, name: made }\n    - { kind: ConfigMap, name: own }\n    - { kind: ConfigMap, name: own, valuesKey: host, targetPath: ingress.host }\n    - { kind: Secret, name: oidc, valuesKey: secret, targetPath: oidc.secret }\n  values: { inline: 3 }\n',
    });
    expect(app?.get('made').scalar()).toBe(1);
    expect(app?.get('made').file).toBe('values.yaml');
    expect(app?.get('own').scalar()).toBe(2);
    expect(app?.get('ingress', 'host').text()).toBe('a.example.org');
    expect(app?.get('oidc', 'secret').text()).toContain('${');
    expect(app?.get('inline').scalar()).toBe(3);
  });

  it('of Argo CD come from parameters, values and files, and from the repository itself', () => {
    const [app] = release({
      'app.yaml':
        'apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: app, namespace: argocd }\nspec:\n  destination: { namespace: web }\n  sources:\n    - repoURL: https://charts.example.org\n      chart: app\n      targetRevision: 1.0.0\n      helm:\n        parameters: [{ name: image.tag, value: "9" }]\n        values: "a: inline"\n        valueFiles: [$ref/conf/one.yaml, $ref/conf/two.yaml]\n    - { repoURL: "https://git.example.org/ops.git", ref: ref }\n',
      'conf/one.yaml': 'a: one\nb: one\nc: one\n',
      'conf/two.yaml': 'a: two\nb: two\n',
    });
    expect(app?.object.namespace).toBe('web');
    expect(['a', 'b', 'c'].map((key) => app?.get(key).text())).toEqual(['inline', 'two', 'one']);
    expect(app?.get('image', 'tag').text()).toBe('9');
    expect(app?.get('b').file).toBe('conf/two.yaml');
  });

  it('of an ApplicationSet come from its list or its folders', () => {
    const set = (generator: string, file: string): string =>
      `apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata: { name: set }\nspec:\n  generators: [${generator}]\n  template:\n    metadata: { name: "{{name}}" }\n    spec:\n      sources:\n        - { repoURL: x, chart: app, targetRevision: "1", helm: { valueFiles: ["${file}"] } }\n        - { ref: r }\n`;
    const values = { 'addons/one/values.yaml': 'a: 1\n', 'addons/two/values.yaml': 'a: 2\n' };
    const listed = release({ 's.yaml': set('{ list: { elements: [{ name: one }, { name: two }] } }', '$r/addons/{{name}}/values.yaml'), ...values });
    expect(listed.map((one_) => [one_.object.name, one_.get('a').scalar()])).toEqual([
      ['one', 1],
      ['two', 2],
    ]);
    const found = release({
      's.yaml': set('{ git: { directories: [{ path: addons/* }, { path: addons/two, exclude: true }] } }', '$r/{{path}}/values.yaml'),
      ...values,
    });
    expect(found.map((one_) => one_.get('a').scalar())).toEqual([1]);
  });

  it('stand below the name of a chart that a chart depends on', () => {
    const [app] = release({
      'charts/web/Chart.yaml':
        'apiVersion: v2\nname: web\nversion: 1.0.0\ndependencies: [{ name: grafana, alias: graphs, version: 10.1.0, repository: "https://charts.example.org" }]\n',
      'charts/web/values.yaml': 'graphs: { adminUser: me }\n',
    });
    expect([app?.chart, app?.get('adminUser').text(), app?.version?.text()]).toEqual(['grafana', 'me', '10.1.0']);
  });
});
