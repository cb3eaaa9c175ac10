import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { validatePaths } from '../../lib/schema/validate-paths.ts';
import { tempFolder } from '../support/temp-folder.ts';

/** What `validate` says of a repository: findings with their path, and the files that it passes over. */
async function said(files: Record<string, string>): Promise<{ found: string[]; passed: string[] }> {
  const folder = tempFolder();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const { findings, notJudged } = await validatePaths({ paths: [folder], imports: 'no-such-folder', strictKinds: false, kubernetes: 36, version: '1.0.0' });
  const short = (file: string) => file.slice(folder.length + 1);
  return {
    found: findings.map(({ code, file, path }) => [code, short(file!), path].filter((part) => part !== undefined).join(' ')),
    passed: notJudged.map(({ file, why }) => `${short(file)}: ${why}`),
  };
}

const configMap = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n';

describe('what is no Kubernetes object', () => {
  it('is passed over, and named', async () => {
    const { found, passed } = await said({
      'app/values.yaml': 'kind: Deployment\nimage: {tag: "1"}\n',
      'app/settings.yml': 'url: !secret base\nurl: twice\n',
      'app/map.yaml': configMap,
      'compose.yaml': 'services: {web: {image: nginx}}\n',
      'list.yaml': '- hosts: all\n  tasks: []\n',
      'chart/Chart.yaml': 'apiVersion: v2\nname: demo\nversion: 1.0.0\n',
      'broken.yaml': 'key: [\n',
      'empty.yaml': '# nothing\n',
      'text.yaml': 'just words\n',
    });
    expect(found).toEqual([]);
    expect(passed).toEqual([
      'app/settings.yml: not a Kubernetes object',
      'app/values.yaml: not a Kubernetes object',
      'broken.yaml: not YAML',
      'chart/Chart.yaml: not a Kubernetes object',
      'compose.yaml: not a Kubernetes object',
      'list.yaml: not a Kubernetes object',
      'text.yaml: not a Kubernetes object',
    ]);
  });

  it('is an object all the same when somebody meant one', async () => {
    expect((await said({ 'a.yaml': 'kind: ConfigMap\nmetadata: {name: a}\n' })).found).toEqual(['schema-required a.yaml']);
    expect((await said({ 'a.yaml': 'apiVersion: apps/v1\nspec: {replicas: 1}\n' })).found).toEqual(['schema-required a.yaml']);
    expect((await said({ 'a.yaml': 'metadata: {name: a}\ndata: {k: v}\n' })).found).toEqual(['schema-required a.yaml', 'schema-required a.yaml']);
    expect((await said({ 'a.yaml': 'apiversion: v1\nKind: ConfigMap\nmetadata: {name: a}\n' })).found).toEqual([
      'schema-required a.yaml',
      'schema-required a.yaml',
    ]);
    expect((await said({ 'a.yaml': `${configMap}---\nimage: x\n` })).found).toEqual(['schema-required a.yaml', 'schema-required a.yaml']);
    expect((await said({ 'a.yaml': 'apiVersion: v1\nkind: ConfigMap\ndata: [\n' })).found).toEqual(['yaml-broken a.yaml']);
  });

  it('is an error when a kustomization takes it for one', async () => {
    const files = { 'kustomization.yaml': 'resources: [values.yaml]\n', 'values.yaml': 'image: {tag: "1"}\n' };
    expect((await said(files)).found).toEqual(['schema-required values.yaml', 'schema-required values.yaml']);
    expect((await said({ ...files, 'kustomization.yaml': 'configMapGenerator: [{name: v, files: [values.yaml]}]\n' })).found).toEqual([]);
  });
});

describe('templates', () => {
  it('of a Helm chart are passed over, and its CRDs are judged', async () => {
    const { found, passed } = await said({
      'charts/demo/Chart.yaml': 'apiVersion: v2\nname: demo\nversion: 1.0.0\n',
      'charts/demo/templates/map.yaml': `${configMap}dta: {}\n`,
      'charts/demo/templates/tests/pod.yaml': '{{- if .Values.on }}\napiVersion: v1\n{{- end }}\n',
      'charts/demo/crds/map.yaml': `${configMap}dta: {}\n`,
      'templates/map.yaml': `${configMap}dta: {}\n`,
    });
    expect(found).toEqual(['schema-unknown-field charts/demo/crds/map.yaml dta', 'schema-unknown-field templates/map.yaml dta']);
    expect(passed).toEqual([
      'charts/demo/Chart.yaml: not a Kubernetes object',
      'charts/demo/templates/map.yaml: template of a Helm chart',
      'charts/demo/templates/tests/pod.yaml: template of a Helm chart',
    ]);
  });

  it('of other programs are told by what stands where a value should', async () => {
    const head = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n';
    for (const text of [`${head}  name: {{ name }}\n`, `${head}  name: a\n{% if x %}\ndata: {}\n{% endif %}\n`, `${head}  labels:\n    {{- include "x" . }}\n`])
      expect(await said({ 'a.yaml': text })).toEqual({ found: [], passed: ['a.yaml: template'] });
    // Marks inside a text are its own business.
    expect((await said({ 'a.yaml': `${head}  name: "{{ name }}\n` })).found).toEqual(['yaml-broken a.yaml']);
  });
});

const release = 'apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: demo, namespace: flux-system}\nspec: {path: ./apps/demo}\n';
const parent = (patch: string) =>
  `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: all, namespace: flux-system}\nspec:\n  interval: 1h\n  path: ./apps\n  prune: true\n  sourceRef: {kind: GitRepository, name: flux-system}\n  patches:\n${patch}`;
