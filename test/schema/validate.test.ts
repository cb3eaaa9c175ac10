import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { main } from '../../lib/cli/main.ts';
import { authenticationFaults } from '../../lib/schema/authentication.ts';
import { Registry } from '../../lib/schema/registry.ts';
import { validateText } from '../../lib/schema/validate-text.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { samples } from './samples.ts';

const options = { registry: new Registry(), strictKinds: false };
const found = (text: string, file = 'x.yaml') => validateText(file, text, options).findings.map(({ code, line, column }) => `${code} ${line}:${column}`);
const head = (kind: string, apiVersion: string, rest: string, name = 'a') => `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: ${name}\n${rest}`;
const configMap = (rest: string, name = 'a') => head('ConfigMap', 'v1', rest, name);

describe('valid documents', () => {
  it.each(Object.entries(samples))('%s has no finding', (_, text) => {
    expect(validateText('x.yaml', text, options).findings).toEqual([]);
  });

  it('cover every room of schemas', () => {
    expect(Object.keys(samples).length).toBeGreaterThan(40);
  });
});

describe('positions', () => {
  it('of an unknown field are those of its key, at any depth, at the root and in metadata', () => {
    expect(found(configMap('dta: {}\n'))).toEqual(['schema-unknown-field 5:1']);
    expect(found('apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n  lables: {}\n')).toEqual(['schema-unknown-field 5:3']);
    const text = head(
      'HelmRelease',
      'helm.toolkit.fluxcd.io/v2',
      'spec:\n  interval: 1h\n  chartRef: {kind: OCIRepository, name: x}\n  install:\n    strategy:\n      nme: x\n      name: RetryOnFailure\n',
    );
    const { findings } = validateText('x.yaml', text, options);
    expect(findings).toMatchObject([
      { code: 'schema-unknown-field', line: 10, column: 7, path: 'spec.install.strategy.nme', fix: 'write name', docs: 'docs/rules/schema-unknown-field.md' },
    ]);
  });

  it('of a field that flux-operator does not know are those of its key', () => {
    const instance = samples['FluxInstance']!;
    expect(found(instance.replace('networkPolicy: true', 'netwrkPolicy: true'))).toEqual(['schema-unknown-field 7:46']);
    expect(found(instance.replace('kind: GitRepository', 'kind: Git'))).toEqual(['schema-enum 8:17']);
    expect(found(samples['ResourceSet']!.replace('resources:', 'resource:'))).toEqual(['schema-rule 5:3', 'schema-unknown-field 7:3']);
  });

  it('of a value are those of the value, through flow style, quotes, anchors and several documents', () => {
    expect(found(configMap('data: {a: 1}\n'))).toEqual(['schema-type 5:11']);
    expect(found(configMap('data: {a: "1", "b": true}\n'))).toEqual(['schema-type 5:21']);
    expect(found(`${configMap('')}---\n# c\n${configMap('data:\n  x: 0777\n')}`)).toEqual(['schema-type 12:6']);
    expect(found('apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: &n 7\n  namespace: *n\n')).toEqual(['schema-type 4:12', 'schema-type 5:14']);
  });

  it('of a missing field are those of its object', () => {
    expect(found(head('StorageClass', 'storage.k8s.io/v1', ''))).toEqual(['schema-required 1:1']);
    expect(found('apiVersion: v1\nkind: ConfigMap\nmetadata:\n  labels: {}\n')).toEqual(['schema-required 4:3']);
  });

  it('inside a blueprint in a ConfigMap are those of the ConfigMap file', () => {
    const text = configMap(
      'data:\n  n: |\n    x\n  b.yaml: |\n    version: 1\n    entries:\n      - model: authentik_core.group\n        identifiers: {name: a}\n        attrs:\n          is_superusr: true\n',
    );
    expect(found(text)).toEqual(['blueprint-field-unknown 14:11']);
    expect(validateText('x.yaml', text, options).findings[0]?.path).toBe('data["b.yaml"].entries[0].attrs.is_superusr');
  });
});

