import type { IdpEnd, SecretKey } from '../login/idp-end.ts';
import type { LoginEnd } from '../login/login-end.ts';
import type { Secrets } from '../tree/secrets.ts';

/** The entry of a secret store that a key of a Secret is fetched from, or the Secret itself where nothing fetches it; undefined when that cannot be told. */
export function originOf({ namespace, name, key }: SecretKey, secrets: Secrets): string | undefined {
  const secret = secrets.find(namespace, name);
  if (secret?.object.kind === 'ExternalSecret')
    return secret.origins.get(key)?.text ?? (secret.extracted === undefined ? undefined : `${secret.extracted}#${key}`);
  const where = secret?.namespace ?? namespace;
  return where === '' ? undefined : `Secret ${where}/${name}#${key}`;
}

/** The same for pairing: where a key passes through one of several entries, each of them that it may come from. */
export function originsOf(key: SecretKey, secrets: Secrets): readonly string[] {
  const origin = originOf(key, secrets);
  return origin === undefined ? (secrets.find(key.namespace, key.name)?.mayComeFrom?.get(key.key) ?? []) : [origin];
}

/** Keys of Secrets that an app takes its client secret and its client id from. */
export function secretKeysOf({ object, secret, idSecret }: LoginEnd): SecretKey[] {
  return [secret, idSecret].flatMap((one) => (one?.key === undefined ? [] : [{ namespace: object.namespace, name: one.name.value, key: one.key.value }]));
}

/** The same of its identity provider's end, which may also make the Secret that the app reads. */
export function secretKeysOfClient({ clientSecret, clientIdSecret, makes }: IdpEnd): SecretKey[] {
  return [clientSecret, clientIdSecret, makes].filter((one) => one !== undefined);
}
