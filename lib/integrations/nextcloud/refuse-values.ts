import { isDeepStrictEqual } from 'node:util';
import { PinoutError, show } from '../../contract/error.ts';
import type { JsonMap } from '../../manifest/manifest.ts';

const map = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, unknown>>) : {};
const at = (values: unknown, path: readonly string[]): unknown => path.reduce<unknown>((value, key) => map(value)[key], values);

/** What the login stands on: keys whose values may not change. */
const fixed: readonly (readonly string[])[] = [
  ['phpClientHttpsFix'],
  ['nextcloud', 'host'],
  ['nextcloud', 'existingSecret', 'enabled'],
  ['nextcloud', 'existingSecret', 'secretName'],
  ['nextcloud', 'existingSecret', 'usernameKey'],
  ['nextcloud', 'existingSecret', 'passwordKey'],
  ['nextcloud', 'hooks', 'before-starting'],
  ['nextcloud', 'configs', 'pinout.config.php'],
];

/**
 * Refuses values that undo the login.
 *
 * @param own values as the integration writes them
 * @throws PinoutError `nextcloud-value`
 */
export function refuseValues(values: JsonMap, own: JsonMap, app: string): void {
  const refuse = (path: readonly string[], found: unknown, wanted: string, fix: string) =>
    new PinoutError({ code: 'nextcloud-value', app, field: `values.${path.join('.')}`, found: show(found), wanted, fix });
  for (const path of fixed)
    if (!isDeepStrictEqual(at(values, path), at(own, path)))
      throw refuse(path, at(values, path), "pinout's own value: the login depends on it", 'remove it; you can use hooks and configs with other names');
  const environment = ['nextcloud', 'extraEnv'];
  const given: unknown = at(values, environment);
  const list: readonly unknown[] = Array.isArray(given) ? given : [];
  const named = (items: readonly unknown[], name: unknown) => items.filter((item) => map(item)['name'] === name);
  for (const variable of at(own, environment) as readonly unknown[]) {
    const name = map(variable)['name'];
    if (!isDeepStrictEqual(named(list, name), [variable]))
      throw refuse(
        environment,
        `a list ${named(list, name).length === 0 ? 'without' : 'with another'} ${String(name)}`,
        'a list that adds to what pinout writes there',
        "write extraEnv: append({ name: '…', value: '…' })",
      );
  }
  for (const path of [['fullnameOverride'], ['nameOverride']])
    if (![undefined, ''].includes(at(values, path) as undefined | string))
      throw refuse(path, at(values, path), 'absent: it changes the name of the Service', "remove it, or give the app another name: name: '…'");
  for (const path of [
    ['ingress', 'enabled'],
    ['httpRoute', 'enabled'],
  ])
    if (at(values, path) === true) throw refuse(path, true, 'false: pinout writes the Ingress or route for the host', 'remove it');
  const replicas = at(values, ['replicaCount']);
  const several = (replicas !== undefined && replicas !== 1 && replicas !== 0) || at(values, ['hpa', 'enabled']) === true;
  if (several && at(values, ['redis', 'enabled']) !== true && at(values, ['externalRedis', 'enabled']) !== true)
    throw refuse(
      ['replicaCount'],
      replicas ?? 'missing, with hpa',
      '1, or redis: login state is in the PHP session of one pod (nextcloud/user_oidc#916)',
      'remove it, or enable redis or externalRedis',
    );
}
