import { isDeepStrictEqual } from 'node:util';
import { PinoutError, show } from '../../contract/error.ts';
import { isLiteral } from '../../contract/option-error.ts';
import type { JsonMap } from '../../manifest/manifest.ts';
import { valuesOf } from '../../repository/chart-facts.ts';

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
  const refuse = (path: string, found: unknown, wanted: string, fix: string) =>
    new PinoutError({ code: 'nextcloud-value', app, field: `values.${path}`, found: show(found), wanted, fix });
  const get = valuesOf(values);
  const written = valuesOf(own);
  for (const path of fixed)
    if (!isDeepStrictEqual(get(...path), written(...path)))
      throw refuse(path.join('.'), get(...path), "pinout's own value: the login depends on it", 'remove it; you can use hooks and configs with other names');
  const given = get('nextcloud', 'extraEnv');
  const list: readonly unknown[] = Array.isArray(given) ? given : [];
  const named = (items: readonly unknown[], name: unknown) => items.filter((item) => isLiteral(item) && item['name'] === name);
  for (const variable of written('nextcloud', 'extraEnv') as readonly JsonMap[]) {
    const { name } = variable;
    if (!isDeepStrictEqual(named(list, name), [variable]))
      throw refuse(
        'nextcloud.extraEnv',
        `a list ${named(list, name).length === 0 ? 'without' : 'with another'} ${String(name)}`,
        'a list that adds to what pinout writes there',
        "write extraEnv: append({ name: '…', value: '…' })",
      );
  }
  for (const key of ['fullnameOverride', 'nameOverride'])
    if (get(key) !== undefined && get(key) !== '')
      throw refuse(key, get(key), 'absent: it changes the name of the Service', "remove it, or give the app another name: name: '…'");
  for (const way of ['ingress', 'httpRoute'])
    if (get(way, 'enabled') === true) throw refuse(`${way}.enabled`, true, 'false: pinout writes the Ingress or route for the host', 'remove it');
  const replicas = get('replicaCount');
  const several = (replicas !== undefined && replicas !== 1 && replicas !== 0) || get('hpa', 'enabled') === true;
  if (several && get('redis', 'enabled') !== true && get('externalRedis', 'enabled') !== true)
    throw refuse(
      'replicaCount',
      replicas ?? 'missing, with hpa',
      '1, or redis: login state is in the PHP session of one pod (nextcloud/user_oidc#916)',
      'remove it, or enable redis or externalRedis',
    );
}
