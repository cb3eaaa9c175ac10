import { describe, expect, it } from 'vitest';
import { strategicMerge } from '../../lib/cluster/strategic-merge.ts';

const container = (name: string, more: object = {}) => ({ name, image: `example.org/${name}:1`, ...more });
const job = {
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name: 'a', namespace: 'b' },
  spec: {
    template: {
      spec: {
        containers: [
          container('apply', {
            env: [
              { name: 'A', value: '1' },
              { name: 'B', value: '2' },
            ],
            args: ['x'],
          }),
          container('wait'),
        ],
        volumes: [{ name: 'scripts', configMap: { name: 's' } }],
        tolerations: [{ key: 'one' }],
      },
    },
  },
} as never;
const pod = (patch: object) =>
  (strategicMerge(job, { spec: { template: { spec: patch } } } as never) as never as { spec: { template: { spec: Record<string, unknown> } } }).spec.template
    .spec;

describe('a patch of an object of Kubernetes’ own', () => {
  it('merges containers, variables and volumes by their names, and leaves the others', () => {
    const made = pod({
      containers: [
        {
          name: 'apply',
          env: [
            { name: 'B', value: '3' },
            { name: 'C', value: '4' },
          ],
        },
      ],
      volumes: [{ name: 'ca', secret: { secretName: 'ca' } }],
    });
    expect(made['containers']).toEqual([
      container('apply', {
        env: [
          { name: 'B', value: '3' },
          { name: 'C', value: '4' },
          { name: 'A', value: '1' },
        ],
        args: ['x'],
      }),
      container('wait'),
    ]);
    expect(made['volumes']).toEqual([
      { name: 'ca', secret: { secretName: 'ca' } },
      { name: 'scripts', configMap: { name: 's' } },
    ]);
  });

  it('replaces lists without names, deletes by null and by $patch, and begins anew when it says so', () => {
    expect(pod({ tolerations: [{ key: 'two' }] })['tolerations']).toEqual([{ key: 'two' }]);
    expect(pod({ tolerations: null })).not.toHaveProperty('tolerations');
    expect(pod({ containers: [{ name: 'wait', $patch: 'delete' }] })['containers']).toHaveLength(1);
    expect(pod({ containers: [{ $patch: 'replace' }, { name: 'other', image: 'i:1' }] })['containers']).toEqual([{ name: 'other', image: 'i:1' }]);
    expect(pod({ containers: [{ name: 'apply', args: ['y', 'z'] }] })['containers']).toMatchObject([{ args: ['y', 'z'] }, {}]);
  });

  it('is undefined when nothing is left', () => {
    expect(strategicMerge(job, { $patch: 'delete' })).toBeUndefined();
  });
});

it('lists of custom objects are replaced, as kustomize does it', () => {
  const route = {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name: 'a' },
    spec: { parentRefs: [{ name: 'one' }], containers: [{ name: 'x' }] },
  } as never;
  expect(strategicMerge(route, { spec: { parentRefs: [{ name: 'two' }], containers: [{ name: 'y' }] } })).toMatchObject({
    spec: { parentRefs: [{ name: 'two' }], containers: [{ name: 'y' }] },
  });
});
