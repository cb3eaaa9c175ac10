import { describe, expect, it } from 'vitest';
import type { Cluster } from '../../lib/cluster/cluster.ts';
import { existingSecrets } from '../../lib/platform/existing-secrets.ts';
import { sopsSecrets } from '../../lib/platform/sops-secrets.ts';
import { storedSecrets } from '../../lib/platform/stored-secrets.ts';
import { clusterWith, grafanaWith } from '../support/sample.ts';
import { blueprintIn } from '../support/blueprint-of.ts';

const of = (cluster: Cluster, kind: string) =>
  cluster.placed
    .filter(({ object }) => object.kind === kind)
    .map(({ folder, object }) => `${folder} ${object.metadata.namespace ?? ''}/${object.metadata.name}`);
const folders = (cluster: Cluster) => [...new Set(cluster.placed.map(({ folder }) => folder))].sort();

describe('secrets from a store of the user', () => {
  const store = { kind: 'ClusterSecretStore', name: 'onepassword' } as const;

  it('are read by each end on its own, and bring no operator', () => {
    const cluster = clusterWith({ secrets: storedSecrets({ store, remoteRef: { key: 'sso-{app}', property: '{object}.{key}' } }) });
    expect(of(cluster, 'ExternalSecret')).toEqual([
      'configs authentik/authentik-secret-key',
      'configs authentik/authentik-postgresql',
      'identity/grafana authentik/grafana-oidc-1',
      'apps/grafana monitoring/grafana-oidc-1',
    ]);
    const secrets = cluster.placed
      .filter(({ object }) => object.kind === 'ExternalSecret' && object.metadata.name === 'grafana-oidc-1')
      .map(({ object }) => object['spec']);
    expect(secrets).toHaveLength(2);
    for (const spec of secrets)
      expect(spec).toMatchObject({
        secretStoreRef: store,
        data: [{ secretKey: 'client-secret', remoteRef: { key: 'sso-grafana', property: 'grafana-oidc-1.client-secret' } }],
      });
    expect(folders(cluster)).not.toContain('controllers');
    expect(cluster.readme).toContain('| ClusterSecretStore |  | onepassword |');
  });

  it('may be named by a function', () => {
    const cluster = clusterWith({ secrets: storedSecrets({ store, remoteRef: (ref, app) => ({ key: `kv/${app}/${ref.name}/${ref.generation}` }) }) });
    expect(JSON.stringify(cluster.placed)).toContain('"remoteRef":{"key":"kv/grafana/grafana-oidc/1"}');
  });
});

describe('existing secrets', () => {
  it('are listed for each namespace, and dist makes none', () => {
    const cluster = clusterWith({ secrets: existingSecrets() });
    expect([of(cluster, 'ExternalSecret'), of(cluster, 'Secret'), of(cluster, 'SecretStore')]).toEqual([[], [], []]);
    for (const row of ['| Secret | authentik | grafana-oidc-1 |', '| Secret | monitoring | grafana-oidc-1 |', '| Secret | authentik | authentik-postgresql |'])
      expect(cluster.readme).toContain(row);
  });

  it('may have names and keys of their own, the same at both ends', () => {
    const cluster = clusterWith({ secrets: existingSecrets({ name: ({ generation }, app) => ({ name: `sso.${app}.v${generation}`, key: 'value' }) }) });
    const text = JSON.stringify(cluster.placed);
    expect(text).toContain('{"secretKeyRef":{"name":"sso.grafana.v1","key":"value"}}');
    expect(text).toContain('{"secretName":"sso.grafana.v1","items":[{"key":"value","path":"value"}]}');
    expect(text).not.toContain('grafana-oidc');
    expect(JSON.stringify(cluster.withState({ generations: { grafana: 2 } }).placed)).toContain('sso.grafana.v2');
  });
});

describe('encrypted secrets', () => {
  it('lie in the folder of their reader, and only those layers are decrypted', () => {
    const cluster = grafanaWith({}, { secrets: sopsSecrets({ folder: 'sealed', keySecret: 'age' }) });
    expect(of(cluster, 'Secret')).toEqual([
      'configs authentik/authentik-secret-key',
      'configs authentik/authentik-postgresql',
      'identity/grafana authentik/grafana-oidc-1',
      'apps/grafana monitoring/grafana-oidc-1',
    ]);
    expect(cluster.placed.flatMap(({ copy }) => copy ?? [])).toContain('sealed/home/monitoring/grafana-oidc-1.sops.yaml');
    const decrypted = cluster.placed.flatMap(({ folder, object }) =>
      folder === 'flux' && JSON.stringify(object).includes('"decryption"') ? [object.metadata.name] : [],
    );
    expect(decrypted).toEqual(['pinout-configs', 'pinout-identity-grafana', 'pinout-app-grafana']);
    expect(cluster.steps.map(({ commands }) => commands?.join('')).join('\n')).toContain('create secret generic age --from-file=age.agekey=/dev/stdin');
  });
});

describe('apps that are gone', () => {
  it('are deleted in authentik by entries that may stay', () => {
    const cluster = grafanaWith({}, { removed: ['miniflux', 'miniflux'] });
    const text = blueprintIn(cluster, 'removed')!;
    expect(text.match(/state: absent/g)).toHaveLength(9);
    expect(text).toContain('{ model: authentik_core.application, state: absent, identifiers: { slug: miniflux } }');
    expect(of(cluster, 'Job')).toContain('identity/removed authentik/blueprint-removed');
  });
});
