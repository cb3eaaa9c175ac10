import { PinoutError, show } from './error.ts';

/** Where a client secret lives. The value itself is never here and never in what pinout writes. */
export interface SecretRef {
  /** Name of the Secret object without its generation, for example `grafana-oidc`. */
  readonly name: string;
  /** Counts up at each rotation; the object is `NAME-GENERATION`, so that a new value reaches both ends. */
  readonly generation: number;
  /** Key inside the Secret. */
  readonly key: string;
  /** Name of the object, when its owner gave it another than `NAME-GENERATION`. */
  readonly object?: string;
  /** Plain values that are in the same object under keys of their own, for a chart that reads both from one Secret: a user name. */
  readonly plainData?: Readonly<Record<string, string>>;
}

/** Name of the Secret object that holds this generation. @example secretObjectName({ name: 'grafana-oidc', generation: 2, key: 'client-secret' }) // 'grafana-oidc-2' */
export function secretObjectName(ref: SecretRef): string {
  return ref.object ?? `${ref.name}-${ref.generation}`;
}

/**
 * The client secret of an application.
 *
 * @throws PinoutError `generation-invalid` unless the generation is a whole number from 1 to 9999.
 * @example
 * clientSecretRef('wiki', 1, 'wiki') // { name: 'wiki-oidc', generation: 1, key: 'client-secret' }
 */
export function clientSecretRef(slug: string, generation: number, app: string): SecretRef {
  if (!isGeneration(generation))
    throw new PinoutError({
      code: 'generation-invalid',
      app,
      field: 'secretGeneration',
      found: show(generation),
      wanted: 'a whole number from 1 to 9999 that only increases',
      fix: 'write secretGeneration: 2 to rotate the first time',
    });
  return { name: `${slug}-oidc`, generation, key: 'client-secret' };
}

/** True for a reference, whose parts can name an object and a key of Kubernetes. Input may be anything, also the secret itself. */
export function isSecretRef(value: unknown): value is SecretRef {
  if (typeof value !== 'object' || value === null) return false;
  const { name, generation, key, object } = value as Record<string, unknown>;
  const isName = (text: unknown) => typeof text === 'string' && /^[a-z0-9]([-a-z0-9.]{0,246}[a-z0-9])?$/.test(text);
  return isName(name) && (object === undefined || isName(object)) && isGeneration(generation) && typeof key === 'string' && /^[-._a-zA-Z0-9]{1,253}$/.test(key);
}

const isGeneration = (value: unknown): value is number => typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 9999;
