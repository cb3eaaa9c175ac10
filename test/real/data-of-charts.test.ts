import { describe, expect, it } from 'vitest';
import { groups } from '../../lib/contract/access.ts';
import { nextcloud } from '../../lib/integrations/nextcloud/nextcloud.ts';
import { clusterWith, grafanaWith } from '../support/sample.ts';
import { hasChart, type Rendered, renderChart } from './render-chart.ts';

interface Pod {
  readonly volumes?: readonly { readonly name: string; readonly emptyDir?: unknown; readonly persistentVolumeClaim?: { readonly claimName: string } }[];
  readonly containers: readonly {
    readonly name: string;
    readonly env?: readonly { readonly name: string; readonly value?: string; readonly valueFrom?: unknown }[];
  }[];
}
const deployment = (objects: readonly Rendered[], name: string) =>
  objects.find(({ kind, metadata }) => kind === 'Deployment' && metadata.name === name)!.spec as { strategy?: unknown; template: { spec: Pod } };
const claims = (objects: readonly Rendered[]) =>
  objects
    .filter(({ kind }) => kind === 'PersistentVolumeClaim')
    .map(({ metadata, spec }) => [metadata.name, (spec as { resources: { requests: { storage: string } } }).resources.requests.storage]);

describe.skipIf(!hasChart('grafana'))('storage of Grafana', () => {
  it.each(['grafana', 'kube-prometheus-stack'] as const)('is a volume claim that one pod holds, by the chart %s', (chart) => {
    if (chart !== 'grafana' && !hasChart(chart)) return;
    const kept = renderChart(grafanaWith({ chart, storage: { grafana: '2Gi' } }), 'grafana', chart);
    expect(claims(kept)).toEqual([['grafana', '2Gi']]);
    const { strategy, template } = deployment(kept, 'grafana');
    expect(strategy).toEqual({ type: 'Recreate' });
    expect(template.spec.volumes).toContainEqual({ name: 'storage', persistentVolumeClaim: { claimName: 'grafana' } });
    const lost = renderChart(grafanaWith({ chart }), 'grafana', chart);
    expect(claims(lost)).toEqual([]);
    expect(deployment(lost, 'grafana').template.spec.volumes).toContainEqual({ name: 'storage', emptyDir: {} });
  });
});

describe.skipIf(!hasChart('kube-prometheus-stack'))('storage of Prometheus', () => {
  const prometheus = (storage: object) =>
    renderChart(grafanaWith({ storage }), 'grafana', 'kube-prometheus-stack').find(({ kind }) => kind === 'Prometheus')!.spec;

  it('is what the operator makes a volume of', () => {
    expect(prometheus({ prometheus: '20Gi' })['storage']).toEqual({
      volumeClaimTemplate: { spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '20Gi' } } } },
    });
    expect(prometheus({})['storage']).toBeUndefined();
  });
});

describe.skipIf(!hasChart('nextcloud'))('the data of Nextcloud', () => {
  const made = (change: object) =>
    renderChart(clusterWith({ apps: [nextcloud({ host: 'cloud', namespace: 'nextcloud', access: groups('family'), ...change })] }), 'nextcloud');
  const env = (objects: readonly Rendered[]) => deployment(objects, 'nextcloud').template.spec.containers.find(({ name }) => name === 'nextcloud')!.env!;

  it('lies in a volume of the size that was asked for', () => {
    expect(claims(made({}))).toEqual([['nextcloud-nextcloud', '8Gi']]);
    expect(claims(made({ storage: '200Gi' }))).toEqual([['nextcloud-nextcloud', '200Gi']]);
  });

  it('has its tables in SQLite, or in the PostgreSQL of `database` and nowhere else', () => {
    expect(env(made({}))).toContainEqual({ name: 'SQLITE_DATABASE', value: 'nextcloud' });
    const objects = made({ database: { host: 'db.databases.svc', port: 5433, credentials: { name: 'nextcloud-database', password: 'pass' } } });
    const variables = env(objects);
    const key = (name: string) => ({ valueFrom: { secretKeyRef: { name: 'nextcloud-database', key: name } } });
    expect(variables).toContainEqual({ name: 'POSTGRES_HOST', value: 'db.databases.svc:5433' });
    expect(variables).toContainEqual({ name: 'POSTGRES_DB', value: 'nextcloud' });
    expect(variables).toContainEqual({ name: 'POSTGRES_USER', ...key('username') });
    expect(variables).toContainEqual({ name: 'POSTGRES_PASSWORD', ...key('pass') });
    expect(variables.map(({ name }) => name).filter((name) => /SQLITE|MYSQL/.test(name))).toEqual([]);
    expect(objects.filter(({ kind }) => kind === 'Secret')).toEqual([]);
  });
});
