import type { Contract } from '../../contract/contract.ts';
import { PinoutError, show } from '../../contract/error.ts';
import { isLiteral } from '../../contract/option-error.ts';
import type { JsonMap } from '../../manifest/manifest.ts';
import { valuesOf } from '../../repository/chart-facts.ts';

/**
 * Refuses values that undo the login.
 *
 * @throws PinoutError `headlamp-value`, `headlamp-chart-old`
 */
export function refuseValues(values: JsonMap, contract: Contract, version: string): void {
  const { slug: app, protocol } = contract;
  const refuse = (path: string, found: unknown, wanted: string, fix: string) =>
    new PinoutError({ code: 'headlamp-value', app, field: `values.${path}`, found: show(found), wanted, fix });
  const get = valuesOf(values);
  const baseUrl = get('config', 'baseURL');
  if (baseUrl !== undefined && baseUrl !== '')
    throw refuse(
      'config.baseURL',
      baseUrl,
      'absent: with a baseURL Headlamp never refreshes its tokens (kubernetes-sigs/headlamp#7513)',
      'remove it; Headlamp has its own host',
    );
  if (get('replicaCount') !== 1) throw refuse('replicaCount', get('replicaCount'), '1: each pod keeps login state and refresh tokens in memory', 'remove it');
  if (protocol === 'oidc') {
    if (get('clusterRoleBinding', 'create') !== false)
      throw refuse(
        'clusterRoleBinding.create',
        get('clusterRoleBinding', 'create'),
        "false: it gives rights to Headlamp's ServiceAccount, which everyone who gets into the pod can use",
        'remove it; the rights come from roles',
      );
    if (get('config', 'unsafeUseServiceAccountToken') === true)
      throw refuse(
        'config.unsafeUseServiceAccountToken',
        true,
        "false: otherwise everyone has the rights of Headlamp's ServiceAccount",
        "remove it, or write mode: 'forward-auth'",
      );
    const login = get('config', 'oidc');
    for (const [key, value] of Object.entries(isLiteral(login) ? login : {}))
      if (key !== 'secret' && key !== 'meUserInfoURL' && value !== '' && value !== false && !isDisabled(value))
        throw refuse(`config.oidc.${key}`, key === 'clientSecret' ? 'a string (not shown)' : value, 'absent: arguments override the environment', 'remove it');
  }
  const [, major, minor] = /^v?(\d+)\.(\d+)\./.exec(version) ?? [];
  const needs = [...(protocol === 'oidc' ? [] : ["mode: 'forward-auth'"]), ...('hostAliases' in values ? ["dns.mode 'hostAliases'"] : [])];
  if (needs.length > 0 && Number(major) === 0 && Number(minor) < 43)
    throw new PinoutError({
      code: 'headlamp-chart-old',
      app,
      field: 'chartVersion',
      found: show(version),
      wanted: `0.43.0 or newer for ${needs.join(' and ')}: older charts do not have the setting`,
      fix: "write chartVersion: '0.45.0', or remove it\"",
    });
}

const isDisabled = (value: unknown): boolean => isLiteral(value) && value['enabled'] === false;
