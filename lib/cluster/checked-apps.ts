import { PinoutError, show } from '../contract/error.ts';
import type { App } from '../integrations/integration.ts';

/**
 * The list of apps.
 *
 * @throws PinoutError `apps-missing`
 */
export function checkedApps(apps: unknown): readonly App<unknown>[] {
  const list: readonly unknown[] = Array.isArray(apps) ? Array.from(apps as readonly unknown[]) : [];
  if (list.length === 0)
    throw new PinoutError({
      code: 'apps-missing',
      app: 'cluster',
      field: 'apps',
      found: Array.isArray(apps) ? 'an empty list' : show(apps),
      wanted: 'a list of apps',
      fix: 'write apps: [grafana({ … })]',
    });
  const wrong = list.findIndex((one) => !isApp(one));
  if (wrong === -1) return list as readonly App<unknown>[];
  const one = list[wrong];
  const before = list[wrong - 1];
  throw new PinoutError({
    code: 'apps-missing',
    app: 'cluster',
    field: `apps[${wrong}]${isApp(before) ? ` (after ${before.name})` : ''}`,
    found: whatItIs(one),
    wanted: 'an app',
    fix:
      one === undefined
        ? 'check that the imported file exports that name, and that the two files do not import each other'
        : typeof one === 'function'
          ? `call it: ${one.name || 'app'}({ … })`
          : 'write what an app function returns, for example apps: [grafana({ … })]',
  });
}

function isApp(one: unknown): one is App<unknown> {
  const { integration } = (typeof one === 'object' && one !== null ? one : {}) as { readonly integration?: unknown };
  const { shape, contracts, write } = (typeof integration === 'object' && integration !== null ? integration : {}) as Readonly<Record<string, unknown>>;
  return [shape, contracts, write].every((part) => typeof part === 'function');
}

/** A value that is no app, without what may be a secret in it. */
function whatItIs(one: unknown): string {
  if (one === undefined) return 'undefined';
  if (typeof one === 'function') return `the function ${one.name === '' ? '(anonymous)' : one.name} itself instead of its result`;
  if (Array.isArray(one)) return 'a list: write ...list to add its apps';
  if (one instanceof Promise) return 'a promise: write await before it';
  if (typeof one !== 'object' || one === null) return show(one);
  const name = (one as { name?: unknown }).name;
  return `an object${typeof name === 'string' ? ` with the name ${show(name)}` : ''} that no app function returned`;
}
