import { describe, expect, it } from 'vitest';
import { checkFiles, checkTree } from '../../lib/check/check-tree.ts';
import type { SourceDocument } from '../../lib/manifest/source.ts';
import type { TreeFile } from '../../lib/tree/tree-files.ts';
import { exploded } from '../support/exploded.ts';
import { readFolder } from '../support/temp-folder.ts';

// Each object in a file of its own, so that one can be taken out.
const dist: TreeFile[] = Object.entries(exploded(readFolder('dist/home')))
  .filter(([path]) => /\.ya?ml$|README\.md$/.test(path))
  .map(([path, text]) => ({ file: `dist/home/${path}`, text }));
const parsed = new Map<string, SourceDocument[]>();
const at = (path: string): string => `dist/home/${path}`;

function changed(change: (files: Map<string, TreeFile>) => void) {
  const files = new Map(dist.map((one) => [one.file, one]));
  change(files);
  return checkFiles([...files.values()], { parsed }).findings;
}

const retries =
  'apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: notes, namespace: apps }\nspec: { interval: 1h, chartRef: { kind: OCIRepository, name: notes } }\n';

describe('rules about style', () => {
  const codes = (text: string, options = {}) => checkFiles([{ file: 'apps/notes.yaml', text }], options).findings.map(({ code }) => code);

  it('judge a foreign file when somebody asks for them', () => {
    expect(codes(retries)).toEqual([]);
    expect(codes(retries, { strict: true })).toEqual(['helmrelease-retry']);
    expect(codes(retries, { only: ['helmrelease-retry'] })).toEqual(['helmrelease-retry']);
  });

  it('always judge what pinout wrote', () => {
    expect(codes(`# Written by pinout from apps/main.ts.\n${retries}`)).toContain('helmrelease-retry');
  });
});

describe('checkTree', () => {
  it('finds nothing in dist', () => {
    const { findings, documents } = checkTree(['dist']);
    expect(findings).toEqual([]);
    expect(documents).toBeGreaterThan(30);
  });

  it.each([
    'configs/secretstore-monitoring-pinout-secrets.yaml',
    'configs/password-pinout.yaml',
    'configs/role-monitoring-reader.yaml',
    'configs/externalsecret-authentik-postgresql.yaml',
    'apps/grafana/externalsecret-grafana-oidc-1.yaml',
    'apps/grafana/ocirepository-grafana.yaml',
    'identity/grafana/configmap-blueprint-grafana.yaml',
    'identity/grafana/externalsecret-authentik-grafana-oidc-1.yaml',
    'namespaces/namespace-monitoring.yaml',
    'flux/kustomization-pinout-configs.yaml',
    'README.md',
  ])('misses %s when it is gone', (path) => {
    const findings = changed((files) => files.delete(at(path)));
    // The list of its folder misses it too, where it is one of Flux's, and so does who reads secrets by way of it.
    const codes = new Set(findings.map(({ code }) => code));
    for (const also of ['kustomization-entry', 'secret-store-denied', 'secret-source-missing', 'client-unknown']) codes.delete(also);
    expect(codes).toEqual(new Set(['reference-missing']));
    for (const { file, line, column } of findings) expect([typeof file, typeof line, typeof column]).toEqual(['string', 'number', 'number']);
  });

  it('finds a Secret that comes in a layer which waits for its reader', () => {
    const findings = changed((files) => {
      const one = files.get(at('configs/externalsecret-authentik-postgresql.yaml'))!;
      files.delete(one.file);
      files.set('moved', { ...one, file: at('identity/grafana/externalsecret-authentik-postgresql.yaml') });
      const list = files.get(at('identity/grafana/kustomization.yaml'))!;
      if ('text' in list) files.set(list.file, { file: list.file, text: `${list.text.trimEnd()}\n  - externalsecret-authentik-postgresql.yaml\n` });
    });
    expect(findings).toContainEqual(expect.objectContaining({ code: 'layer-deadlock', severity: 'error' }));
  });

  it('reports YAML that is broken and does not stumble over foreign files', () => {
    const findings = changed((files) => {
      files.set('broken', { file: at('identity/grafana/broken.yaml'), text: 'apiVersion: v1\nkind: ConfigMap\na: [1\nb: }\n' });
      const list = files.get(at('identity/grafana/kustomization.yaml'))!;
      if ('text' in list) files.set(list.file, { file: list.file, text: `${list.text.trimEnd()}\n  - broken.yaml\n` });
      files.set('foreign', {
        file: at('foreign.yaml'),
        text: '{{ if .Values }}\n- just\n---\n42\n---\nkind: 5\nmetadata: []\n---\nkind: HelmRelease\nmetadata: {name: x}\nspec: "${SPEC}"\n',
      });
    });
    expect(findings.some(({ code, file }) => code === 'yaml-broken' && file?.endsWith('broken.yaml') === true)).toBe(true);
  });
});
