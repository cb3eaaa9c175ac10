import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { validatePaths } from '../../lib/schema/validate-paths.ts';
import { tempFolder } from '../support/temp-folder.ts';

const chart = {
  'charts/shop/Chart.yaml':
    'apiVersion: v2\nname: shop\nversion: 1.0.0\ndependencies:\n  - { name: db, version: 1.0.0, alias: store, condition: store.enabled }\n',
  'charts/shop/values.yaml': 'replicas: 1\nstore: { enabled: true }\n',
  'charts/shop/templates/a.yaml': 'a: {{ .Values.replicas }}\n',
  'charts/shop/values.schema.json': JSON.stringify({
    $schema: 'http://json-schema.org/draft-07/schema#',
    required: ['host'],
    properties: { replicas: { type: 'integer', minimum: 1 }, host: { type: 'string' }, password: { minLength: 12 } },
  }),
  'charts/shop/charts/db/Chart.yaml': 'apiVersion: v2\nname: db\nversion: 1.0.0\n',
  'charts/shop/charts/db/values.yaml': 'size: 1Gi\n',
  'charts/shop/charts/db/values.schema.json': JSON.stringify({
    additionalProperties: false,
    properties: { global: {}, enabled: {}, size: { pattern: 'Gi$' } },
  }),
};

const flux = (values: string, more = ''): string =>
  `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: shop, namespace: shop }\nspec:\n  interval: 1h\n  chart: { spec: { chart: ./charts/shop, sourceRef: { kind: GitRepository, name: flux-system, namespace: flux-system } } }\n${more}  values: ${values}\n`;