const lacking = ['interval', 'prune', 'sourceRef'].map(() => 'schema-required apps/demo.yaml spec');

describe('what stands above a file', () => {
  it('brings required fields by a patch', async () => {
    const merge = (kind: string) =>
      `    - patch: |\n        apiVersion: kustomize.toolkit.fluxcd.io/v1\n        kind: Kustomization\n        metadata: {name: _}\n        spec: {interval: 1h, prune: true, sourceRef: {kind: GitRepository, name: x}}\n      target: {kind: ${kind}}\n`;
    const operations =
      '    - patch: |\n        - {op: add, path: /spec/interval, value: 1h}\n        - {op: add, path: /spec/prune, value: true}\n      target: {kind: Kustomization}\n';
    expect((await said({ 'apps/demo.yaml': release })).found).toEqual(lacking);
    expect((await said({ 'apps/demo.yaml': release, 'all.yaml': parent(merge('Kustomization')) })).found).toEqual([]);
    expect((await said({ 'apps/demo.yaml': release, 'all.yaml': parent(operations) })).found).toEqual(lacking.slice(0, 1));
    expect((await said({ 'apps/demo.yaml': release, 'all.yaml': parent(merge('HelmRelease')) })).found).toEqual(lacking);
    const file = { 'kustomization.yaml': 'resources: [apps/demo.yaml]\npatches: [{path: more.yaml, target: {kind: Kustomization}}]\n' };
    const more = 'apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: any}\nspec: {interval: 1h}\n';
    expect((await said({ 'apps/demo.yaml': release, ...file, 'more.yaml': more })).found).toEqual(lacking.slice(0, 2));
  });

  it('names a Namespace', async () => {
    const namespace = { 'base/namespace.yaml': 'apiVersion: v1\nkind: Namespace\nmetadata: {name: _}\n' };
    const wrong = ['schema-format base/namespace.yaml metadata.name'];
    expect((await said(namespace)).found).toEqual(wrong);
    expect((await said({ ...namespace, 'base/kustomization.yaml': 'resources: [namespace.yaml]\n' })).found).toEqual(wrong);
    expect((await said({ ...namespace, 'base/kustomization.yaml': 'namespace: web\nresources: [namespace.yaml]\n' })).found).toEqual([]);
    const component = {
      ...namespace,
      'base/kustomization.yaml': 'kind: Component\napiVersion: kustomize.config.k8s.io/v1alpha1\nresources: [namespace.yaml]\n',
    };
    expect((await said(component)).found).toEqual([]);
    const above = {
      ...namespace,
      'base/kustomization.yaml': 'resources: [./namespace.yaml]\n',
      'web/kustomization.yaml': 'namespace: web\nresources: [../base]\n',
    };
    expect((await said(above)).found).toEqual([]);
    // Another kind keeps its name.
    const map = { ...above, 'base/namespace.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: _}\n' };
    expect((await said(map)).found).toEqual(wrong);
  });
});

describe('fields and values that others bring', () => {
  it('may be called description', async () => {
    const text = 'apiVersion: scheduling.k8s.io/v1\nkind: PriorityClass\nmetadata: {name: high}\nvalue: 10\ndescription: for logins\n';
    expect((await said({ 'a.yaml': text })).found).toEqual([]);
    expect((await said({ 'a.yaml': text.replace('for logins', '[1]') })).found).toEqual(['schema-type a.yaml description']);
    const column = (name: string) =>
      `apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: as.example.org}\nspec:\n  group: example.org\n  names: {kind: A, plural: as}\n  scope: Namespaced\n  versions:\n    - name: v1\n      served: true\n      storage: true\n      schema: {openAPIV3Schema: {type: object}}\n      additionalPrinterColumns: [{name: Ready, type: string, jsonPath: .x, ${name}: words}]\n`;
    expect((await said({ 'a.yaml': column('description') })).found).toEqual([]);
    expect((await said({ 'a.yaml': column('descripton') })).found).toHaveLength(1);
  });

  it('may be kinds that flux-operator adds to what Flux watches', async () => {
    const alert = (kind: string) =>
      `apiVersion: notification.toolkit.fluxcd.io/v1beta3\nkind: Alert\nmetadata: {name: a, namespace: flux-system}\nspec: {providerRef: {name: p}, eventSources: [{kind: ${kind}, name: flux}]}\n`;
    expect((await said({ 'a.yaml': alert('FluxInstance') + '---\n' + alert('ResourceSet') })).found).toEqual([]);
    expect((await said({ 'a.yaml': alert('FluxInstanc') })).found).toEqual(['schema-enum a.yaml spec.eventSources[0].kind']);
  });

  it('are no identifiers of what has no row: a blueprint that asks for another one', async () => {
    const meta = (attrs: string) => `version: 1\nmetadata: {name: a}\nentries:\n  - model: authentik_blueprints.metaapplyblueprint\n${attrs}`;
    expect((await said({ 'a.yaml': meta('    attrs: {identifiers: {name: b}, required: false}\n') })).found).toEqual([]);
    expect((await said({ 'a.yaml': meta('    attrs: {required: false}\n') })).found).toEqual(['schema-required a.yaml entries[0].attrs']);
    expect((await said({ 'a.yaml': meta('').replace(/metaapplyblueprint/, 'blueprintinstance') })).found).toContain('identifiers-missing a.yaml entries[0]');
  });
});
