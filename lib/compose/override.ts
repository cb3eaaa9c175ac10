import { merge } from './merge.ts';
import { resolve } from './resolve.ts';

/**
 * The same app with other options, for another environment. Functions in options (late-bound values) are kept.
 *
 * @example override(monitoring, { host: 'grafana-staging', values: { replicas: 1 } })
 */
export function override<A extends { readonly options: unknown }>(app: A, patch: { readonly [key: string]: unknown }): A {
  const options = app.options as Record<string, unknown>;
  const plain = (all: Readonly<Record<string, unknown>>) => Object.fromEntries(Object.entries(all).filter(([, value]) => typeof value !== 'function'));
  const late = Object.fromEntries(Object.entries({ ...options, ...patch }).filter(([, value]) => typeof value === 'function'));
  return { ...app, options: { ...(resolve(merge(plain(options), plain(patch))) as object), ...late } };
}
