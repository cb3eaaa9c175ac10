import { createHash } from 'node:crypto';
import type { Located } from '../../contract/observed.ts';
import type { SecretKey } from '../../login/idp-end.ts';
import { originOf } from '../../repository/secret-origins.ts';
import type { Repository } from '../../repository/repository.ts';
import type { AppAccess } from '../app-access.ts';

/** Where one end takes its client secret from, and a mark that changes when the value does. */
export interface SecretPrint {
  /** `Secret monitoring/grafana-oidc#client-secret`, or the entry of a store; words alone. */
  readonly place: string;
  /** A hash of what stands there, encrypted or not: it says that a value changed, and nothing of the value. */
  readonly mark: string;
  readonly at: Located<unknown>;
}

const hash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);

/** The app's own client secret. */
export function secretOfApp({ login }: AppAccess, repository: Repository): SecretPrint | undefined {
  const { secret, object } = login ?? {};
  if (secret === undefined || object === undefined) return undefined;
  return printOf({ namespace: object.namespace, name: secret.name.value, key: secret.key?.value ?? '' }, secret.name, repository);
}

/** The one of its client at the identity provider. */
export function secretOfClient({ client }: AppAccess, repository: Repository): SecretPrint | undefined {
  if (client === undefined) return undefined;
  const { clientSecret, secret, literalSecret } = client;
  if (clientSecret !== undefined) return printOf(clientSecret, clientSecret.at, repository);
  if (secret !== undefined) return printOf({ namespace: '', name: secret.name.value, key: secret.key?.value ?? '' }, secret.name, repository);
  return literalSecret === undefined ? undefined : { place: 'its own settings', mark: hash(literalSecret.value), at: literalSecret };
}

function printOf(key: SecretKey, at: Located<unknown>, { secrets, objects }: Repository): SecretPrint {
  const found = secrets.find(key.namespace, key.name);
  const place = originOf(key, secrets) ?? `Secret ${key.namespace}/${key.name}#${key.key}`;
  const object = found?.object ?? objects.find('Secret', key.namespace, key.name);
  const texts = ['stringData', 'data', 'spec'].map((part) => {
    const node = object?.root.get(...(part === 'spec' ? ['spec', 'encryptedData'] : [part]), key.key);
    return node?.text() ?? '';
  });
  return { place: place.replace(/^Secret \//, 'Secret '), mark: texts.some((text) => text !== '') ? hash(texts.join('\n')) : '', at };
}
