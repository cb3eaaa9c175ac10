import { PinoutError } from '../contract/error.ts';
import type { Placed } from '../manifest/manifest.ts';
import { partOf, type SecretBackend, type SecretStoreRef, type SecretUse } from '../platform/secret-backend.ts';
import type { WiredApp } from './app-ends.ts';

/** Whether an app can serve a secret store. */
const keepsSecrets = ({ integration }: WiredApp): boolean => integration.keepsSecrets === true;

const wayOut =
  'omit secrets (the values are then generated in the cluster), or write secrets: sopsSecrets() for the logins and read other values from that store, or use a store outside this cluster';

/** A store, and what is read from it. */
export interface UsedStore {
  readonly store: SecretStoreRef;
  readonly uses: readonly SecretUse[];
}

/** Stores that secrets are read from, with what each of them holds. */
export function storesOf(backend: SecretBackend, uses: readonly SecretUse[]): readonly UsedStore[] {
  const parts = [...new Set(uses.map((use) => partOf(backend, use)))];
  return parts.flatMap((part) => (part.store === undefined ? [] : [{ store: part.store, uses: uses.filter((use) => partOf(backend, use) === part) }]));
}

/** What has to be there before authentik: its own secrets, and, where its worker mounts the blueprints, those of all logins. */
const beforeIdp = ({ folder }: Pick<SecretUse, 'folder'>): boolean => !/^(identity|apps|login)\//.test(folder);

/**
 * Refuses a cluster whose identity provider waits for a secret store that waits for the identity provider: Vault hands out authentik's database
 * password, and nobody can bring Vault up before authentik, because its layer comes after authentik's (and, where it logs in through
 * authentik, nobody could unseal it).
 *
 * @throws PinoutError `secrets-cycle`, `store-unclear`
 */
export function refuseSecretsCycle(apps: readonly WiredApp[], used: readonly UsedStore[], placed: readonly Placed[], idp: string): void {
  for (const { store, uses } of used) {
    const keeper = apps.find((one) => (store.servedBy === undefined ? keepsSecrets(one) : one.name === store.servedBy));
    if (keeper !== undefined && store.servedBy === undefined)
      throw new PinoutError({
        code: 'store-unclear',
        app: 'cluster',
        field: 'secrets.store.servedBy',
        found: `missing, although the app ${keeper.name} in this cluster can serve a store`,
        wanted: `which app serves the store: ${idp} reads its own secrets from it, so it must not come after ${idp}`,
        fix: `write store: { kind: '${store.kind}', name: '${store.name}', servedBy: 'outside' } if another server serves it`,
      });
    if (keeper !== undefined && uses.some((use) => beforeIdp(use) || use.from === keeper.name))
      throw cycle('secrets.store', `the store ${store.name}, which the app ${keeper.name} serves`, keeper);
  }
  const stores = new Map(
    placed.flatMap(({ object }) =>
      /^(Cluster)?SecretStore$/.test(object.kind) ? [[idOf(object.kind, object.metadata.namespace, object.metadata.name), object] as const] : [],
    ),
  );
  for (const { folder, object } of placed) {
    if (object.kind !== 'ExternalSecret') continue;
    const { secretStoreRef } = (object['spec'] ?? {}) as { secretStoreRef?: { kind?: string; name?: string } };
    const kind = secretStoreRef?.kind ?? 'SecretStore';
    const found = stores.get(idOf(kind, object.metadata.namespace, secretStoreRef?.name ?? ''));
    const server = found === undefined ? undefined : serverOf(found);
    const keeper = server === undefined ? undefined : apps.find((app) => serves(app, server));
    if (keeper !== undefined && (beforeIdp({ folder }) || folder.endsWith(`/${keeper.name}`)))
      throw cycle(
        `ExternalSecret/${object.metadata.name}`,
        `in ${folder} and read from ${secretStoreRef?.name ?? 'a store'}, which the app ${keeper.name} serves`,
        keeper,
      );
  }
}

function cycle(field: string, found: string, keeper: WiredApp): PinoutError {
  const login = keeper.contracts.length > 0 ? ', and users log in to it through authentik' : '';
  return new PinoutError({
    code: 'secrets-cycle',
    app: 'cluster',
    field,
    found,
    wanted: `a source that exists before authentik: the layer of ${keeper.name} waits for authentik${login}, so neither would ever start`,
    fix: wayOut,
  });
}

const idOf = (kind: string, namespace: string | undefined, name: string) => `${kind} ${kind === 'SecretStore' ? (namespace ?? '') : ''}/${name}`;

function serverOf(store: object): string | undefined {
  const { spec } = store as { spec?: { provider?: Record<string, { server?: unknown } | undefined> } };
  const server = Object.values(spec?.provider ?? {}).find((one) => one?.server !== undefined)?.server;
  try {
    return typeof server === 'string' ? new URL(server).hostname : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a host is the app's own: its public name, or a Service in its namespace. */
function serves(app: WiredApp, host: string): boolean {
  const { contracts, end } = app;
  if (contracts.some(({ tile }) => new URL(tile.launchUrl).hostname === host)) return true;
  const [, namespace] = /^[^.]+\.([^.]+)(?:\.svc(?:\..+)?)?$/.exec(host) ?? [];
  return keepsSecrets(app) && namespace !== undefined && namespace === end.namespace;
}
