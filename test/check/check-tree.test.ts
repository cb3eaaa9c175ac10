import { cpSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkFiles, checkTree } from '../../lib/check/check-tree.ts';
import { tempFolder } from '../support/temp-folder.ts';

function changed(change: (home: string) => void) {
  const dist = join(tempFolder(), 'dist');
  cpSync('dist', dist, { recursive: true });
  change(join(dist, 'home'));
  return checkTree([dist]).findings;
}

const retries = 'apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: notes, namespace: apps }\nspec: {}\n';

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
    expect(checkTree(['dist']).findings).toEqual([]);
    expect(checkTree(['dist']).documents).toBeGreaterThan(30);
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
    const findings = changed((home) => {
      rmSync(join(home, path));
    });
    expect(findings.length).toBeGreaterThan(0);
    // The list of its folder misses it too, where it is one of Flux's.
    const codes = new Set(findings.map(({ code }) => code));
    codes.delete('kustomization-entry');
    expect(codes).toEqual(new Set(['reference-missing']));
    for (const { file, line, column } of findings) expect([typeof file, typeof line, typeof column]).toEqual(['string', 'number', 'number']);
  });

  it('finds a Secret that comes in a layer which waits for its reader', () => {
    const findings = changed((home) => {
      renameSync(join(home, 'configs/externalsecret-authentik-postgresql.yaml'), join(home, 'identity/grafana/externalsecret-authentik-postgresql.yaml'));
      const list = join(home, 'identity/grafana/kustomization.yaml');
      writeFileSync(list, `${readFileSync(list, 'utf8').trimEnd()}\n  - externalsecret-authentik-postgresql.yaml\n`);
    });
    expect(findings).toContainEqual(expect.objectContaining({ code: 'layer-deadlock', severity: 'error' }));
  });

  it('reports YAML that is broken and does not stumble over foreign files', () => {
    const findings = changed((home) => {
      writeFileSync(join(home, 'broken.yaml'), 'apiVersion: v1\nkind: ConfigMap\na: [1\nb: }\n');
      writeFileSync(
        join(home, 'foreign.yaml'),
        '{{ if .Values }}\n- just\n---\n42\n---\nkind: 5\nmetadata: []\n---\nkind: HelmRelease\nmetadata: {name: x}\nspec: "${SPEC}"\n',
      );
    });
    expect(findings.some(({ code, file }) => code === 'yaml-broken' && file?.endsWith('broken.yaml') === true)).toBe(true);
  });
});
