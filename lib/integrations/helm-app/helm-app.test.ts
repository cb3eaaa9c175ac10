import { describe, expect, it } from 'vitest';
import { expectReadLaws } from '../../../test/support/read-law.ts';
import { clusterWith } from '../../../test/support/sample.ts';
import { helmApp, helmAppIntegration } from './helm-app.ts';

const chart = { oci: 'oci://ghcr.io/stefanprodan/charts/podinfo', version: '6.14.1' } as const;
/** What its settings can hold of a contract. */
const holds = [] as const;

const clusterOf = (options: Readonly<Record<string, unknown>> = {}) => clusterWith({ apps: [helmApp({ name: 'podinfo', chart, ...options })] });

describe('an app without single sign-on', () => {
  it('has no contract, and so nothing at the identity provider', () => {
    const cluster = clusterOf();
    expectReadLaws(cluster, helmAppIntegration, holds);
    expect(cluster.apps[0]!.contracts).toEqual([]);
    expect(cluster.placed.filter(({ folder }) => folder.startsWith('identity/'))).toEqual([]);
  });

  it('has a way in only when it has a host', () => {
    const kinds = (options: Readonly<Record<string, unknown>>) => clusterOf(options).apps[0]!.end.objects.map(({ kind }) => kind);
    expect(kinds({})).toEqual(['OCIRepository', 'HelmRelease']);
    expect(kinds({ host: 'podinfo', service: 'web', port: 9898 })).toEqual(['Ingress', 'OCIRepository', 'HelmRelease']);
  });

  it('gets its own random values', () => {
    const { end } = clusterOf({
      chart: undefined,
      image: 'docker.io/library/redis:8.2.1',
      generated: ['password'],
      env: ({ generated }: { generated: (name: string) => unknown }) => ({ A: generated('password') }),
    }).apps[0]!;
    expect(end.generated).toEqual([{ name: 'podinfo-password', generation: 1, key: 'value' }]);
    expect(JSON.stringify(end.objects)).toContain('{"name":"A","valueFrom":{"secretKeyRef":{"name":"podinfo-password-1","key":"value"}}}');
  });
});
