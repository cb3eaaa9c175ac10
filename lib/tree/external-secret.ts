import type { Reader } from '../manifest/reader.ts';
import type { Objects } from './objects.ts';
import type { SecretObject } from './secret-object.ts';
import type { TreeObject } from './tree.ts';

/** Words that say nothing of the app: every entry of a store may have a property `OIDC_CLIENT_ID`. */
const common =
  /^(?:oidc|oauth2?|openid|connect|sso|clients?|clientid|clientsecret|id|secrets?|key|generic|auth|gf|authelia|authentik|pocket|kanidm|keycloak|provider|app|user|name|pass|password|token)$/i;

const isOfOneApp = (name: string): boolean => name.split(/[_-]|(?<=[a-z])(?=[A-Z])/).some((word) => word !== '' && !common.test(word));

/** An ExternalSecret as the Secret that it makes, and what its template fills in. */
export interface ExternalSecret extends SecretObject {
  readonly filledIn: (name: string) => readonly string[];
}

/** The namespace whose Secrets the store of an object reads; undefined for a store outside the cluster. */
export type Stores = (object: TreeObject) => string | undefined;

/** Stores that read Secrets of the same cluster: https://external-secrets.io/latest/provider/kubernetes/ */
export function storesOf(objects: Objects): Stores {
  const inside = new Map<string, string>();
  for (const kind of ['SecretStore', 'ClusterSecretStore'])
    for (const { root, name, namespace } of objects.of(kind)) {
      const provider = root.get('spec', 'provider', 'kubernetes');
      if (!provider.exists || !isOwnServer(provider.text('server', 'url'))) continue;
      inside.set(`${kind === 'SecretStore' ? namespace : ''}/${name}`, provider.text('remoteNamespace') ?? (kind === 'SecretStore' ? namespace : 'default'));
    }
  return ({ namespace, root }) => {
    const store = root.get('spec', 'secretStoreRef');
    return inside.get(`${store.text('kind') === 'ClusterSecretStore' ? '' : namespace}/${store.text('name') ?? ''}`);
  };
}

const isOwnServer = (url: string | undefined): boolean => url === undefined || /^(?:https:\/\/)?kubernetes\.default(?:\.svc)?(?:[:/.]|$)/.test(url);