describe('YAML', () => {
  it('that is broken is a finding, and the other documents of the file are still read', () => {
    expect(found('a: [\n')).toEqual([expect.stringMatching(/^yaml-broken /)]);
    expect(found(`a: b: c\n---\n${configMap('dta: {}\n')}`)).toEqual([expect.stringMatching(/^yaml-broken 1:/), 'schema-unknown-field 7:1']);
    for (const text of [
      '\t',
      'a:\n\tb: 1',
      '{',
      '"',
      '&a *a',
      '? [a]: b',
      '%YAML 1.2',
      '--- |\n',
      '\ufeffa: 1',
      '*x',
      'a: &x [*x]',
      '- - - -',
      '\0',
      '!!binary x',
      '!<x> y',
    ])
      expect(() => validateText('x', text, options)).not.toThrow();
  });

  it('with duplicate keys names the second one', () => {
    expect(found(configMap('data:\n  a: x\n  a: z\n'))).toEqual(['yaml-duplicate-key 7:3']);
  });

  it('is read as Go reads it: yes and 0777 are no text, a date and 1:30 are', () => {
    for (const word of ['yes', 'on', 'Off', 'y', '0777', '1_000', '1e3', '.inf', '~'])
      expect(found(configMap(`data: {a: ${word}}\n`)), word).toHaveLength(word === '~' ? 0 : 1);
    for (const word of ['2026-01-31', '1:30', 'yess', '0o8', '=', 'a b', '1.2.3', '0x', '-'])
      expect(found(configMap(`data:\n  a: ${word === '-' ? '"-"' : word}\n`)), word).toEqual([]);
  });

  it('of a controller that adds fields in each release may have more than are known, but known ones have their types', () => {
    const cluster = (spec: string) => found(head('Cluster', 'postgresql.cnpg.io/v1', `spec:\n  instances: 1\n  storage: {size: 1Gi}\n${spec}`));
    expect(cluster('  podSecurityContext: {runAsUser: 26}\n')).toEqual([]);
    // The API server does not make texts of what is none (CRD: parameters are a map of strings).
    expect(cluster('  postgresql: {parameters: {huge_pages: "off"}}\n')).toEqual([]);
    expect(cluster('  postgresql: {parameters: {huge_pages: false}}\n')).toEqual(['schema-type 8:41']);
  });

  it('may be empty, a comment, or end with a marker', () => {
    for (const text of ['', '# nothing\n', '---\n', '---\n---\n', `${configMap('')}---\n`, `---\n${configMap('')}...\n`]) expect(found(text), text).toEqual([]);
    expect(validateText('x', `---\n${configMap('')}---\n`, options).documents).toBe(1);
  });

  it('of aliases that unfold to a bomb ends', () => {
    const text = `a: &a [x,x,x,x,x,x,x,x,x,x]\n${'bcdefghij'
      .split('')
      .map((name, index) => `${name}: &${name} [${Array.from({ length: 10 }, () => `*${'abcdefghij'[index]!}`).join(',')}]`)
      .join('\n')}\n`;
    expect(found(text).some((one) => one.startsWith('yaml-broken'))).toBe(true);
  });
});

