import { PinoutError, show } from '../contract/error.ts';
import type { Facts } from '../contract/facts.ts';
import { dnsLabel, type Place } from '../contract/names.ts';
import { open } from '../contract/open-shape.ts';
import { guarded, isLiteral, kindOf } from '../contract/option-error.ts';
import { type SecretRef, secretObjectName } from '../contract/secret-ref.ts';
import { checkedOptions, type Shape } from '../contract/shape.ts';
import type { JsonMap } from '../manifest/manifest.ts';
import type { Data, EnvValue, SecretKey } from './app-template.ts';
import { imageOf } from './image.ts';
import { envShape, refuseUnused } from './run-shapes.ts';
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
}

interface Chart {
  readonly chart: ChartInput;
  readonly image?: never;
  readonly env?: never;
  readonly data?: never;
  readonly beside?: never;
}

interface Container<L> {
  /** `REPOSITORY:TAG` of the app's one container. It runs by bjw-s' app-template; `values` are merged over what is written for it. */
  readonly image: string;
  readonly env?: Late<L, Env>;
  /** Folder that outlives the container. */
  readonly data?: Data;
  readonly beside?: Readonly<Record<string, BesideOptions<L>>>;
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
 * @throws PinoutError `chart-or-image`, `late-value-failed`, `values-invalid`, `env-invalid`, `image-unpinned`, `host-aliases-missing`
 */
export function runOf<L>(
  options: RunOptions<L>,
  late: L,
  { name, port, hostAliases, facts }: { readonly name: string; readonly port: number; readonly hostAliases: readonly JsonMap[]; readonly facts: Facts },
): Pick<Workload, 'what' | 'values'> {
  const values: JsonMap = finished(options.values ?? {}, late, { app: name, field: 'values' }, open);
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
    refuseUnused(options, ['env', 'data', 'beside'], 'beside a chart', name);
    return { what: { chart: options.chart }, values };
  }
  const env = (given: Late<L, Env> | undefined, field: string) => finished(given ?? {}, late, { app: name, field }, envShape);
  const beside = Object.entries(options.beside ?? {}).map(([id, one]) => {
    const at = `beside.${dnsLabel(id, { app: name, field: `beside.${id}` }, 20)}`;
    return [id, { ...one, image: imageOf(one.image, { app: name, field: `${at}.image` }), env: env(one.env, `${at}.env`) }] as const;
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
      },
    },
    values,
  };
}

function finished<L, T extends object>(given: Late<L, T>, late: L, at: Place, shape: Shape<T>): T {
  if (typeof given !== 'function') return given;
  const takes = 'look at what it takes: client, issuer, secret, generated, idp, host, url, hostAliases and facts';
  const value: unknown = guarded(() => given(late), at, 'late-value-failed', 'a function that returns an object', takes);
  if (isLiteral(value)) return checkedOptions(shape, value, at);
  throw new PinoutError({
    code: 'values-invalid',
    ...at,
    found: kindOf(value),
    wanted: 'an object, or a function that returns one',
    fix: `write ${at.field}: { … } or ${at.field}: ({ client, issuer, secret }) => ({ … })`,
  });
}

/** Port of the Service when none is given: that of most charts, or that of most containers. */
export const defaultPort = (options: { readonly image?: string | undefined }): number => (options.image === undefined ? 80 : 8080);
