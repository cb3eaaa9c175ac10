import { PinoutError, show } from '../contract/error.ts';
import type { Prerequisite } from '../manifest/prerequisite.ts';

/** An object that you bring: it is in the cluster before dist, made by hand or from another folder. */
export interface PrerequisiteInput {
  /** For example `Secret` or `ClusterSecretStore`. */
  readonly kind: string;
  /** Not given for what is in no namespace. */
  readonly namespace?: string;
  readonly name: string;
  /** Keys that it holds: they stand in dist/<cluster>/README.md, and `pinout check` compares what reads them. */
  readonly keys?: readonly string[];
  /** What needs it; `you bring it` unless given. */
  readonly why?: string;
}

const fields: readonly string[] = ['kind', 'namespace', 'name', 'keys', 'why'];

/**
 * The objects that the cluster's owner brings.
 *
 * @throws PinoutError `prerequisite-invalid`
 */
export function ownPrerequisites(given: unknown): Prerequisite[] {
  if (given === undefined) return [];
  if (!Array.isArray(given)) throw refuse('', show(given), 'a list of objects');
  return Array.from(given as readonly unknown[]).map((one, index) => checked(one, index));
}

function checked(one: unknown, index: number): Prerequisite {
  const at = `[${index}]`;
  if (typeof one !== 'object' || one === null || Array.isArray(one)) throw refuse(at, show(one), 'an object with kind and name');
  const { kind, namespace = '', name, keys = [], why = 'you bring it' } = one as Record<string, unknown>;
  const strange = Object.keys(one).find((key) => !fields.includes(key));
  if (strange !== undefined) throw refuse(`${at}.${strange}`, 'an option that does not exist', `one of ${fields.join(', ')}`);
  if (typeof kind !== 'string' || !/^[A-Z][A-Za-z0-9]*$/.test(kind)) throw refuse(`${at}.kind`, show(kind), "the kind of an object, such as 'Secret'");
  if (typeof namespace !== 'string' || !/^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)?$/.test(namespace))
    throw refuse(`${at}.namespace`, show(namespace), 'the name of a namespace; leave it out for an object that is in none');
  if (typeof name !== 'string' || !/^[A-Za-z0-9](?:[A-Za-z0-9.:_-]{0,251}[A-Za-z0-9])?$/.test(name))
    throw refuse(`${at}.name`, show(name), 'the name of the object');
  if (!Array.isArray(keys) || !keys.every((key) => typeof key === 'string' && /^[A-Za-z0-9._-]+$/.test(key)))
    throw refuse(`${at}.keys`, show(keys), 'a list of keys');
  if (typeof why !== 'string' || why === '' || /[\r\n|]/.test(why)) throw refuse(`${at}.why`, show(why), 'one line of text');
  return { kind, namespace, name, why: keys.length === 0 ? why : `${why}; ${keys.length === 1 ? 'key' : 'keys'} ${keys.join(', ')}` };
}

const refuse = (field: string, found: string, wanted: string): PinoutError =>
  new PinoutError({
    code: 'prerequisite-invalid',
    app: 'cluster',
    field: `prerequisites${field}`,
    found,
    wanted,
    fix: "write for example prerequisites: [{ kind: 'Secret', namespace: 'monitoring', name: 'grafana-admin', keys: ['admin-user', 'admin-password'] }]",
  });
