import { PinoutError } from '../contract/error.ts';
import type { Facts } from '../contract/facts.ts';
import { dnsLabel, type Place } from '../contract/names.ts';
import { open } from '../contract/open-shape.ts';
import { guarded, isLiteral, kindOf } from '../contract/option-error.ts';
import { checkedOptions, type Shape } from '../contract/shape.ts';
import type { JsonMap } from '../manifest/manifest.ts';
import { imageOf } from './image.ts';
import type { Env, Late, RunOptions } from './run-options.ts';
import { envShape, refuseUnused } from './run-shapes.ts';
import type { Workload } from './workload.ts';

/** Values of an app, finished. @throws PinoutError `late-value-failed`, `values-invalid` */
export const finishedValues = <L>(values: Late<L, JsonMap> | undefined, late: L, app: string): JsonMap =>
  finished(values ?? {}, late, { app, field: 'values' }, open);

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
  const values = finishedValues(options.values, late, name);
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
        wanted: "the aliases, under the chart's own key: dns.mode of the cluster is 'hostAliases', so pods have no other way to find the identity provider",
        fix: 'write values: ({ hostAliases }) => ({ hostAliases }), or the key that the chart uses',
      });
    refuseUnused(options, ['env', 'data', 'sidecars', 'resources'], 'together with a chart', name);
    return { what: { chart: options.chart }, values };
  }
  const env = (given: Late<L, Env> | undefined, field: string) => finished(given ?? {}, late, { app: name, field }, envShape);
  const sidecars = Object.entries(options.sidecars ?? {}).map(([id, one]) => {
    const at = `sidecars.${dnsLabel(id, { app: name, field: `sidecars.${id}` }, 20)}`;
    const image = imageOf(one.image, { app: name, field: `${at}.image` });
    return [id, { ...one, image, env: env(one.env, `${at}.env`) }] as const;
  });
  return {
    what: {
      container: {
        name,
        port,
        image: imageOf(options.image, { app: name, field: 'image' }),
        env: env(options.env, 'env'),
        ...(options.data === undefined ? {} : { data: options.data }),
        ...(sidecars.length === 0 ? {} : { sidecars: Object.fromEntries(sidecars) }),
        hostAliases,
        ...(options.resources === undefined ? {} : { resources: options.resources }),
      },
    },
    values,
  };
}

function finished<L, T extends object>(given: Late<L, T>, late: L, at: Place, shape: Shape<T>): T {
  if (typeof given !== 'function') return given;
  const takes = 'check its parameters: client, issuer, secret, generated, idp, host, url, hostAliases and facts';
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
