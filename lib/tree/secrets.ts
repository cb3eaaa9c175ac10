import { Reader } from '../manifest/reader.ts';
import { sourceDocuments } from '../manifest/source.ts';
import type { Objects } from './objects.ts';
import { copiedSecrets, type MayBring } from './copied-secrets.ts';
import { madeSecrets, type Makers } from './made-secrets.ts';
import { promisedBy } from './provided.ts';
import { fileObject, type Tree, type TreeObject } from './tree.ts';

/** A Secret that the tree brings, by whatever means. Its values are never read. */
export interface SecretObject {
  readonly object: TreeObject;
  readonly namespace: string;
  readonly name: string;
  /** Its keys; undefined when they cannot be told from the manifests. */
  readonly keys: ReadonlySet<string> | undefined;
  /** Keys that an operator writes, where it may write more, with the texts that its object tells. */
  readonly made?: ReadonlyMap<string, Reader | undefined>;
  /** Where an ExternalSecret takes each key from: `store#key#property`. */
  readonly origins: ReadonlyMap<string, { readonly text: string; readonly at: Reader }>;
  /** Of a key that is passed through from one of several entries: where it may come from, when its name is of one app. */
  readonly mayComeFrom?: ReadonlyMap<string, readonly string[]>;
  /** The one entry of a store (`store#key`) that all its other keys are properties of. */
  readonly extracted?: string;
}

/** Secrets of a tree by `namespace/name`, and by name alone. */
export interface Secrets {
  readonly find: (namespace: string, name: string) => SecretObject | undefined;
  /** Namespaces that have a Secret of this name. */
  readonly namespacesOf: (name: string) => readonly string[];
  /** True when the tree says where at least one Secret of a namespace comes from. */
  readonly managed: (namespace: string) => boolean;
  /** Names of the Secrets of a namespace. */
  readonly namesIn: (namespace: string) => readonly string[];
  /** True when something of the tree may bring a Secret of this name, and nobody can tell. */
  readonly mayBring: MayBring;
  readonly all: readonly SecretObject[];
}

/** Collects what brings Secrets: Secret, ExternalSecret, SealedSecret, Certificate, kustomize, and the owner, who says their keys (`prerequisites`). */
export function secretsOf(tree: Tree, objects: Objects, makers: Makers): Secrets {
  const all: SecretObject[] = [
    ...objects
      .of('Secret')
      .map((object) => plain(object, [...object.root.get('data').keys(), ...object.root.get('stringData').keys(), ...generatedIn(object)])),
    ...objects.of('SealedSecret').map((object) => plain(object, object.root.get('spec', 'encryptedData').keys())),
    ...objects.of('ExternalSecret').map(external),
    ...madeSecrets(objects, makers).map(({ object, name, namespace = object.namespace, keys }) => ({
      ...plain(object, undefined, name),
      namespace,
      ...(keys === undefined ? {} : { made: keys }),
    })),
  ];
  const exact = new Map<string, SecretObject>();
  const names = new Map<string, string[]>();
  for (const one of all) {
    exact.set(`${one.namespace}/${one.name}`, one);
    const list = names.get(one.name);
    if (list === undefined) names.set(one.name, [one.namespace]);
    else list.push(one.namespace);
  }
  const managed = new Set(all.map(({ namespace }) => namespace));
  for (const one of broughtBy(tree)) if (!exact.has(`${one.namespace}/${one.name}`)) exact.set(`${one.namespace}/${one.name}`, one);
  return {
    all,
    find: (namespace, name) =>
      exact.get(`${namespace}/${name}`) ?? exact.get(`/${name}`) ?? (namespace === '' ? exact.get(`${names.get(name)?.[0]}/${name}`) : undefined),
    namespacesOf: (name) => names.get(name) ?? [],
    managed: (namespace) => managed.has(namespace),
    namesIn: (namespace) => all.flatMap((one) => (one.namespace === namespace ? [one.name] : [])),
    mayBring: copiedSecrets(objects, all),
  };
}

/** Keys that an operator adds: https://github.com/mittwald/kubernetes-secret-generator */
const generatedIn = ({ root }: TreeObject): string[] =>
  (root.get('metadata', 'annotations', 'secret-generator.v1.mittwald.de/autogenerate').text() ?? '').split(',').flatMap((key) => key.trim() || []);