/** What is said of values: `file:line:column severity code message`. */
async function said(files: Readonly<Record<string, string>>, imports = 'none'): Promise<string[]> {
  const folder = tempFolder();
  mkdirSync(join(folder, '.git'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const { findings } = await validatePaths({ paths: [folder], imports: join(folder, imports), strictKinds: false, kubernetes: 36, version: '1' });
  return findings
    .filter(({ code }) => code.startsWith('values-'))
    .map(({ file, line, column, severity, code, message }) => `${file?.split('/').at(-1) ?? ''}:${line ?? 0}:${column ?? 0} ${severity} ${code} ${message}`);
}

describe('values of a chart that was imported', () => {
  const shape = {
    $comment: '',
    chart: 'shop',
    version: '1.0.0',
    values: { host: 'string', replicas: 'number' },
    schema: { required: ['host', 'replicas'], properties: { replicas: { type: 'integer' } } },
  };
  const release = (values: string, more = '') =>
    flux(values, more).replace(
      './charts/shop, sourceRef: { kind: GitRepository, name: flux-system, namespace: flux-system }',
      'shop, version: 1.0.0, sourceRef: { kind: HelmRepository, name: shop }',
    );
  const with_ = (parts: object) => ({ 'imports/charts/shop-1.0.0.json': JSON.stringify({ ...shape, ...parts }) });

  it('are judged over its own; without those it is said that what it requires was not looked for', async () => {
    expect(await said({ ...with_({ defaults: { replicas: 1 } }), 'r.yaml': release('{ replicas: 2 }') }, 'imports')).toEqual([
      'r.yaml:7:11 error values-invalid spec.values lacks the field host (values.schema.json of shop 1.0.0)',
    ]);
    expect(await said({ ...with_({}), 'r.yaml': release('{ replicas: x }') }, 'imports')).toEqual([
      'r.yaml:7:11 info values-not-checked shop: 1 value is not checked against values.schema.json of shop 1.0.0 (host): imports/charts has no values of the chart itself',
      'r.yaml:7:23 error values-invalid spec.values.replicas must be integer, but is string (values.schema.json of shop 1.0.0)',
    ]);
    expect(await said({ ...with_({}), 'r.yaml': release('{ replicas: 2, host: a }') }, 'imports')).toEqual([]);
    expect(await said({ ...with_({}), 'r.yaml': release('{ replicas: 2 }', '  valuesFrom: [{ kind: Secret, name: shop }]\n') }, 'imports')).toEqual([
      'r.yaml:8:11 info values-not-checked shop: 1 value is not checked against values.schema.json of shop 1.0.0 (host): spec.valuesFrom takes more values from Secret/shop',
    ]);
  });
});

describe('values of a chart of the repository', () => {
  it('are judged over its own, with those of what it brings', async () => {
    expect(await said({ ...chart, 'r.yaml': flux('{ replicas: 0, password: short, store: { size: 5G, sizes: 1 } }') })).toEqual([
      'r.yaml:7:11 error values-invalid spec.values lacks the field host (values.schema.json of shop 1.0.0)',
      'r.yaml:7:23 error values-invalid spec.values.replicas is 0, but must be at least 1 (values.schema.json of shop 1.0.0)',
      'r.yaml:7:36 error values-invalid spec.values.password has 5 characters, but must have at least 12 (values.schema.json of shop 1.0.0)',
      'r.yaml:7:58 error values-invalid spec.values.store.size is "5G", which does not match Gi$ (values.schema.json of store 1.0.0)',
      'r.yaml:7:62 error values-unknown-key spec.values.store.sizes: store 1.0.0 has no value "sizes"; did you mean "size"?',
    ]);
    expect(await said({ ...chart, 'r.yaml': flux('{ host: a }') })).toEqual([]);
  });

  it('are not judged where a chart is switched off, or nobody knows a value', async () => {
    expect(await said({ ...chart, 'r.yaml': flux('{ host: a, store: { enabled: false, size: 4 } }') })).toEqual([]);
    expect(await said({ ...chart, 'r.yaml': flux('{ replicas: "${COUNT}", host: "${HOST}" }') })).toEqual([
      'r.yaml:7:11 info values-not-checked shop: 1 value is not checked against values.schema.json of shop 1.0.0 (replicas): only the cluster knows it',
    ]);
    expect(await said({ ...chart, 'r.yaml': flux('{ store: { size: 5G } }', '  valuesFrom: [{ kind: Secret, name: shop }]\n') })).toEqual([
      'r.yaml:8:11 info values-not-checked shop: 1 value is not checked against values.schema.json of shop 1.0.0 (host): spec.valuesFrom takes more values from Secret/shop',
      'r.yaml:8:28 error values-invalid spec.values.store.size is "5G", which does not match Gi$ (values.schema.json of store 1.0.0)',
    ]);
    expect(await said({ ...chart, 'r.yaml': flux('{ replicas: 0 }', '  install: { disableSchemaValidation: true }\n') })).toEqual([
      'r.yaml:8:11 info values-not-checked shop: the values are not checked against its schema: spec.install.disableSchemaValidation is true',
    ]);
  });

  it('are said to be unchecked where required ones may be elsewhere, and only then', async () => {
    const from = (entry: string) => flux('{ replicas: 2 }', `  valuesFrom: [${entry}]\n`);
    const unchecked = (why: string) => [
      `r.yaml:8:11 info values-not-checked shop: 1 value is not checked against values.schema.json of shop 1.0.0 (host): ${why}`,
    ];
    expect(await said({ ...chart, 'r.yaml': from('{ kind: Secret, name: shop }') })).toEqual(unchecked('spec.valuesFrom takes more values from Secret/shop'));
    expect(await said({ ...chart, 'r.yaml': from('{ kind: ConfigMap, name: shop }') })).toEqual(
      unchecked('ConfigMap/shop, which spec.valuesFrom names, is not in the repository'),
    );
    expect(await said({ ...chart, 'r.yaml': from('{ kind: Secret, name: shop, targetPath: host }') })).toEqual([]);
    expect(await said({ ...chart, 'r.yaml': flux('{ replicas: 2, host: a }', '  valuesFrom: [{ kind: Secret, name: shop }]\n') })).toEqual([]);
  });

  it('null takes a value of the chart away', async () => {
    const values = { ...chart, 'charts/shop/values.yaml': 'host: a\nreplicas: 1\n' };
    expect(await said({ ...values, 'r.yaml': flux('{ replicas: 2 }') })).toEqual([]);
    expect(await said({ ...values, 'r.yaml': flux('{ host: null }') })).toEqual([
      'r.yaml:7:11 error values-invalid spec.values lacks the field host (values.schema.json of shop 1.0.0)',
    ]);
  });

  it('are found where a ConfigMap, a kustomization or Argo CD has them', async () => {
    const map = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: shop, namespace: shop }\ndata:\n  values.yaml: |\n    host: a\n    replicas: 0\n';
    expect(await said({ ...chart, 'm.yaml': map, 'r.yaml': flux('{}', '  valuesFrom: [{ kind: ConfigMap, name: shop }]\n') })).toEqual([
      'm.yaml:7:15 error values-invalid data.values\\.yaml| replicas is 0, but must be at least 1 (values.schema.json of shop 1.0.0)',
    ]);
    const argo = (values: string): string =>
      `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: shop, namespace: argocd }\nspec:\n  destination: { namespace: shop }\n  source:\n    repoURL: https://git.example.org/home.git\n    path: charts/shop\n    helm: ${values}\n`;
    expect(await said({ ...chart, 'a.yaml': argo('{ valuesObject: { host: 1 }, parameters: [{ name: replicas, value: "3" }] }') })).toEqual([
      'a.yaml:9:35 error values-invalid spec.source.helm.valuesObject.host must be string, but is integer (values.schema.json of shop 1.0.0)',
      'a.yaml:9:53 info values-not-checked shop: 1 value is not checked against values.schema.json of shop 1.0.0 (replicas): only the cluster knows it',
    ]);
    const overlay =
      'resources: [../base]\npatches:\n  - patch: |\n      apiVersion: helm.toolkit.fluxcd.io/v2\n      kind: HelmRelease\n      metadata: { name: shop, namespace: shop }\n      spec: { values: { host: a } }\n';
    expect(
      await said({ ...chart, 'base/r.yaml': flux('{ replicas: 2 }'), 'base/kustomization.yaml': 'resources: [r.yaml]\n', 'over/kustomization.yaml': overlay }),
    ).toEqual([]);
  });

  it('says what Helm refuses whatever the values are, and what it reads from elsewhere', async () => {
    const files = { ...chart, 'r.yaml': flux('{ host: a }') };
    expect(await said({ ...files, 'charts/shop/values.schema.json': '{"$ref": "other.json"}' })).toEqual([
      'values.schema.json:1:1 error values-schema-broken the chart shop 1.0.0 cannot be installed, because Helm refuses its values.schema.json: it refers to "other.json", which Helm would read from /other.json on the machine',
    ]);
    expect(
      await said({
        ...files,
        'charts/shop/values.schema.json': '{"properties": {"host": {"$ref": "https://example.org/host.json"}, "replicas": {"type": "string"}}}',
      }),
    ).toEqual([
      'r.yaml:7:11 info values-not-checked shop: part of the values is not checked: values.schema.json of shop 1.0.0 refers to https://example.org/host.json, which pinout does not fetch',
      'r.yaml:7:11 error values-invalid spec.values.replicas must be string, but is integer (values.schema.json of shop 1.0.0)',
    ]);
  });

  it('are the chart’s own where nothing installs it', async () => {
    expect(await said({ ...chart, 'charts/shop/values.yaml': 'replicas: "1"\nhost: ""\npassword: ""\n' })).toEqual([
      'values.yaml:1:11 warning values-invalid replicas must be integer, but is string (values.schema.json of shop 1.0.0)',
    ]);
  });
});
