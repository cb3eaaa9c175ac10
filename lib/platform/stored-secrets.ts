import { delivery } from '../delivery/engine.ts';
import { PinoutError, show } from '../contract/error.ts';
import { guarded } from '../contract/option-error.ts';
import { dnsLabel } from '../contract/names.ts';
import { secretObjectName, type SecretRef } from '../contract/secret-ref.ts';
import { checkedOptions, choice, object, orFunction, text } from '../contract/shape.ts';
import type { Manifest, Placed } from '../manifest/manifest.ts';
import type { Written } from '../manifest/written.ts';
import { templateData } from './external-secret.ts';
import { assertUnique } from './generated-secrets.ts';
import { copyName, type SecretReader, type SecretsChoice, type SecretStoreRef, type SecretUse } from './secret-backend.ts';

/** Where a value lies in the store, in External Secrets' words. */
export interface RemoteRef {
  readonly key: string;
  readonly property?: string;
}

export interface StoredOptions {
  /**
   * The store, which is in the cluster before dist, and the operator with it. A `SecretStore` has to be in every namespace that reads a secret.
   * `servedBy` says which app of this cluster serves it, or `'outside'`; needed when the cluster has a Vault or OpenBao.
   */
  readonly store: SecretStoreRef;
  /**
   * Names of the values in the store. Text may hold `{cluster}`, `{app}`, `{name}` (`grafana-oidc`), `{generation}`, `{object}` (`grafana-oidc-1`) and
   * `{key}` (`client-secret`). Unless given, key `{object}` and property `{key}`.
   */
  readonly remoteRef?: RemoteRef | ((ref: SecretRef, app: string) => RemoteRef);
}

const storeKind = choice('ClusterSecretStore', 'SecretStore');
const remoteShape = object<RemoteRef>({ key: text, property: text });
const shape = object<StoredOptions>({
  store: object<SecretStoreRef>({ kind: storeKind, name: text, servedBy: text }),
  remoteRef: orFunction(remoteShape),
});

/**
 * Secrets that lie in a store of the user's (Vault, 1Password, any that External Secrets knows): each namespace that reads one gets an
 * ExternalSecret. Somebody puts the values there; `pinout secrets add` lists them.
 *
 * @throws PinoutError `choice-unknown`, `name-invalid`, `remote-ref-invalid`, `remote-ref-twice`, `secret-twice`
 * @example
 * const secrets = storedSecrets({ store: { kind: 'ClusterSecretStore', name: 'onepassword' }, remoteRef: { key: '{name}', property: '{key}' } });
 */