describe('objects', () => {
  it('need apiVersion, kind, metadata and a name', () => {
    expect(found('kind: ConfigMap\nmetadata: {name: a}\n')).toEqual(['schema-required 1:1']);
    expect(found('apiVersion: v1\nmetadata: {name: a}\n')).toEqual(['schema-required 1:1']);
    expect(found('apiVersion: v1\nkind: ConfigMap\n')).toEqual(['schema-required 1:1']);
    expect(found('just text\n')).toEqual(['schema-type 1:1']);
    expect(found('apiVersion: v1\nkind: ConfigMap\nmetadata: {generateName: a-}\n')).toEqual([]);
  });

  it('have names by the rules of their kind', () => {
    const name = (kind: string, apiVersion: string, given: string, rest = '') => found(head(kind, apiVersion, rest, JSON.stringify(given)));
    expect(name('ConfigMap', 'v1', 'a.b')).toEqual([]);
    for (const wrong of ['A', 'a_b', '-a', 'a-', 'a..b', 'a'.repeat(254)]) expect(name('ConfigMap', 'v1', wrong), wrong).toEqual(['schema-format 4:9']);
    expect(name('Namespace', 'v1', 'a.b')).toEqual(['schema-format 4:9']);
    expect(name('Service', 'v1', '1a')).toEqual(['schema-format 4:9']);
    expect(name('ClusterRole', 'rbac.authorization.k8s.io/v1', 'system:a:B')).toEqual([]);
    expect(name('ClusterRole', 'rbac.authorization.k8s.io/v1', 'a/b')).toEqual(['schema-format 4:9']);
  });

  it('have labels and annotations by their rules', () => {
    const meta = (rest: string) => found(`apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n${rest}`);
    expect(meta('  labels: {app.kubernetes.io/name: a, b: ""}\n')).toEqual([]);
    expect(meta('  labels: {a: "b c"}\n')).toEqual(['schema-format 5:15']);
    expect(meta('  labels: {a/b/c: b}\n')).toEqual(['schema-format 5:12']);
    expect(meta(`  labels: {a: ${'b'.repeat(64)}}\n`)).toEqual(['schema-format 5:15']);
    expect(meta('  annotations: {a: "b c", "X y": z}\n')).toEqual(['schema-format 5:27']);
    expect(meta('  annotations: {a: true}\n')).toEqual(['schema-type 5:20']);
    expect(meta('  namespace: a.b\n')).toEqual(['schema-format 5:14']);
  });

  it('of a List are each judged', () => {
    expect(found('apiVersion: v1\nkind: List\nitems:\n  - apiVersion: v1\n    kind: ConfigMap\n    metadata: {name: a}\n    dta: {}\n')).toEqual([
      'schema-unknown-field 7:5',
    ]);
    expect(found('apiVersion: v1\nkind: ConfigMapList\nitems:\n  - {apiVersion: v1, kind: ConfigMap, metadata: {name: A}}\n')).toEqual(['schema-format 4:56']);
  });

  it('of an unknown kind are a warning that says how to import it, or an error', () => {
    const text = head('Widget', 'example.org/v1', '');
    expect(validateText('x', text, options).findings).toMatchObject([
      { code: 'kind-unknown', severity: 'warning', line: 2, column: 7, fix: expect.stringContaining('pinout import') as string },
    ]);
    expect(validateText('x', text, { ...options, strictKinds: true }).findings).toMatchObject([{ severity: 'error' }]);
    expect(validateText('x', head('HelmRelease', 'helm.toolkit.fluxcd.io/v2beta1', ''), options).findings[0]?.message).toContain('helm.toolkit.fluxcd.io/v2');
  });

  it('that SOPS encrypted are judged by what is left in the clear', () => {
    const sops = 'sops: {mac: "ENC[AES256_GCM,x]", version: 3.9.0}\n';
    expect(found(head('Secret', 'v1', `data: {a: "ENC[AES256_GCM,data:x,type:str]"}\n${sops}`))).toEqual([]);
    expect(found(head('Secret', 'v1', `dta: {a: "ENC[AES256_GCM,data:x,type:str]"}\n${sops}`))).toEqual(['schema-unknown-field 5:1']);
  });

  it('may hold variables that Flux fills in', () => {
    expect(
      found(
        head(
          'Kustomization',
          'kustomize.toolkit.fluxcd.io/v1',
          'spec: {interval: "${I}", prune: "${P:=true}", sourceRef: {kind: GitRepository, name: "${N}"}}\n',
        ),
      ),
    ).toEqual([]);
  });

  it('in a kustomization file need no apiVersion and no kind', () => {
    expect(found('resources: [a.yaml]\n', 'a/kustomization.yaml')).toEqual([]);
    expect(found('resorces: [a.yaml]\n', 'kustomization.yml')).toEqual(['schema-unknown-field 1:1']);
  });

  it('in a kustomization have names in any case, as encoding/json reads them', () => {
    const patches = (field: string) =>
      `resources: [a.yaml]\n${field}:\n  - target: {kind: Deployment, version: v1, name: a}\n    patch: |\n      - {op: ad, path: /spec, value: 1}\n`;
    expect(found(patches('patchesJson6902'), 'kustomization.yaml')).toEqual(['schema-enum 5:14']);
    expect(found(patches('patchesJSON6902'), 'kustomization.yaml')).toEqual(['schema-enum 5:14']);
    expect(found(patches('patchesJson6903'), 'kustomization.yaml')).toContain('schema-unknown-field 2:1');
  });

  it('meet the rules in CEL of their CRD', () => {
    const release = (spec: string) => found(head('HelmRelease', 'helm.toolkit.fluxcd.io/v2', `spec: {interval: 1h, ${spec}}\n`));
    const chart = 'chart: {spec: {chart: x, sourceRef: {kind: HelmRepository, name: x}}}';
    expect(release(chart)).toEqual([]);
    expect(release(`${chart}, chartRef: {kind: OCIRepository, name: x}`)).toEqual(['schema-rule 5:7']);
    expect(release('releaseName: a')).toEqual(['schema-rule 5:7']);
    expect(release(`${chart}, install: {strategy: {name: RemediateOnFailure, retryInterval: 5m}}`)).toEqual([expect.stringMatching(/^schema-rule 5:/)]);
    expect(release(`${chart}, install: {strategy: {name: RetryOnFailure, retryInterval: 5m}}`)).toEqual([]);
  });
});

