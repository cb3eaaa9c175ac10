import { delivery } from '../delivery/engine.ts';
import { type SecretRef, secretObjectName } from '../contract/secret-ref.ts';
import type { Manifest } from '../manifest/manifest.ts';
import type { Written } from '../manifest/written.ts';
import { copyName, type SecretReader } from './secret-backend.ts';
import type { Reason } from '../manifest/reason.ts';

/** What a reviewer of dist would ask. */
export const secretReasons: readonly Reason[] = [
  { kind: 'ExternalSecret', path: 'spec.refreshPolicy', value: 'CreatedOnce', why: 'a new value would break everything that uses the old one' },
  {
    kind: 'ExternalSecret',
    path: 'target.creationPolicy',
    value: 'Orphan',
    why: 'the Secret stays when this object is pruned (external-secrets/external-secrets#6640)',
  },
  { kind: 'ExternalSecret', path: 'target.immutable', value: true, why: 'a second run does not change the value' },
  { kind: 'Password', path: 'spec.symbols', value: 0, why: 'means the same in a URL, a form, a shell and YAML' },
];

/** Name of the generator that makes every value. One is enough: each use of it yields a new value. */
const generatorName = 'pinout';

/** Name of the SecretStore and of the ServiceAccount in each namespace that reads secrets. */
export const storeName = 'pinout-secrets';

const apiVersion = 'external-secrets.io/v1';

/**
 * The generator of all values: 64 letters and digits. No symbols, so that a value means the same in a URL, a form, a shell
 * and YAML; authentik takes client secrets up to 255 and PostgreSQL passwords up to 99 characters.
 */
export function passwordGenerator(namespace: string): Manifest {
  return {
    apiVersion: 'generators.external-secrets.io/v1alpha1',
    kind: 'Password',
    metadata: { name: generatorName, namespace },
    spec: { length: 64, digits: 16, symbols: 0, noUpper: false, allowRepeat: true },
  } satisfies Written<'Password'>;
}

/**
 * Makes the value, once.
 *
 * "Once" is kept in the ExternalSecret's status, not in the Secret, so `CreatedOnce` alone would make a new value when Flux
 * prunes and re-creates the object (external-secrets/external-secrets#6640). Therefore three more locks: `Orphan` (the Secret
 * does not go with the ExternalSecret), `immutable` (a second run leaves the value alone: externalsecret_controller.go applies
 * the template only to a Secret that is new or mutable), and Flux never prunes it.
 */
export function sourceSecret(ref: SecretRef, namespace: string): Manifest {
  const name = secretObjectName(ref);
  return {
    apiVersion,
    kind: 'ExternalSecret',
    metadata: { name, namespace, annotations: { ...delivery.kept } },
    spec: {
      refreshPolicy: 'CreatedOnce',
      target: {
        name,
        creationPolicy: 'Orphan',
        immutable: true,
        template: { data: { [ref.key]: '{{ .password }}' } },
      },
      dataFrom: [{ sourceRef: { generatorRef: { apiVersion: 'generators.external-secrets.io/v1alpha1', kind: 'Password', name: generatorName } } }],
    },
  } satisfies Written<'ExternalSecret'>;
}

/**
 * Copies a value into the namespace that reads it. Read again each hour, so that a restored source comes through; a deleted
 * copy comes back at once. The label lets Flux act when the value changes instead of at its next interval (Flux 2.7 and newer).
 */
export function copiedSecret(ref: SecretRef, reader: SecretReader): Manifest {
  const name = copyName(ref, reader);
  return {
    apiVersion,
    kind: 'ExternalSecret',
    metadata: { name, namespace: reader.namespace },
    spec: {
      refreshInterval: '1h0m0s',
      secretStoreRef: { kind: 'SecretStore', name: storeName },
      target: { name, creationPolicy: 'Owner', template: { metadata: { labels: { ...delivery.watched } }, ...templateData(ref) } },
      data: [{ secretKey: ref.key, remoteRef: { key: secretObjectName(ref), property: ref.key } }],
    },
  } satisfies Written<'ExternalSecret'>;
}

/** The whole content, where plain values stand beside the secret one: a template with data replaces what was fetched. */
export function templateData({ key, plainData }: SecretRef): { data?: Record<string, string> } {
  return plainData === undefined ? {} : { data: { ...plainData, [key]: `{{ index . ${JSON.stringify(key)} }}` } };
}
