import { ApiObject, type Chart } from 'cdk8s';
import { defineClusters } from '../../lib/cluster/clusters.ts';
import { existingSecrets } from '../../lib/platform/existing-secrets.ts';
import { generatedSecrets } from '../../lib/platform/generated-secrets.ts';
import { mixedSecrets, type MixedOptions } from '../../lib/platform/mixed-secrets.ts';
import { sopsSecrets } from '../../lib/platform/sops-secrets.ts';
import { storedSecrets, type StoredOptions } from '../../lib/platform/stored-secrets.ts';
import { grafana } from '../../lib/integrations/grafana/grafana.ts';
import type { Folder } from '../../lib/manifest/manifest.ts';
import type { App } from '../../lib/integrations/integration.ts';
import { clusterInput, clusterWith, grafanaOptions } from '../support/sample.ts';
import type { Invalid } from './invalid.ts';

/** A stand-in for the Vault of the cluster: a Grafana under another integration's name, which keeps secrets. */
const vault = { ...grafana({ ...grafanaOptions, name: 'vault', host: 'vault', namespace: 'vault' }) } as App<unknown>;
const withVault = { apps: [grafana(grafanaOptions), { ...vault, integration: { ...vault.integration, name: 'vault', keepsSecrets: true as const } }] };
const store = { kind: 'ClusterSecretStore', name: 'vault' } as const;
const stored = (options: object) => () => clusterWith({ secrets: storedSecrets(options as StoredOptions) });
const readFrom = (server: string, folder: 'authentik' | 'apps/vault') => () =>
  clusterWith({
    ...withVault,
    constructs: (chart: (folder: Folder) => Chart) => {
      new ApiObject(chart('configs'), 'store', {
        apiVersion: 'external-secrets.io/v1',
        kind: 'ClusterSecretStore',
        metadata: { name: 'vault' },
        spec: { provider: { vault: { server, path: 'kv', version: 'v2' } } },
      });
      new ApiObject(chart(folder), 'mail', {
        apiVersion: 'external-secrets.io/v1',
        kind: 'ExternalSecret',
        metadata: { name: 'mail', namespace: 'authentik' },
        spec: { secretStoreRef: { kind: 'ClusterSecretStore', name: 'vault' }, data: [{ secretKey: 'a', remoteRef: { key: 'mail' } }] },
      });
    },
  });

const mixed =
  (options: object, more: object = {}) =>
  () =>
    clusterWith({ ...more, secrets: mixedSecrets(options as MixedOptions) });
const mixedAt = (field: string, fix: string) => ({ code: 'secrets-mixed', app: 'cluster', field: `secrets.${field}`, fix });

