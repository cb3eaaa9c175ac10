import { textOfNotSecret } from '../compose/not-secret.ts';
import { isPinoutError, PinoutError, show } from '../contract/error.ts';
import type { Facts } from '../contract/facts.ts';
import { dnsLabel } from '../contract/names.ts';
import { isSecretRef, type SecretRef, secretObjectName } from '../contract/secret-ref.ts';
import type { JsonMap } from '../manifest/manifest.ts';
import type { Data, EnvValue, SecretKey } from './app-template.ts';
import { imageOf } from './image.ts';
import { checkedResources, type Resources } from './resources.ts';
import { type ChartInput, type Workload } from './workload.ts';

/** A value, or a function that makes it when the contract is finished. */
export type Late<L, T> = T | ((late: L) => T);

export type Env = Readonly<Record<string, EnvValue>>;

/** A container that runs in the app's pod and starts before it, such as its database. */
export interface BesideOptions<L> {
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
  readonly beside?: never;
  readonly resources?: never;
}

interface Container<L> {
  /** `REPOSITORY:TAG` of the app's one container. It runs by bjw-s' app-template; `values` are merged over what is written for it. */
  readonly image: string;
  readonly env?: Late<L, Env>;
  /** Folder that outlives the container. */
  readonly data?: Data;
  readonly beside?: Readonly<Record<string, BesideOptions<L>>>;
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
          wanted: 'another name: the client secret has this one',
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
      found: Object.keys(secrets).length === 0 ? 'no list' : show(Object.keys(secrets)),
      wanted: `a list with ${show(name)}, which a late-bound value asks for`,
      fix: `write generated: [${show(name).replaceAll('"', "'")}]`,
    });
  };
}

/** A reference as late-bound values use it. */
export const secretKey = (ref: SecretRef): SecretKey => ({ name: secretObjectName(ref), key: ref.key });

/**
 * What runs, with everything that was late finished.
 *
 * @throws PinoutError `chart-or-image`, `late-value-failed`, `values-invalid`, `env-invalid`, `image-unpinned`, `host-aliases-missing`, `resources-invalid`
 */
export function runOf<L>(
  options: RunOptions<L>,
  late: L,
  { name, port, hostAliases, facts }: { readonly name: string; readonly port: number; readonly hostAliases: readonly JsonMap[]; readonly facts: Facts },
): Pick<Workload, 'what' | 'values'> {
  const values = finished(options.values ?? {}, late, name, 'values') as JsonMap;
  if ((options.chart === undefined) === (options.image === undefined))
    throw new PinoutError({
      code: 'chart-or-image',
      app: name,
      field: 'chart',
      found: options.chart === undefined ? 'neither chart nor image' : 'chart and image',
      wanted: 'exactly one of chart and image',
      fix: "write chart: { oci: 'oci://ghcr.io/…', version: '1.2.3' }, or image: 'ghcr.io/…:1.2.3' for a single container",
    });
  if (options.chart !== undefined) {
    if (hostAliases.length > 0 && !JSON.stringify(values).includes(facts.idp.host.concat('"')))
      throw new PinoutError({
        code: 'host-aliases-missing',
        app: name,
        field: 'values',
        found: "no entry for the identity provider's host",
        wanted: "the aliases, under the chart's own key: the cluster's dns.mode is 'hostAliases', so pods find the identity provider by nothing else",
        fix: 'write values: ({ hostAliases }) => ({ hostAliases }), or what the chart calls it',
      });
    return { what: { chart: options.chart }, values };
  }
  const env = (given: Late<L, Env> | undefined, field: string) => checkedEnv(finished(given ?? {}, late, name, field), name, field);
  const beside = Object.entries(options.beside ?? {}).map(([id, one]) => {
    const at = `beside.${dnsLabel(id, { app: name, field: `beside.${id}` }, 20)}`;
    const { resources, ...rest } = one;
    return [
      id,
      {
        ...rest,
        image: imageOf(one.image, { app: name, field: `${at}.image` }),
        env: env(one.env, `${at}.env`),
        ...checkedResources(resources, { app: name, field: `${at}.resources` }),
      },
    ] as const;
  });
  return {
    what: {
      container: {
        name,
        port,
        image: imageOf(options.image, { app: name, field: 'image' }),
        env: env(options.env, 'env'),
        ...(options.data === undefined ? {} : { data: options.data }),
        ...(beside.length === 0 ? {} : { beside: Object.fromEntries(beside) }),
        hostAliases,
        ...checkedResources(options.resources, { app: name, field: 'resources' }),
      },
    },
    values,
  };
}

function finished<L>(given: Late<L, object>, late: L, app: string, field: string): object {
  let value: unknown = given;
  if (typeof given === 'function')
    try {
      value = (given as (late: L) => unknown)(late);
    } catch (error) {
      if (isPinoutError(error)) throw error;
      throw new PinoutError({
        code: 'late-value-failed',
        app,
        field,
        found: `a function that throws (${show(error instanceof Error ? error.message : error)})`,
        wanted: 'a function that returns an object',
        fix: 'look at what it takes: client, issuer, secret, generated, idp, host, url, hostAliases and facts',
      });
    }
  if (typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Promise)) return value;
  throw new PinoutError({
    code: 'values-invalid',
    app,
    field,
    found: value instanceof Promise ? 'a promise' : show(value),
    wanted: 'an object, or a function that returns one',
    fix: `write ${field}: { … } or ${field}: ({ client, issuer, secret }) => ({ … })`,
  });
}

/** Names that a shell takes, and values that Kubernetes takes: text, or where it comes from. */
export function checkedEnv(env: object, app: string, field: string): Env {
  for (const [name, value] of Object.entries(env) as [string, unknown][]) {
    const from =
      typeof value === 'object' && value !== null && ('valueFrom' in value || textOfNotSecret(value) !== undefined || isSecretRef({ generation: 1, ...value }));
    if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && (typeof value === 'string' || from)) continue;
    throw new PinoutError({
      code: 'env-invalid',
      app,
      field: `${field}.${name}`,
      // Not shown: it may be a secret.
      found: typeof value === 'string' ? 'a name that is none of an environment variable' : `a ${value === null ? 'null' : typeof value}`,
      wanted: "a text, secret, generated('NAME'), or { valueFrom: … }",
      fix: `write ${field}: { NAME: 'text', OTHER: secret }; numbers and booleans as text`,
    });
  }
  return env as Env;
}

/** Port of the Service when none is given: that of most charts, or that of most containers. */
export const defaultPort = (options: { readonly image?: string | undefined }): number => (options.image === undefined ? 80 : 8080);
