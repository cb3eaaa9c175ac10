import { PinoutError, show } from '../contract/error.ts';
import { dnsLabel } from '../contract/names.ts';
import { type SecretRef, secretObjectName } from '../contract/secret-ref.ts';
import type { JsonMap } from '../manifest/manifest.ts';
import type { Data, EnvValue, SecretKey } from './app-template.ts';
import type { Resources } from './resources.ts';
import type { ChartInput } from './workload.ts';

/** A value, or a function that makes it when the contract is finished. */
export type Late<L, T> = T | ((late: L) => T);

export type Env = Readonly<Record<string, EnvValue>>;

/** A container that runs in the app's pod and starts before it, such as its database. */
export interface SidecarOptions<L> {
  /** `REPOSITORY:TAG`. */
  readonly image: string;
  readonly env?: Late<L, Env>;
  readonly data?: Data;
  /** Command that succeeds when it is ready; the app starts then. */
  readonly ready?: readonly string[];
  /** Requests and limits; small ones unless given. */
  readonly resources?: Resources;
}

interface Chart {
  readonly chart: ChartInput;
  readonly image?: never;
  readonly env?: never;
  readonly data?: never;
  readonly sidecars?: never;
  readonly resources?: never;
}

interface Container<L> {
  /** `REPOSITORY:TAG` of the app's one container. It runs by bjw-s' app-template; `values` are merged over what is written for it. */
  readonly image: string;
  readonly env?: Late<L, Env>;
  /** Folder that outlives the container. */
  readonly data?: Data;
  readonly sidecars?: Readonly<Record<string, SidecarOptions<L>>>;
  /** Requests and limits of the container; modest ones unless given. */
  readonly resources?: Resources;
  readonly chart?: never;
}

/** What an app runs, as its user writes it: a chart, or an image. */
export type RunOptions<L> = (Chart | Container<L>) & {
  /** Values of the chart. A function sees the finished contract. */
  readonly values?: Late<L, JsonMap>;
  /** Random values of the app's own, made once: the password of its database, a key of its cookies. Late-bound values find them as `generated.NAME`. */
  readonly generated?: readonly string[];
};

/** Secrets of the app's own, by their names. @throws PinoutError `name-invalid`, `generated-taken` */
export function generatedSecrets(names: readonly string[] | undefined, app: string): Readonly<Record<string, SecretRef>> {
  return Object.fromEntries(
    (names ?? []).map((given, index) => {
      const name = dnsLabel(given, { app, field: `generated[${index}]` }, 20);
      if (name === 'oidc')
        throw new PinoutError({
          code: 'generated-taken',
          app,
          field: `generated[${index}]`,
          found: show(name),
          wanted: 'another name: this one is reserved for the client secret',
          fix: "write for example generated: ['database']",
        });
      return [name, { name: `${app}-${name}`, generation: 1, key: 'value' }];
    }),
  );
}

/** Finds a secret of the app's own for late-bound values. The function throws PinoutError `generated-missing` for a name that is not in the list. */
export function generatedKey(secrets: Readonly<Record<string, SecretRef>>, app: string): (name: string) => SecretKey {
  return (name) => {
    const ref = Object.hasOwn(secrets, name) ? secrets[name] : undefined;
    if (ref !== undefined) return secretKey(ref);
    throw new PinoutError({
      code: 'generated-missing',
      app,
      field: 'generated',
      found: Object.keys(secrets).length === 0 ? 'not a list' : show(Object.keys(secrets)),
      wanted: `a list with ${show(name)}, which a late-bound value uses`,
      fix: `write generated: [${show(name).replaceAll('"', "'")}]`,
    });
  };
}

/**
 * A reference as late-bound values use it.
 *
 * @example
 * secretKey(clientSecretRef('wiki', 2, 'wiki')) // { name: 'wiki-oidc-2', key: 'client-secret' }
 */
export const secretKey = (ref: SecretRef): SecretKey => ({ name: secretObjectName(ref), key: ref.key });

/** Port of the Service when none is given: that of most charts, or that of most containers. */
export const defaultPort = (options: { readonly image?: string | undefined }): number => (options.image === undefined ? 80 : 8080);