/** Secrets that somebody brings, where the page says which keys they hold. */
function broughtBy(tree: Tree): SecretObject[] {
  return [...promisedBy(tree).values()].flatMap(({ file, kind, namespace, name, keys }) => {
    if (kind !== 'Secret' || keys === undefined) return [];
    const object = { ...fileObject(Reader.of(sourceDocuments(file, '{}')[0]!)), namespace, name };
    return [plain(object, keys)];
  });
}

function plain(object: TreeObject, keys: readonly string[] | undefined, name = object.name): SecretObject {
  const known = keys === undefined || keys.length === 0 ? undefined : new Set(keys);
  return { object, namespace: object.namespace, name, keys: known, origins: new Map() };
}

/** Words that say nothing of the app: every entry of a store may have a property `OIDC_CLIENT_ID`. */
const common =
  /^(?:oidc|oauth2?|openid|connect|sso|clients?|clientid|clientsecret|id|secrets?|key|generic|auth|gf|authelia|authentik|pocket|kanidm|keycloak|provider|app|user|name|pass|password|token)$/i;

const isOfOneApp = (name: string): boolean => name.split(/[_-]|(?<=[a-z])(?=[A-Z])/).some((word) => word !== '' && !common.test(word));

function external(object: TreeObject): SecretObject {
  const spec = object.root.get('spec');
  const target = spec.get('target');
  const store = spec.get('secretStoreRef', 'name').text() ?? '';
  const origins = new Map<string, { text: string; at: Reader }>();
  const fetched = spec.get('data').items();
  for (const one of fetched) {
    const key = one.get('secretKey').text();
    const remote = one.get('remoteRef');
    if (key !== undefined)
      origins.set(key, { text: `${store}#${remote.get('key').text() ?? ''}#${remote.get('property').text() ?? ''}`, at: remote.get('key') });
  }
  const [extract, ...others] = spec.get('dataFrom').items();
  const entry = others.length > 0 || extract?.get('rewrite').exists === true ? undefined : extract?.get('extract', 'key');
  const extracted = entry?.text() === undefined || extract?.get('extract', 'property').exists === true ? undefined : `${store}#${entry.text()}`;
  const entries = spec
    .get('dataFrom')
    .items()
    .flatMap((one) => (one.get('rewrite').exists || one.get('extract', 'property').exists ? [] : (one.get('extract', 'key').text() ?? [])));
  const mayComeFrom = new Map<string, readonly string[]>();
  const template = target.get('template', 'data');
  const templated = template.exists && target.get('template', 'mergePolicy').text() !== 'Merge';
  for (const [key, value] of template.entries()) {
    // A template that passes one fetched value through keeps its origin.
    const [, name] = /^\{\{-?\s*(?:index \. )?\.?"?([\w-]+)"?\s*-?\}\}$/.exec(value.text() ?? '') ?? [];
    const origin = name === undefined ? undefined : (origins.get(name) ?? (extracted === undefined ? undefined : { text: `${extracted}#${name}`, at: entry! }));
    if (origin !== undefined) origins.set(key, origin);
    else if (name !== undefined && isOfOneApp(name))
      mayComeFrom.set(
        key,
        entries.map((one) => `${store}#${one}#${name}`),
      );
  }
  const open = spec.get('dataFrom').items().length > 0 && !templated;
  // A template without a key is none, and this generator makes one key (external-secrets/external-secrets, generators/v1/password).
  const generators = spec
    .get('dataFrom')
    .items()
    .map((one) => one.get('sourceRef', 'generatorRef', 'kind').text());
  const isPassword = fetched.length === 0 && template.keys().length === 0 && generators.length === 1 && generators[0] === 'Password';
  const keys = isPassword ? ['password'] : templated ? template.keys() : fetched.flatMap((one) => one.get('secretKey').text() ?? []);
  return {
    object,
    namespace: object.namespace,
    name: target.get('name').text() ?? object.name,
    keys: open && !isPassword ? undefined : new Set(keys),
    origins,
    ...(mayComeFrom.size === 0 ? {} : { mayComeFrom }),
    ...(extracted === undefined || templated ? {} : { extracted }),
  };
}
