import { ConfigMap } from 'cdk8s-plus-30';
import { describe, expect, it } from 'vitest';
import type { Cluster } from '../../lib/cluster/cluster.ts';
import type { Constructs } from '../../lib/cluster/charts.ts';
import { grafana } from '../../lib/integrations/grafana/grafana.ts';
import type { Manifest } from '../../lib/manifest/manifest.ts';
import { clusterWith, grafanaOptions, grafanaWith } from '../support/sample.ts';
import { blueprintIn } from '../support/blueprint-of.ts';

const object = (cluster: Cluster, kind: string, name: string, namespace?: string) =>
  cluster.placed.find(
    ({ object: one }) => one.kind === kind && one.metadata.name === name && (namespace === undefined || one.metadata.namespace === namespace),
  );
const json = (value: unknown) => JSON.stringify(value);

describe('secrets', () => {
  it("let Grafana's account read its own secret and no other", () => {
    const cluster = clusterWith({ apps: [grafana(grafanaOptions), grafana({ ...grafanaOptions, name: 'second', host: 'second', namespace: 'elsewhere' })] });
    const rules = (namespace: string) => (object(cluster, 'Role', `${namespace}-reader`)?.object as Manifest & { rules: unknown[] }).rules;
    expect(rules('monitoring')).toEqual([{ apiGroups: [''], resources: ['secrets'], resourceNames: ['grafana-oidc-1'], verbs: ['get'] }]);
    expect(rules('elsewhere')).toEqual([{ apiGroups: [''], resources: ['secrets'], resourceNames: ['second-oidc-1'], verbs: ['get'] }]);
    expect(object(cluster, 'RoleBinding', 'monitoring-reader')?.object['subjects']).toEqual([
      { kind: 'ServiceAccount', name: 'pinout-secrets', namespace: 'monitoring' },
    ]);
    expect(cluster.placed.filter(({ object: { kind } }) => kind === 'ClusterRole' || kind === 'ClusterRoleBinding')).toEqual([]);
  });

  it('reach both ends anew when the generation grows', () => {
    const [one, two] = [1, 2].map((secretGeneration) => grafanaWith({ secretGeneration })) as [Cluster, Cluster];
    for (const [kind, name] of [
      ['Job', 'blueprint-grafana'],
      ['HelmRelease', 'grafana'],
      ['ConfigMap', 'blueprint-grafana'],
    ] as const) {
      expect(json(object(one, kind, name))).toContain('grafana-oidc-1');
      expect(json(object(two, kind, name))).toContain('grafana-oidc-2');
      expect(json(object(two, kind, name))).not.toContain('grafana-oidc-1');
    }
    expect(object(two, 'ExternalSecret', 'grafana-oidc-2', 'pinout-secrets')?.object.metadata.annotations).toEqual({
      'kustomize.toolkit.fluxcd.io/prune': 'disabled',
    });
  });
});

describe('blueprints', () => {
  it('are applied hourly when asked', () => {
    expect(object(grafanaWith({}), 'CronJob', 'blueprint-grafana')).toBeUndefined();
    const cronJob = object(grafanaWith({}, { idp: { reapply: 'hourly' } }), 'CronJob', 'blueprint-grafana');
    expect(cronJob?.object['spec']).toMatchObject({ concurrencyPolicy: 'Forbid', schedule: expect.stringMatching(/^\d{1,2} \* \* \* \*$/) as string });
  });

  it('are mounted by the chart when the worker applies them, from a layer before it', () => {
    const cluster = grafanaWith({}, { idp: { apply: 'worker' } });
    expect(cluster.placed.filter(({ object: { kind } }) => kind === 'Job')).toEqual([]);
    expect(object(cluster, 'ConfigMap', 'blueprint-grafana')?.folder).toBe('configs');
    expect(object(cluster, 'ExternalSecret', 'grafana-oidc-1', 'authentik')?.folder).toBe('configs');
    expect(json(object(cluster, 'HelmRelease', 'authentik'))).toContain(
      '"blueprints":{"configMaps":["blueprint-grafana","blueprint-groups"],"secrets":["grafana-oidc-1"]}',
    );
    expect(blueprintIn(cluster, 'grafana')).toContain('!File /blueprints/mounted/secret-grafana-oidc-1/client-secret');
  });

  it('write users only when people are given', () => {
    expect(blueprintIn(grafanaWith({}), 'people')).toBeUndefined();
    expect(blueprintIn(grafanaWith({}, { people: { 'grafana-admins': ['jan'] } }), 'people')).toContain('!Find [ authentik_core.user, [ username, jan ] ]');
  });
});

describe('layers', () => {
  it('wait for each other from namespaces to apps, one for each app', () => {
    const waits: Record<string, string[]> = Object.fromEntries(
      grafanaWith({}).placed.flatMap(({ folder, object: { metadata, spec } }) =>
        folder === 'flux' ? [[metadata.name, ((spec as { dependsOn?: { name: string }[] }).dependsOn ?? []).map(({ name }) => name)]] : [],
      ),
    );
    expect(waits).toEqual({
      'pinout-namespaces': [],
      'pinout-controllers': ['pinout-namespaces'],
      'pinout-configs': ['pinout-controllers'],
      'pinout-authentik': ['pinout-configs'],
      'pinout-identity-groups': ['pinout-authentik'],
      'pinout-identity-grafana': ['pinout-identity-groups'],
      'pinout-app-grafana': ['pinout-identity-grafana'],
    });
  });
});

describe('text that looks like a variable of Flux', () => {
  it('switches substitution off for its object alone', () => {
    const cluster = grafanaWith({ values: { grafana: { note: '${HOME}' } } });
    expect(object(cluster, 'HelmRelease', 'grafana')?.object.metadata.annotations).toEqual({ 'kustomize.toolkit.fluxcd.io/substitute': 'disabled' });
    expect(json(object(cluster, 'HelmRelease', 'authentik'))).not.toContain('substitute');
  });
});

describe('constructs', () => {
  it('of cdk8s-plus come into the folder that they name', () => {
    const constructs: Constructs = (chart) =>
      new ConfigMap(chart('apps/grafana'), 'any-id', { metadata: { name: 'notes', namespace: 'monitoring' }, data: { a: '1' } });
    expect(object(clusterWith({ constructs }), 'ConfigMap', 'notes')).toMatchObject({
      folder: 'apps/grafana',
      object: { data: { a: '1' }, metadata: { name: 'notes', namespace: 'monitoring' } },
    });
  });
});
