import { describe, expect, it } from 'vitest';
import type { Cluster } from '../../lib/cluster/cluster.ts';
import { existingSecrets } from '../../lib/platform/existing-secrets.ts';
import { groups } from '../../lib/contract/access.ts';
import { grafana } from '../../lib/integrations/grafana/grafana.ts';
import { oidcApp } from '../../lib/integrations/oidc-app/oidc-app.ts';
import { generatedSecrets } from '../../lib/platform/generated-secrets.ts';
import { mixedSecrets } from '../../lib/platform/mixed-secrets.ts';
import { sopsSecrets } from '../../lib/platform/sops-secrets.ts';
import { storedSecrets } from '../../lib/platform/stored-secrets.ts';
import { judged, grave } from '../support/judge.ts';
import { clusterWith, grafanaOptions, grafanaWith } from '../support/sample.ts';
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

describe('secrets from several sources', () => {
  const wiki = oidcApp({
    name: 'wiki',
    namespace: 'wiki',
    access: groups('family'),
    redirects: ['/cb'],
    image: 'ghcr.io/example/wiki:1.2.3',
    env: ({ secret }) => ({ SECRET: secret }),
  });
  const apps = [grafana(grafanaOptions), wiki];

  it('are brought each by its own, the same at both ends of a login', () => {
    const cluster = clusterWith({
      apps,
      secrets: mixedSecrets({
        platform: sopsSecrets(),
        apps: generatedSecrets(),
        byApp: { wiki: existingSecrets({ name: ({ generation }) => `wiki-sso-${generation}` }) },
      }),
    });
    expect(of(cluster, 'Secret')).toEqual(['configs authentik/authentik-secret-key', 'configs authentik/authentik-postgresql']);
    expect(of(cluster, 'ExternalSecret')).toEqual([
      'identity/grafana pinout-secrets/grafana-oidc-1',
      'identity/grafana authentik/grafana-oidc-1',
      'apps/grafana monitoring/grafana-oidc-1',
    ]);
    for (const row of ['| Secret | authentik | wiki-sso-1 |', '| Secret | wiki | wiki-sso-1 |', '| Secret | flux-system | sops-age |'])
      expect(cluster.readme).toContain(row);
    expect(cluster.readme).not.toContain('| Secret | monitoring | grafana-oidc-1 |');
    const layers = cluster.placed.filter(({ folder, object }) => folder === 'flux' && JSON.stringify(object).includes('"decryption"'));
    expect(layers.map(({ object }) => object.metadata.name)).toEqual(['pinout-configs']);
    expect(JSON.stringify(cluster.placed.find(({ object }) => object.metadata.name === 'authentik-reader')?.object)).not.toMatch(/wiki|secret-key/);
    expect(cluster.withState({ generations: { wiki: 2 } }).readme).toContain('wiki-sso-2');
  });

  it('may be a store for the platform, and files for one app', () => {
    const store = { kind: 'ClusterSecretStore', name: 'onepassword' } as const;
    const cluster = clusterWith({ apps, secrets: mixedSecrets({ apps: storedSecrets({ store }), byApp: { wiki: sopsSecrets() } }) });
    expect(of(cluster, 'Secret')).toEqual(['identity/wiki authentik/wiki-oidc-1', 'apps/wiki wiki/wiki-oidc-1']);
    expect(of(cluster, 'ExternalSecret')).toHaveLength(4);
    const layers = cluster.placed.filter(({ folder, object }) => folder === 'flux' && JSON.stringify(object).includes('"decryption"'));
    expect(layers.map(({ object }) => object.metadata.name)).toEqual(['pinout-identity-wiki', 'pinout-app-wiki']);
  });

  it('are one where one is named twice', () => {
    const made = generatedSecrets();
    const cluster = clusterWith({ apps, secrets: mixedSecrets({ platform: made, apps: existingSecrets(), byApp: { wiki: made } }) });
    expect(of(cluster, 'Password')).toHaveLength(1);
    expect(of(cluster, 'SecretStore')).toEqual(['configs authentik/pinout-secrets', 'configs wiki/pinout-secrets']);
    expect(grave(judged(cluster).filter(({ code }) => code !== 'renewal-alert-missing'))).toEqual([]);
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