/** What PushSecrets bring into stores, by the Secret that they take it from: https://external-secrets.io/latest/api/pushsecret/ */
export function pushedEntries(objects: Objects): (origin: string) => readonly string[] {
  const entries = new Map<string, string[]>();
  for (const { root, namespace } of objects.of('PushSecret')) {
    const spec = root.get('spec');
    const secret = spec.text('selector', 'secret', 'name');
    const stores = spec.items('secretStoreRefs').flatMap((one) => one.text('name') ?? []);
    if (secret === undefined) continue;
    for (const one of spec.items('data')) {
      const key = one.text('match', 'secretKey') ?? '';
      const remote = one.get('match', 'remoteRef');
      const origin = `Secret ${namespace}/${secret}#${key}`;
      for (const store of stores) {
        const list = entries.get(origin) ?? [];
        list.push(`${store}#${remote.text('remoteKey') ?? ''}#${remote.text('property') ?? ''}`);
        entries.set(origin, list);
      }
    }
  }
  if (entries.size === 0) return () => [];
  return (origin) => {
    // One without a key pushes the whole Secret: each key becomes a property of the entry.
    const [, whole, key] = /^(Secret [^#]*#)(.+)$/.exec(origin) ?? [];
    const ofAll = whole === undefined ? [] : (entries.get(whole) ?? []);
    return [...(entries.get(origin) ?? []), ...ofAll.map((one) => (one.endsWith('#') ? `${one}${key}` : one))];
  };
}

/**
 * The one value that a template passes on as it is; undefined for any other text.
 *
 * @example passedThrough('{{ .CLIENT_ID | toString }}') // 'CLIENT_ID'
 */
export function passedThrough(text: string | undefined): string | undefined {
  const said = text?.trim() ?? '';
  if (!said.startsWith('{{') || !said.endsWith('}}') || said.length > 300) return undefined;
  const [value = '', ...filters] = said
    .slice(2, -2)
    .split('|')
    .map((part) => part.trim());
  const plain = value.replace(/^-/, '').replace(/-$/, '').trim();
  const name = plain.startsWith('index . ') ? plain.slice('index . '.length) : plain.startsWith('.') ? plain.slice(1) : plain;
  const bare = /^["'`][^"'`]{1,253}["'`]$/.test(name) ? name.slice(1, -1) : name;
  const isKept = filters.every((filter) => /^(?:toString|trim|quote) ?-?$/.test(filter));
  return isKept && /^[\w.-]{1,253}$/.test(bare) ? bare : undefined;
}

/** The keys that a generator for passwords names, where it is here: without it makes `password`. */
export type PasswordKeys = (name: string, namespace: string) => readonly string[];

export const passwordKeysOf =
  (objects: Objects): PasswordKeys =>
  (name, namespace) =>
    objects
      .find('Password', namespace, name)
      ?.root.items('spec', 'secretKeys')
      .flatMap((one) => one.text() ?? []) ?? [];

export function externalSecret(object: TreeObject, stores: Stores, keysOf: PasswordKeys = () => []): ExternalSecret {
  const spec = object.root.get('spec');
  const target = spec.get('target');
  const store = spec.text('secretStoreRef', 'name') ?? '';
  const entryOf = (entry: string, property: string): string => `${store}#${entry}#${property}`;
  const inside = stores(object);
  const origins = new Map<string, { text: string; at: Reader }>();
  const fetched = spec.items('data');
  for (const one of fetched) {
    const key = one.text('secretKey');
    const remote = one.get('remoteRef');
    if (key !== undefined) origins.set(key, { text: entryOf(remote.text('key') ?? '', remote.text('property') ?? ''), at: remote.get('key') });
  }
  const [extract, ...others] = spec.items('dataFrom');
  const entry = others.length > 0 || extract?.get('rewrite').exists === true ? undefined : extract?.get('extract', 'key');
  const extracted = entry?.text() === undefined || extract?.get('extract', 'property').exists === true ? undefined : entryOf(entry.text()!, '').slice(0, -1);
  const entries = spec
    .items('dataFrom')
    .flatMap((one) => (one.get('rewrite').exists || one.get('extract', 'property').exists ? [] : (one.text('extract', 'key') ?? [])));
  const mayComeFrom = new Map<string, readonly string[]>();
  const fetchedKeys = new Map(origins);
  const template = target.get('template', 'data');
  const templated = template.exists && target.text('template', 'mergePolicy') !== 'Merge';
  for (const [key, value] of template.entries()) {
    // A template that passes one fetched value through keeps its origin.
    const name = passedThrough(value.text());
    const origin = name === undefined ? undefined : (origins.get(name) ?? (extracted === undefined ? undefined : { text: `${extracted}#${name}`, at: entry! }));
    if (origin !== undefined) origins.set(key, origin);
    else if (name !== undefined && isOfOneApp(name))
      mayComeFrom.set(
        key,
        entries.map((one) => entryOf(one, name)),
      );
  }
  const filledIn = (name: string): readonly string[] => {
    const one = fetchedKeys.get(name)?.text ?? (extracted === undefined ? undefined : `${extracted}#${name}`);
    return one === undefined ? (isOfOneApp(name) ? entries.map((each) => entryOf(each, name)) : []) : [one];
  };
  const isElsewhere = target.items('template', 'templateFrom').length > 0;
  const open = (spec.items('dataFrom').length > 0 && !templated) || isElsewhere;
  // A template without a key is none, and this generator makes one key, or those that it names (external-secrets/external-secrets, generators/v1/password).
  const generators = spec.items('dataFrom').map((one) => one.text('sourceRef', 'generatorRef', 'kind'));
  const isAlone = fetched.length === 0 && template.keys().length === 0 && generators.length === 1 && extract?.get('rewrite').exists !== true;
  const isPassword = isAlone && generators[0] === 'Password';
  // With mergePolicy Merge what the template makes stands beside what was fetched (external-secrets, pkg/controllers/templating/parser.go).
  const named = isPassword ? keysOf(extract?.text('sourceRef', 'generatorRef', 'name') ?? '', object.namespace) : [];
  const made = named.length > 0 ? named : ['password'];
  const keys = isPassword ? made : [...template.keys(), ...(templated ? [] : fetched.flatMap((one) => one.text('secretKey') ?? []))];
  return {
    object,
    namespace: object.namespace,
    name: target.text('name') ?? object.name,
    keys: open && !isPassword ? undefined : new Set(keys),
    origins,
    filledIn,
    ...(inside === undefined ? {} : { inside }),
    ...(mayComeFrom.size === 0 ? {} : { mayComeFrom }),
    ...(extracted === undefined || templated ? {} : { extracted }),
  };
}
