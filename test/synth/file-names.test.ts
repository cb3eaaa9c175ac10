import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fileNames } from '../../lib/synth/file-names.ts';

const object = (name: string, namespace?: string, kind = 'ClusterRole', apiVersion = 'rbac.authorization.k8s.io/v1') => ({
  apiVersion,
  kind,
  metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
});
const names = (...objects: ReturnType<typeof object>[]): string[] => [...fileNames(objects).values()];

describe('fileNames', () => {
  it('are short where that is enough', () => {
    expect(names(object('system:auth'), object('view'))).toEqual(['clusterrole-system-auth.yaml', 'clusterrole-view.yaml']);
    expect(names(object('x', 'a', 'Role'), object('x', 'b', 'Role'))).toEqual(['role-a-x.yaml', 'role-b-x.yaml']);
  });

  it('never depend on the order of the objects', () => {
    const all = [object('a:b:c'), object('a-b:c'), object('a:b-c'), object('Abc'), object('abc')];
    const [one, two] = [fileNames(all), fileNames([...all].reverse())];
    for (const each of all) expect(one.get(each)).toBe(two.get(each));
  });

  it('are no two the same, whatever the names, on any file system', () => {
    const part = fc.string({ unit: fc.constantFrom('a', 'A', 'b', ':', '-', '.', '_', 'ü', '漢', '\\', '*'), minLength: 1, maxLength: 5 });
    const name = fc.oneof(
      part,
      part.map((text) => text.repeat(60).slice(0, 253)),
    );
    const any = fc.record({ name, namespace: fc.constantFrom(undefined, 'a', 'a-b', 'b'), kind: fc.constantFrom('Role', 'role', 'RoleX') });
    fc.assert(
      fc.property(
        fc.uniqueArray(any, { selector: (one) => JSON.stringify([one.name, one.namespace, one.kind]), maxLength: 12 }),
        fc.constantFrom('v1', 'example.org/v1'),
        (list, apiVersion) => {
          const found = names(...list.map((one) => object(one.name, one.namespace, one.kind, apiVersion)));
          expect(found).toHaveLength(list.length);
          expect(new Set(found.map((one) => one.toLowerCase())).size).toBe(list.length);
          for (const one of found) {
            expect(one).toMatch(/^[A-Za-z0-9][A-Za-z0-9._-]*\.yaml$/);
            expect(one.length).toBeLessThanOrEqual(255);
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});
