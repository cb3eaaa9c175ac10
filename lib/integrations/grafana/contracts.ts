import { oidc, type ConfidentialContract, type OidcContract } from '../../contract/contract.ts';
import { PinoutError, show } from '../../contract/error.ts';
import type { Facts } from '../../contract/facts.ts';
import { loginRedirect } from '../../contract/redirect.ts';
import { confidentialClient } from '../container-app.ts';
import { type GrafanaOptions, grafanaRoles } from './options.ts';

/**
 * The contract of a Grafana.
 *
 * @throws PinoutError of the contract's constructors, `role-unknown`, and `access-without-role`: with strict roles Grafana refuses
 * everyone who has none, so a group that may enter must hold one.
 */
export function grafanaContracts(options: GrafanaOptions, facts: Facts): readonly [ConfidentialContract] {
  const { client, host, at } = confidentialClient(options, 'grafana', facts);
  const unknown = Object.keys(options.roles ?? {}).find((role) => !(grafanaRoles as readonly string[]).includes(role));
  if (unknown !== undefined)
    throw new PinoutError({
      code: 'role-unknown',
      app: client.slug,
      field: `roles.${unknown}`,
      found: show(unknown),
      wanted: `one of Grafana's roles: ${grafanaRoles.join(', ')}`,
      fix: `rename it, for example to Viewer`,
    });
  const contract = oidc({
    ...client,
    redirects: [loginRedirect(`https://${host}/login/generic_oauth`, at)],
    scopes: ['openid', 'profile', 'email', 'groups', 'offline_access'],
    ...(options.access === undefined ? {} : { access: options.access }),
    ...(options.roles === undefined ? {} : { roles: options.roles }),
    tile: { name: 'Grafana', section: 'Monitoring', ...options.tile, launchUrl: `https://${host}/login/generic_oauth` },
  });
  refuseRoleless(contract);
  return [contract];
}

function refuseRoleless({ access, roles, slug }: OidcContract): void {
  const holders = new Set(Object.values(roles).flat());
  if (holders.size === 0 || access.kind === 'kept') return;
  const stranger = access.kind === 'everyone' ? 'everyone()' : access.groups.find((group) => !holders.has(group));
  if (stranger === undefined) return;
  throw new PinoutError({
    code: 'access-without-role',
    app: slug,
    field: 'access',
    found: `${show(stranger)}, without a role in Grafana`,
    wanted: 'a role for every group with access: Grafana refuses users without a role',
    fix:
      access.kind === 'everyone'
        ? 'name the groups in roles and remove access, or remove roles: then everyone is a Viewer'
        : `add Viewer: ['${stranger}'] to roles`,
  });
}