/** Inputs about secrets and clusters, each wrong in one way. */
export const gallery: Readonly<Record<string, Invalid>> = {
  'store-served-by-the-vault-behind-authentik': {
    make: () => clusterWith({ ...withVault, secrets: storedSecrets({ store: { ...store, servedBy: 'vault' } }) }),
    code: 'secrets-cycle',
    app: 'cluster',
    field: 'secrets.store',
    fix: 'sopsSecrets()',
  },
  'store-that-may-be-that-vault': {
    make: () => clusterWith({ ...withVault, secrets: storedSecrets({ store }) }),
    code: 'store-unclear',
    app: 'cluster',
    field: 'secrets.store.servedBy',
    fix: "servedBy: 'outside'",
  },
  'authentik-reads-from-the-vault-behind-it': {
    make: readFrom('http://vault.vault.svc:8200', 'authentik'),
    code: 'secrets-cycle',
    app: 'cluster',
    field: 'ExternalSecret/mail',
    fix: 'outside this cluster',
  },
  'authentik-reads-from-the-public-name-of-that-vault': {
    make: readFrom('https://vault.home.example.org', 'authentik'),
    code: 'secrets-cycle',
    app: 'cluster',
    field: 'ExternalSecret/mail',
    fix: 'outside this cluster',
  },
  // The promise is refused as well: nobody waits for it, and unseen it would end the program.
  'remote-ref-that-is-late': {
    make: stored({ store, remoteRef: async () => Promise.reject(new Error('late')) }),
    code: 'option-type',
    app: 'cluster',
    field: 'secrets.remoteRef',
    fix: 'remoteRef',
  },
  'vault-reads-from-itself': {
    make: readFrom('http://vault-active.vault.svc.cluster.local:8200', 'apps/vault'),
    code: 'secrets-cycle',
    app: 'cluster',
    field: 'ExternalSecret/mail',
    fix: 'outside this cluster',
  },
  'store-of-unknown-kind': {
    make: stored({ store: { kind: 'Vault', name: 'x' } }),
    code: 'choice-unknown',
    app: 'cluster',
    field: 'secrets.store.kind',
    fix: 'ClusterSecretStore',
  },
  'store-without-name': {
    make: stored({ store: { kind: 'SecretStore' } }),
    code: 'name-invalid',
    app: 'cluster',
    field: 'secrets.store.name',
    fix: 'secrets.store.name',
  },
  'remote-key-with-an-unknown-word': {
    make: stored({ store, remoteRef: { key: '{nmae}' } }),
    code: 'remote-ref-invalid',
    app: 'cluster',
    field: 'secrets.remoteRef.key',
    fix: '{object}',
  },
  'remote-key-that-all-share': {
    make: stored({ store, remoteRef: { key: 'sso', property: 'value' } }),
    code: 'remote-ref-twice',
    app: 'cluster',
    field: 'secrets.remoteRef',
    fix: '{object}',
  },
  'existing-secret-that-keeps-its-name': {
    make: () => clusterWith({ secrets: existingSecrets({ name: (_, app) => `${app}-sso` }) }),
    code: 'secret-name-fixed',
    app: 'grafana',
    field: 'secrets.name',
    fix: 'ref.generation',
  },
  'existing-secret-with-a-broken-name': {
    make: () => clusterWith({ secrets: existingSecrets({ name: ({ generation }) => `SSO_${generation}` }) }),
    code: 'secret-name-invalid',
    app: 'grafana',
    field: 'secrets.name',
    fix: 'existingSecrets',
  },
  'one-source-mixed-with-itself': {
    make: mixed({ apps: generatedSecrets() }),
    ...mixedAt('apps', 'remove mixedSecrets'),
  },
  'mixed-without-one-for-the-apps': { make: mixed({ platform: sopsSecrets() }), ...mixedAt('apps', 'generatedSecrets()') },
  'generated-in-two-ways': { make: mixed({ platform: generatedSecrets(), apps: generatedSecrets({ operator: 'present' }) }), ...mixedAt('apps', 'constant') },
  'one-store-in-two-ways': {
    make: mixed({ platform: storedSecrets({ store }), apps: storedSecrets({ store, remoteRef: { key: '{app}' } }) }),
    ...mixedAt('apps', 'constant'),
  },
  'external-secrets-of-two-owners': {
    make: mixed({ platform: storedSecrets({ store }), apps: generatedSecrets() }),
    ...mixedAt('apps', "operator: 'present'"),
  },
  'mixed-within-mixed': {
    make: mixed({ platform: mixedSecrets({ platform: sopsSecrets(), apps: existingSecrets() }), apps: generatedSecrets() }),
    ...mixedAt('platform', 'in one mixedSecrets'),
  },
  'mixed-for-an-app-that-is-misspelt': {
    make: mixed({ apps: generatedSecrets(), byApp: { grafanna: sopsSecrets() } }),
    ...mixedAt('byApp.grafanna', 'write grafana'),
  },
  'mixed-for-an-app-of-nobody': { make: mixed({ apps: generatedSecrets(), byApp: { wiki: sopsSecrets() } }), ...mixedAt('byApp.wiki', 'remove wiki') },
  'mixed-for-a-platform-that-has-its-own': {
    make: mixed({ platform: sopsSecrets(), apps: existingSecrets() }, { idp: { existing: { namespace: 'sso', secrets: ['authentik'] } } }),
    ...mixedAt('platform', 'remove platform'),
  },
  'mixed-without-brackets': {
    make: mixed({ platform: sopsSecrets, apps: generatedSecrets() }),
    code: 'option-type',
    app: 'cluster',
    field: 'secrets.platform',
    fix: 'call it',
  },
  'mixed-by-a-word': { make: mixed({ apps: 'sops' }), code: 'option-type', app: 'cluster', field: 'secrets.apps', fix: 'apps' },
  'platform-in-the-vault-behind-authentik': {
    make: () =>
      clusterWith({ ...withVault, secrets: mixedSecrets({ platform: storedSecrets({ store: { ...store, servedBy: 'vault' } }), apps: sopsSecrets() }) }),
    code: 'secrets-cycle',
    app: 'cluster',
    field: 'secrets.store',
    fix: 'sopsSecrets()',
  },
  'vault-behind-its-own-secret': {
    make: () =>
      clusterWith({ ...withVault, secrets: mixedSecrets({ platform: sopsSecrets(), apps: storedSecrets({ store: { ...store, servedBy: 'vault' } }) }) }),
    code: 'secrets-cycle',
    app: 'cluster',
    field: 'secrets.store',
    fix: 'sopsSecrets()',
  },
  'sops-folder-outside': { make: () => sopsSecrets({ folder: '../secrets' }), code: 'path-invalid', app: 'cluster', field: 'secrets.folder', fix: 'secrets' },
  'removed-app-that-is-there': {
    make: () => clusterWith({ removed: ['grafana'] }),
    code: 'removed-present',
    app: 'cluster',
    field: 'removed[0]',
    fix: 'from removed',
  },
  'removed-that-is-no-slug': {
    make: () => clusterWith({ removed: ['Graf ana'] }),
    code: 'slug-invalid',
    app: 'cluster',
    field: 'removed[0]',
    fix: 'removed[0]',
  },
  'no-clusters': {
    make: () => defineClusters({ ...clusterInput, clusters: [] }),
    code: 'clusters-missing',
    app: 'cluster',
    field: 'clusters',
    fix: 'defineCluster',
  },
  'two-clusters-of-one-name': {
    make: () => defineClusters({ ...clusterInput, clusters: [{ name: 'home' }, { name: 'home' }] }),
    code: 'cluster-duplicate',
    app: 'cluster',
    field: 'name',
    fix: 'home-2',
  },
  'override-of-no-app': {
    make: () => defineClusters({ ...clusterInput, clusters: [{ name: 'home', overrides: { grafanna: {} } }] }),
    code: 'override-unknown',
    app: 'cluster',
    field: 'overrides.grafanna',
    fix: "'grafana'",
  },
};