export function storedSecrets(given: StoredOptions): SecretsChoice {
  const options = checkedOptions(shape, given, { app: 'cluster', field: 'secrets' });
  const store = checkedStore(options.store);
  return ({ name: cluster }) => {
    const remote = (ref: SecretRef, app: string) => remoteOf(options.remoteRef, ref, app, cluster);
    const shown = ({ key, property }: RemoteRef) => (property === undefined ? key : `${key} ${property}`);
    return {
      name: `the store ${store.name}`,
      store,
      where: ({ ref, from }) => `\`${shown(remote(ref, from))}\` in ${store.name}`,
      place(uses) {
        assertUnique(uses);
        refuseSharedValues(uses, remote);
        return uses.flatMap(({ ref, from, readers }) =>
          readers.map((reader): Placed => ({ folder: reader.folder, from, object: externalSecret(ref, reader, store, remote(ref, from)) })),
        );
      },
      needs: (uses) =>
        (store.kind === 'ClusterSecretStore' ? [''] : [...new Set(uses.flatMap(({ readers }) => readers.map(({ namespace }) => namespace)))].sort()).map(
          (namespace) => ({
            kind: store.kind,
            namespace,
            name: store.name,
            why: 'External Secrets reads the secrets from it',
          }),
        ),
      steps: (uses) => [
        {
          text: `Store these values in ${store.name}, each 64 random letters and digits: ${uses.map(({ ref, from }) => `\`${shown(remote(ref, from))}\``).join(', ')}`,
        },
      ],
    };
  };
}

function externalSecret(ref: SecretRef, reader: SecretReader, store: SecretStoreRef, { key, property }: RemoteRef): Manifest {
  const name = copyName(ref, reader);
  return {
    apiVersion: 'external-secrets.io/v1',
    kind: 'ExternalSecret',
    metadata: { name, namespace: reader.namespace },
    spec: {
      refreshInterval: '1h0m0s',
      secretStoreRef: { kind: store.kind, name: store.name },
      target: { name, creationPolicy: 'Owner', template: { metadata: { labels: { ...delivery.watched } }, ...templateData(ref) } },
      data: [{ secretKey: ref.key, remoteRef: { key, ...(property === undefined ? {} : { property }) } }],
    },
  } satisfies Written<'ExternalSecret'>;
}

function remoteOf(given: StoredOptions['remoteRef'], ref: SecretRef, app: string, cluster: string): RemoteRef {
  const words: Readonly<Record<string, string>> = {
    cluster,
    app,
    name: ref.name,
    generation: String(ref.generation),
    object: secretObjectName(ref),
    key: ref.key,
  };
  const fill = (text: unknown, field: string): string => {
    const filled = typeof text === 'string' ? text.replace(/\{(\w*)\}/g, (all, word: string) => (Object.hasOwn(words, word) ? words[word]! : all)) : '';
    if (filled !== '' && !/[{}\n]/.test(filled) && filled === filled.trim()) return filled;
    throw new PinoutError({
      code: 'remote-ref-invalid',
      app,
      field: `secrets.remoteRef.${field}`,
      found: show(text),
      wanted: `one line of text, in which only ${Object.keys(words)
        .map((word) => `{${word}}`)
        .join(', ')} are placeholders`,
      fix: "write remoteRef: { key: '{object}', property: '{key}' }",
    });
  };
  const at = { app, field: 'secrets.remoteRef' };
  const own = <T>(run: () => T): T =>
    guarded(run, at, 'late-value-failed', 'a function that returns { key, property }', 'return for example { key: ref.name, property: ref.key }');
  const made = typeof given === 'function' ? own(() => given(ref, app)) : (given ?? { key: '{object}', property: '{key}' });
  const { key, property } = typeof given === 'function' ? own(() => remoteShape(made, at)) : made;
  return { key: fill(key, 'key'), ...(property === undefined ? {} : { property: fill(property, 'property') }) };
}

/** Two secrets with one value: anyone who holds one of them can log in as the other. */
function refuseSharedValues(uses: readonly SecretUse[], remote: (ref: SecretRef, app: string) => RemoteRef): void {
  const seen = new Map<string, string>();
  for (const { ref, from } of uses) {
    const { key, property } = remote(ref, from);
    const id = JSON.stringify([key, property]);
    const other = seen.get(id);
    if (other !== undefined)
      throw new PinoutError({
        code: 'remote-ref-twice',
        app: from,
        field: 'secrets.remoteRef',
        found: `${show(key)} for ${secretObjectName(ref)} and for ${other}`,
        wanted: 'a separate value for each secret',
        fix: "put {name} or {object} into the key, for example remoteRef: { key: '{object}', property: '{key}' }",
      });
    seen.set(id, secretObjectName(ref));
  }
}

function checkedStore({ kind, name, servedBy }: Partial<SecretStoreRef> = {}): SecretStoreRef {
  return {
    kind: storeKind(kind, { app: 'cluster', field: 'secrets.store.kind' }),
    name: dnsLabel(name, { app: 'cluster', field: 'secrets.store.name' }),
    ...(servedBy === undefined ? {} : { servedBy: dnsLabel(servedBy, { app: 'cluster', field: 'secrets.store.servedBy' }) }),
  };
}
