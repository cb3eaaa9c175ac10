import { addTo } from '../contract/add-to.ts';
import { Reader } from '../manifest/reader.ts';
import { sourceDocuments } from '../manifest/source.ts';
import type { Objects } from './objects.ts';
import { copiedSecrets, type MayBring } from './copied-secrets.ts';
import { type ExternalSecret, externalSecret, passwordKeysOf, pushedEntries, storesOf } from './external-secret.ts';
import { madeSecrets, type Makers } from './made-secrets.ts';
import { addsToAnother, type SecretObject } from './secret-object.ts';
import { promisedBy } from './provided.ts';
import { fileObject, type Tree, type TreeObject } from './tree.ts';

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
  /** Entries of stores that something pushes what stands at an origin to. */
  readonly pushedFrom: (origin: string) => readonly string[];
  /** The Secret that an ExternalSecret makes, and what its template fills in. */
  readonly ofTemplate: (object: TreeObject) => ExternalSecret | undefined;
}

/** Collects what brings Secrets: Secret, ExternalSecret, SealedSecret, Certificate, kustomize, and the owner, who says their keys (`prerequisites`). */
export function secretsOf(tree: Tree, objects: Objects, makers: Makers): Secrets {
  const stores = storesOf(objects);
  const passwordKeys = passwordKeysOf(objects);
  const external = objects.of('ExternalSecret').map((object) => externalSecret(object, stores, passwordKeys));
  const all: SecretObject[] = [
    ...objects
      .of('Secret')
      .map((object) => plain(object, [...object.root.get('data').keys(), ...object.root.get('stringData').keys(), ...generatedIn(object)])),
    // Its template adds keys (bitnami-labs/sealed-secrets, README: SealedSecrets as templates for secrets).
    ...objects.of('SealedSecret').map((object) =>
      plain(
        object,
        ['encryptedData', 'template.data', 'template.stringData'].flatMap((path) => object.root.get('spec', ...path.split('.')).keys()),
      ),
    ),
    ...external,
    ...madeSecrets(objects, makers).map(({ object, name, namespace = object.namespace, keys, complete }) => ({
      ...plain(object, undefined, name),
      namespace,
      ...(keys === undefined ? {} : { made: keys }),
      ...(complete === true && keys !== undefined ? { keys: new Set(keys.keys()) } : {}),
    })),
  ];
  const exact = new Map<string, SecretObject>();
  const names = new Map<string, string[]>();
  const whole = new Set(all.flatMap((one) => (addsToAnother(one.object) ? [] : [`${one.namespace}/${one.name}`])));
  for (const one of all) {
    const id = `${one.namespace}/${one.name}`;
    const before = exact.get(id);
    exact.set(id, before === undefined ? { ...one, keys: whole.has(id) ? one.keys : undefined } : { ...one, keys: together(before.keys, one.keys) });
    addTo(names, one.name, one.namespace);
  }
  const managed = new Set(all.map(({ namespace }) => namespace));
  for (const one of broughtBy(tree)) if (!exact.has(`${one.namespace}/${one.name}`)) exact.set(`${one.namespace}/${one.name}`, one);
  const templates = new Map(external.map((one) => [one.object, one] as const));
  return {
    all,
    pushedFrom: pushedEntries(objects),
    ofTemplate: (object) => templates.get(object),
    find: (namespace, name) =>
      exact.get(`${namespace}/${name}`) ?? exact.get(`/${name}`) ?? (namespace === '' ? exact.get(`${names.get(name)?.[0]}/${name}`) : undefined),
    namespacesOf: (name) => names.get(name) ?? [],
    managed: (namespace) => managed.has(namespace),
    namesIn: (namespace) => all.flatMap((one) => (one.namespace === namespace ? [one.name] : [])),
    mayBring: copiedSecrets(objects, all),
  };
}

/** The keys of a Secret that two write: both of one, or each for a cluster of its own. */
const together = (a: SecretObject['keys'], b: SecretObject['keys']): SecretObject['keys'] =>
  a === undefined || b === undefined ? undefined : new Set([...a, ...b]);

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
