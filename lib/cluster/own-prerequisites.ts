import { PinoutError, show } from '../contract/error.ts';
import { list, object, text } from '../contract/shape.ts';
import type { Prerequisite } from '../manifest/prerequisite.ts';

/** An object that you bring: it is in the cluster before dist, made by hand or from another folder. */
export interface PrerequisiteInput {
  /** For example `Secret` or `ClusterSecretStore`. */
  readonly kind: string;
  /** Not given for what is in no namespace. */
  readonly namespace?: string;
  readonly name: string;
  /** Keys that it holds: they are in dist/<cluster>/README.md, and `pinout check` compares what reads them. */
  readonly keys?: readonly string[];
  /** What needs it; `you bring it` unless given. */
  readonly why?: string;
}

/** Shape of one. */
export const prerequisiteShape = object<PrerequisiteInput>({ kind: text, namespace: text, name: text, keys: list(text), why: text });

/**
 * The objects that the cluster's owner brings.
 *
 * @throws PinoutError `prerequisite-invalid`
 */
export function ownPrerequisites(given: readonly PrerequisiteInput[] = []): Prerequisite[] {
  return given.map((one, index) => checked(one, `[${index}]`));
}

function checked({ kind, namespace = '', name, keys = [], why = 'you create it' }: Partial<PrerequisiteInput>, at: string): Prerequisite {
  if (kind === undefined || !/^[A-Z][A-Za-z0-9]*$/.test(kind)) throw refuse(`${at}.kind`, show(kind), "the kind of an object, such as 'Secret'");
  if (!/^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)?$/.test(namespace))
    throw refuse(`${at}.namespace`, show(namespace), 'the name of a namespace; leave it out for an object that is in none');
  if (name === undefined || !/^[A-Za-z0-9](?:[A-Za-z0-9.:_-]{0,251}[A-Za-z0-9])?$/.test(name)) throw refuse(`${at}.name`, show(name), 'the name of the object');
  if (!keys.every((key) => /^[A-Za-z0-9._-]+$/.test(key))) throw refuse(`${at}.keys`, show(keys), 'a list of keys');
  if (why === '' || /[\r\n|]/.test(why)) throw refuse(`${at}.why`, show(why), 'one line of text');
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
