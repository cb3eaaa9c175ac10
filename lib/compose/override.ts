import type { Place } from '../contract/names.ts';
import { guarded, isLiteral, wrongType } from '../contract/option-error.ts';
import { checkedOptions, type Shape } from '../contract/shape.ts';
import { laid } from './merge.ts';
import { resolve } from './resolve.ts';

interface Overridable {
  readonly name: string;
  readonly options: unknown;
  readonly integration: { readonly shape: Shape<unknown> };
}

/**
 * The same app with other options, for another environment. Functions in options (late-bound values) replace what is below them. A new name is the app's too.
 *
 * @throws PinoutError `option-unknown`, `option-type` and those of the options
 * @example override(monitoring, { host: 'grafana-staging', values: { replicas: 1 } })
 */
export function override<A extends { readonly options: unknown }>(app: A, patch: { readonly [key: string]: unknown }): A {
  return guarded(() => overridden(app, patch), { app: 'override', field: '' }, 'option-unreadable', 'options that can be read', 'write plain objects');
}

function overridden<A extends { readonly options: unknown }>(app: A, patch: unknown): A {
  if (!isApp(app)) throw wrongType(app, { app: 'override', field: 'app' }, 'an app, as grafana({ … }) returns it', "write override(monitoring, { host: '…' })");
  const at: Place = { app: app.name, field: '' };
  if (!isLiteral(patch)) throw wrongType(patch, at, 'an object of options', `write override(app, { host: '…' })`);
  const merged = Object.entries(laid([app.options, patch], true) as object).map(([name, value]) => [
    name,
    name === 'values' ? (value as unknown) : resolve(value),
  ]);
  // Edits of the values' lists are for what the integration writes below them.
  const options = checkedOptions(app.integration.shape, Object.fromEntries(merged), at);
  const { name } = patch;
  return { ...app, ...(typeof name === 'string' && name !== '' ? { name } : {}), options };
}

function isApp(value: unknown): value is Overridable {
  const { name, options, integration } = (typeof value === 'object' && value !== null ? value : {}) as Partial<Overridable>;
  return typeof name === 'string' && name !== '' && options !== undefined && typeof integration?.shape === 'function';
}
