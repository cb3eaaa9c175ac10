import type { IdpEnd, SecretKey } from '../login/idp-end.ts';
import type { LoginEnd } from '../login/login-end.ts';
import type { Located } from '../contract/observed.ts';
import type { Manifests } from '../tree/manifests.ts';
import { passedThrough } from '../tree/external-secret.ts';
import type { SecretObject } from '../tree/secret-object.ts';
import type { Secrets } from '../tree/secrets.ts';
import type { TreeObject } from '../tree/tree.ts';

/** The entry of a secret store that a key of a Secret is fetched from, or the Secret itself where nothing fetches it; undefined when that cannot be told. */
export function originOf({ namespace, name, key }: SecretKey, secrets: Secrets): string | undefined {
  const secret = secrets.find(namespace, name);
  if (secret?.object.kind === 'ExternalSecret')
    return secret.origins.get(key)?.text ?? (secret.extracted === undefined ? undefined : `${secret.extracted}#${key}`);
  const where = secret?.namespace ?? namespace;
  return where === '' ? undefined : `Secret ${where}/${name}#${key}`;
}

/**
 * The same for pairing: where a key passes through one of several entries, each of them that it may come from; and the entries that a PushSecret makes of
 * it.
 */
function originsOf(key: SecretKey, secrets: Secrets): readonly string[] {
  const origin = originOf(key, secrets);
  const secret = secrets.find(key.namespace, key.name);
  const list = origin === undefined ? (secret?.mayComeFrom?.get(key.key) ?? []) : [origin, ...secrets.pushedFrom(origin)];
  return secret === undefined ? list : withInside(list, secret);
}

/** Entries of a store that is the cluster itself are Secrets. */
function withInside(entries: readonly string[], { inside }: Pick<SecretObject, 'inside'>): readonly string[] {
  if (inside === undefined) return entries;
  return [...entries, ...entries.map((one) => `Secret ${inside}/${one.slice(one.indexOf('#') + 1)}`)];
}

/** Where an app takes its client secret and its client id from. */
export function originsOfLogin(
  { object, secret, idSecret, clientId, literalSecret }: LoginEnd,
  { objects, secrets }: Pick<Manifests, 'objects' | 'secrets'>,
): string[] {
  const keys = [secret, idSecret].flatMap((one) => (one?.key === undefined ? [] : [{ namespace: object.namespace, name: one.name.value, key: one.key.value }]));
  const filled = filledBy(object, objects);
  return [...keys.flatMap((key) => originsOf(key, secrets)), ...[clientId, literalSecret].flatMap((text) => templated(text, filled, secrets))];
}

/** The same of its identity provider's end, which may also make the Secret that the app reads. */
export function originsOfClient(
  { clientSecret, clientIdSecret, makes, clientId, literalSecret, place }: IdpEnd,
  { objects, secrets }: Pick<Manifests, 'objects' | 'secrets'>,
): string[] {
  const keys = [clientSecret, clientIdSecret, makes, ...(makes === undefined ? [] : [{ ...makes, key: makes.idKey }])].filter((one) => one !== undefined);
  const isTemplate = [clientId, literalSecret].some((text) => text?.value.includes('{{') === true);
  const inFile = isTemplate ? objects.of('ExternalSecret').filter(({ file, root }) => file === place.at.file && root.line <= place.at.line) : [];
  return [...keys.flatMap((key) => originsOf(key, secrets)), ...[clientId, literalSecret].flatMap((text) => templated(text, inFile.slice(-1), secrets))];
}

/** The ExternalSecrets whose template a text is: its own, or those that take it from a ConfigMap. */
function filledBy(object: TreeObject, objects: Manifests['objects']): readonly TreeObject[] {
  if (object.kind === 'ExternalSecret') return [object];
  if (object.kind !== 'ConfigMap') return [];
  return objects
    .of('ExternalSecret')
    .filter(
      ({ namespace, root }) =>
        namespace === object.namespace && root.items('spec', 'target', 'template', 'templateFrom').some((one) => one.text('configMap', 'name') === object.name),
    );
}

/** Entries that a template fills in for a text that is nothing else. */
function templated(text: Located<string> | undefined, by: readonly TreeObject[], secrets: Secrets): string[] {
  const name = passedThrough(text?.value);
  return name === undefined
    ? []
    : by.flatMap((object) => {
        const secret = secrets.ofTemplate(object);
        return secret === undefined ? [] : withInside(secret.filledIn(name), secret);
      });
}
