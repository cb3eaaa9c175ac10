import type { Contract } from '../contract/contract.ts';
import { PinoutError, show } from '../contract/error.ts';
import type { Rule } from '../repository/rule.ts';
import { type App, appOf, type Integration } from './integration.ts';
import { integrations } from './registry.ts';

const brand = Symbol.for('pinout.integration');

/** An app that pinout does not know, as its owner describes it. */
export interface OwnIntegration<Options, Contracts extends readonly Contract[]> extends Omit<Integration<Options, Contracts>, 'general'> {
  /** What goes wrong with this app in manifests, made by `defineRule`. */
  readonly rules?: readonly Rule[];
}

/** A function from options to an app, for `apps`. It also carries the reader, judge and rules for `check` and `explain`. */
export interface DefinedIntegration<Options> {
  (options: Options): App<Options>;
  readonly integration: Integration<Options>;
  readonly rules: readonly Rule[];
}

/**
 * An integration of your own: what it writes, how its settings are read back, its rules, and what it looks at in a token.
 *
 * @throws PinoutError `integration-invalid`: its name is not that of a Kubernetes object, or pinout has an integration of that name
 * @example
 * export const miniflux = defineIntegration({ name: 'miniflux', shape: object({ host: text }), contracts, write, read });
 * // apps/main.ts: apps: [miniflux({ host: 'rss' })], and: pinout check --integrations integrations/miniflux.ts
 */
export function defineIntegration<Options, const Contracts extends readonly Contract[]>(
  given: OwnIntegration<Options, Contracts>,
): DefinedIntegration<Options> {
  const refuse = (field: string, found: string, wanted: string, fix: string) =>
    new PinoutError({ code: 'integration-invalid', app: show(given?.name), field: `defineIntegration.${field}`, found, wanted, fix });
  if (typeof given?.name !== 'string' || !/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(given.name))
    throw refuse('name', show(given?.name), 'lower case letters, digits and hyphens', "write a name such as 'miniflux'");
  if (Object.hasOwn(integrations, given.name))
    throw refuse('name', show(given.name), 'a name that none of the built-in integrations has', 'choose another name');
  for (const part of ['shape', 'contracts', 'write', 'read'] as const)
    if (typeof given[part] !== 'function') throw refuse(part, show(given[part]), 'a function', `write ${part}`);
  const { rules = [], ...parts } = given;
  const integration = parts as unknown as Integration<Options>;
  return Object.freeze(Object.assign((...options: [Options]) => appOf(integration, options), { integration, rules, [brand]: true }));
}

/** Whether a value was made by `defineIntegration`, of any loaded copy of it. */
export const isDefinedIntegration = (value: unknown): value is DefinedIntegration<unknown> => typeof value === 'function' && brand in value;