describe('an expression of an AuthenticationConfiguration', () => {
  const saysOf = (expression: string) => {
    const text = `apiVersion: apiserver.config.k8s.io/v1\nkind: AuthenticationConfiguration\njwt:\n  - issuer: {url: "https://id.example.org/application/o/k/", audiences: [k]}\n    claimMappings: {username: {claim: sub, prefix: "oidc:"}}\n    claimValidationRules: [{expression: "${expression}", message: denied}]\n`;
    return validateText('x.yaml', text, { ...options, authentication: (value) => authenticationFaults(value, 36) }).findings;
  };

  it('that nobody here can read is said, and one that is too large is refused', () => {
    expect(saysOf(`${'('.repeat(40_000)}true${')'.repeat(40_000)}`)).toMatchObject([{ code: 'schema-rule-not-evaluated', severity: 'info', line: 6 }]);
    const [large] = saysOf(`${'!'.repeat(100_000)}true`);
    expect(large).toMatchObject({ code: 'apiserver-config-invalid', severity: 'error' });
    expect(large!.message).toContain('expression code point size exceeds limit: size: 100004, limit 100000');
    expect(large!.message.length).toBeLessThan(1000);
    expect(saysOf('claims.groups.size() > 0')).toEqual([]);
  });
});

describe('pinout validate', () => {
  async function run(args: readonly string[]) {
    let out = '';
    let talk = '';
    const code = await main(['validate', ...args], { out: (text) => (out += text), talk: (text) => (talk += text), env: {} });
    return { code, talk, json: out === '' ? undefined : (JSON.parse(out) as { findings: Record<string, unknown>[]; documents: number }) };
  }

  it('prints exactly findings and documents', async () => {
    const folder = tempFolder();
    mkdirSync(join(folder, 'b'));
    writeFileSync(join(folder, 'a.yaml'), `${configMap('')}---\n${configMap('dta: {}\n')}`);
    writeFileSync(join(folder, 'b/c.yml'), 'apiVersion: v1\nkind: ConfigMap\ndata: [\n');
    writeFileSync(join(folder, 'b/d.json'), JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'A' } }));
    writeFileSync(join(folder, 'b/package.json'), '{ "name": "x" }');
    const { code, json } = await run([folder, '--json']);
    expect(code).toBe(1);
    expect(Object.keys(json!)).toEqual(['findings', 'documents']);
    expect(json!.documents).toBe(4);
    writeFileSync(join(folder, 'values.yaml'), 'image: {tag: "1"}\n');
    expect((await run([folder, '--json'])).json).toMatchObject({
      documents: 4,
      notJudged: [{ file: join(folder, 'values.yaml'), why: 'not a Kubernetes object' }],
    });
    expect((await run([folder])).talk).toContain('one file was not validated: 1 without a Kubernetes object (--json lists them)');
    expect(json!.findings.map(({ code: one, file }) => [one, String(file).slice(folder.length)])).toEqual([
      ['schema-unknown-field', '/a.yaml'],
      ['yaml-broken', '/b/c.yml'],
      ['schema-format', '/b/d.json'],
    ]);
  });

  it('exits by severity', async () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'a.yaml'), head('Widget', 'example.org/v1', ''));
    expect(await run([folder, '--json'])).toMatchObject({ code: 0, json: { findings: [{ severity: 'warning' }], documents: 1 } });
    expect((await run([folder, '--strict-kinds'])).code).toBe(1);
    expect((await run([folder, '--fail-on', 'warning'])).code).toBe(1);
    expect((await run([])).code).toBe(2);
    expect((await run([join(folder, 'nothing'), '--json'])).code).toBe(3);
    expect((await run(['dist', '--json', '--fail-on', 'warning'])).code).toBe(0);
  });
});
