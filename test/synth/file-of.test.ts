import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fileOf } from '../../lib/synth/files.ts';

const placed = (name: string, namespace?: string, copy?: string) => ({
  folder: 'configs' as const,
  from: 'cluster',
  object: { apiVersion: 'v1', kind: 'Secret', metadata: { name, ...(namespace === undefined ? {} : { namespace }) } },
  ...(copy === undefined ? {} : { copy }),
});

describe('fileOf', () => {
  it('is the namespace, and cluster.yaml for what has none', () => {
    expect(fileOf(placed('x', 'monitoring'))).toBe('monitoring.yaml');
    expect(fileOf(placed('x'))).toBe('cluster.yaml');
  });

  it('gives an encrypted Secret a file of its own', () => {
    expect(fileOf(placed('grafana-oidc-1', 'monitoring', 'secrets/a.yaml'))).toBe('monitoring.grafana-oidc-1.sops.yaml');
  });

  it('never takes a name that means something else in a folder', () => {
    for (const namespace of ['cluster', 'kustomization']) expect(fileOf(placed('x', namespace))).toBe(`${namespace}.namespace.yaml`);
  });

  it('is another one for another namespace or encrypted Secret, on any file system', () => {
    const name = fc.string({ unit: fc.constantFrom('a', 'A', 'b', ':', '-', '.', 'ü'), minLength: 1, maxLength: 253 });
    const any = fc.record({ name, namespace: fc.constantFrom('a', 'a-b', 'cluster', 'kustomization', 'namespace'), encrypted: fc.boolean() });
    fc.assert(
      fc.property(fc.uniqueArray(any, { selector: (one) => (one.encrypted ? `${one.namespace} ${one.name}` : one.namespace), maxLength: 8 }), (list) => {
        const files = list.map((one) => fileOf(placed(one.name, one.namespace, one.encrypted ? 'x' : undefined)));
        expect(new Set(files.map((file) => file.toLowerCase())).size).toBe(list.length);
        for (const file of files) {
          expect(file).toMatch(/^[A-Za-z0-9][A-Za-z0-9._-]*\.yaml$/);
          expect(file.length).toBeLessThanOrEqual(255);
        }
      }),
      { numRuns: 200 },
    );
  });
});
