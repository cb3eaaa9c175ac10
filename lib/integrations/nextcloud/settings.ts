import type { ErrorCode } from '../../contract/error-codes.ts';
import { BlockList, isIPv6 } from 'node:net';
import { PinoutError, show } from '../../contract/error.ts';
import type { Facts } from '../../contract/facts.ts';
import { type NextcloudOptions, type NextcloudUserId } from './options.ts';

/** Options of a Nextcloud, checked and complete. */
export interface NextcloudSettings {
  readonly userId: NextcloudUserId;
  readonly softAutoProvision: boolean;
  readonly adminUser: string;
  readonly trustedProxies: readonly string[];
}

/**
 * Checks the options that are Nextcloud's own.
 *
 * @throws PinoutError `nextcloud-admin-user`, `nextcloud-admin-group`, `role-unknown`, `address-invalid`
 */
export function nextcloudSettings(options: NextcloudOptions, facts: Pick<Facts, 'idp' | 'ingressAddress'>, app: string): NextcloudSettings {
  const refuse = (code: ErrorCode, field: string, found: unknown, wanted: string, fix: string) =>
    new PinoutError({ code, app, field, found: show(found), wanted, fix });
  const adminUser = options.adminUser ?? 'local-admin';
  // Names that everybody tries, and that somebody in authentik may have. The characters are those that Nextcloud takes (lib/private/User/Manager.php).
  if (!/^[A-Za-z0-9_.@-]{3,64}$/.test(adminUser) || /^(?:admin|administrator|root|akadmin)$/i.test(adminUser))
    throw refuse(
      'nextcloud-admin-user',
      'adminUser',
      adminUser,
      'a name of 3 to 64 letters, digits and _ . @ - that nobody in authentik has, so not admin, root or akadmin',
      "write adminUser: 'local-admin', or remove it",
    );
  refuseGroups(options, refuse);
  return {
    userId: options.userId ?? 'preferred_username',
    softAutoProvision: options.softAutoProvision ?? false,
    adminUser,
    trustedProxies: proxies(options, facts, refuse),
  };
}

/** A group called `admin` makes administrators, so it has to be said twice, and no other group can. */
function refuseGroups(options: NextcloudOptions, refuse: (...of: [ErrorCode, string, unknown, string, string]) => PinoutError): void {
  const roles = (options.roles ?? {}) as Readonly<Record<string, unknown>>;
  const unknown = Object.keys(roles).find((role) => role !== 'admin');
  if (unknown !== undefined)
    throw refuse(
      'role-unknown',
      `roles.${unknown}`,
      unknown,
      "Nextcloud's one role: admin",
      'remove it: Nextcloud creates the groups in access with their own names',
    );
  const admins = roles['admin'];
  if (admins !== undefined && !(Array.isArray(admins) && admins.length === 1 && admins[0] === 'admin'))
    throw refuse(
      'nextcloud-admin-group',
      'roles.admin',
      admins,
      "['admin']: Nextcloud's administrators are its group admin, and user_oidc cannot rename groups",
      "make a group admin in authentik for them, and write roles: { admin: ['admin'] }",
    );
  const { access } = options;
  if (admins === undefined && access?.kind === 'groups' && Array.isArray(access.groups) && access.groups.includes('admin'))
    throw refuse(
      'nextcloud-admin-group',
      'access',
      'admin',
      "without the group admin, or with roles: { admin: ['admin'] }: its members become administrators of Nextcloud",
      "write roles: { admin: ['admin'] } if that is what you want\"",
    );
}

function proxies(
  options: NextcloudOptions,
  { idp, ingressAddress }: Pick<Facts, 'idp' | 'ingressAddress'>,
  refuse: (...of: [ErrorCode, string, unknown, string, string]) => PinoutError,
): readonly string[] {
  const holds = (network: string, address: string): boolean => {
    const [ip = '', bits = ''] = network.split('/');
    const list = new BlockList();
    list.addSubnet(ip, Number(bits), isIPv6(ip) ? 'ipv6' : 'ipv4');
    return list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
  };
  const given: unknown = options.trustedProxies;
  if (given !== undefined) {
    const legal = (network: unknown): boolean => {
      try {
        return typeof network === 'string' && /^[0-9a-f.:]+\/[0-9]{1,3}$/i.test(network) && [true, false].includes(holds(network, '192.0.2.1'));
      } catch {
        return false;
      }
    };
    if (Array.isArray(given) && given.length > 0 && given.every(legal)) return given as readonly string[];
    throw refuse(
      'address-invalid',
      'trustedProxies',
      given,
      'a list of networks in CIDR notation',
      "write for example trustedProxies: ['10.244.0.0/16'], the network of your pods",
    );
  }
  // Nextcloud walks X-Forwarded-For from its end and takes the first address that is no proxy (lib/private/AppFramework/Http/Request.php): if the network at
  // home counted as proxies, all people in it would be one.
  const others = idp.trustedProxies.filter((network) => !holds(network, ingressAddress));
  return others.length > 0 ? others : idp.trustedProxies;
}
