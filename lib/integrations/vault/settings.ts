import type { ErrorCode } from '../../contract/error-codes.ts';
import { createHash } from 'node:crypto';
import { compareText } from '../../contract/access.ts';
import { PinoutError, show } from '../../contract/error.ts';
import type { VaultFlavor, VaultOptions, VaultUserClaim } from './options.ts';

/** Options of a Vault, checked and complete. */
export interface VaultSettings {
  readonly flavor: VaultFlavor;
  readonly policies: Readonly<Record<string, string>>;
  readonly userClaim: VaultUserClaim;
  readonly mount: string;
  readonly tokenTtl: string;
  readonly tokenMaxTtl: string;
}

/** Names that are in paths of Vault's API and in file names. Vault lowers their case (vault/policy_store.go). */
const policyName = /^[a-z0-9][a-z0-9_-]{0,62}$/;
const duration = /^([1-9][0-9]{0,5})([smh])$/;
const seconds = (text: string): number => {
  const [, count, unit] = duration.exec(text)!;
  return Number(count) * { s: 1, m: 60, h: 3600 }[unit as 's' | 'm' | 'h'];
};

/**
 * Checks the options that are Vault's own.
 *
 * @throws PinoutError `vault-mount`, `vault-policy`, `vault-ttl`, `vault-group-case`
 */
export function vaultSettings(options: VaultOptions, app: string): VaultSettings {
  const refuse = (code: ErrorCode, field: string, found: string, wanted: string, fix: string) => new PinoutError({ code, app, field, found, wanted, fix });
  const mount = options.mount ?? 'oidc';
  if (!/^[a-z0-9][a-z0-9_-]{0,40}$/.test(mount))
    throw refuse(
      'vault-mount',
      'mount',
      show(mount),
      "one path segment of lower case letters, digits, '_' and '-': it is part of the redirect URI",
      "write mount: 'oidc', or remove it",
    );
  const ttl = (field: 'tokenTtl' | 'tokenMaxTtl', fallback: string): string => {
    const value = options[field] ?? fallback;
    if (duration.test(value)) return value;
    throw refuse('vault-ttl', field, show(value), 'a number and one of s, m, h, such as 1h', `write ${field}: '${fallback}', or remove it`);
  };
  const tokenTtl = ttl('tokenTtl', '1h');
  const tokenMaxTtl = ttl('tokenMaxTtl', '12h');
  if (seconds(tokenTtl) > seconds(tokenMaxTtl))
    throw refuse(
      'vault-ttl',
      'tokenTtl',
      show(tokenTtl),
      `no more than tokenMaxTtl (${tokenMaxTtl})`,
      `write tokenTtl: '${tokenMaxTtl}', or a longer tokenMaxTtl`,
    );

  const policies = options.policies ?? {};
  const roles = options.roles ?? {};
  const wrong = [...Object.keys(roles).map((name) => [`roles.${name}`, name]), ...Object.keys(policies).map((name) => [`policies.${name}`, name])].find(
    ([, name]) => !policyName.test(name!) || name === 'root',
  );
  if (wrong !== undefined)
    throw refuse(
      'vault-policy',
      wrong[0]!,
      show(wrong[1]),
      "the name of a policy: lower case letters, digits, '_' and '-', but not root, which Vault does not allow for groups\"",
      'rename it, for example to admin',
    );
  for (const [name, text] of Object.entries(policies)) {
    if (text.trim() === '' || /\p{Cs}/u.test(text))
      throw refuse(
        'vault-policy',
        `policies.${name}`,
        show(text),
        'the text of a policy (HCL)',
        `write policies: { ${name}: 'path "secret/*" { capabilities = ["read"] }' }`,
      );
    if (!Object.hasOwn(roles, name))
      throw refuse(
        'vault-policy',
        `policies.${name}`,
        'a policy without a role',
        `a policy that roles gives to a group (${Object.keys(roles).join(', ') || 'there are none'})`,
        `write roles: { ${name}: ['${app}-${name}s'] }, or remove the policy`,
      );
  }
  refuseTwinGroups(roles, refuse);
  return {
    flavor: options.flavor ?? 'vault',
    policies,
    userClaim: options.userClaim ?? 'sub',
    mount,
    tokenTtl,
    tokenMaxTtl,
  };
}

/** Vault compares names of aliases without case (vault/identity_store_util.go): two such groups would be one. */
function refuseTwinGroups(roles: Readonly<Record<string, unknown>>, refuse: (...of: [ErrorCode, string, string, string, string]) => PinoutError): void {
  const seen = new Map<string, string>();
  for (const [role, names] of Object.entries(roles))
    for (const name of Array.isArray(names) ? (names as unknown[]) : []) {
      if (typeof name !== 'string') continue;
      const other = seen.get(name.toLowerCase());
      if (other !== undefined && other !== name)
        throw refuse(
          'vault-group-case',
          `roles.${role}`,
          show(name),
          `a group that does not differ from '${other}' only in case: Vault treats them as one`,
          'rename one of the two groups',
        );
      seen.set(name.toLowerCase(), name);
    }
}

/** Prefix of the identity groups that the login owns. A mount holds no dot, so no mount's prefix begins another's. */
export const groupPrefix = (mount: string): string => `pinout.${mount}.`;

/**
 * Name of Vault's own group for a group of authentik. It is in API paths, so it holds letters, digits, `_` and `-` alone; what the group is called in
 * authentik is the name of the alias, which is in JSON.
 *
 * @example identityGroup('oidc', 'vault-admins') // 'pinout.oidc.vault-admins'
 */
export function identityGroup(mount: string, group: string): string {
  const simple = /^[a-z0-9][a-z0-9_-]*$/.test(group);
  const readable = group.toLowerCase().replace(/[^a-z0-9_-]+/g, '-');
  return `${groupPrefix(mount)}${simple ? group : `${readable.slice(0, 60)}.${createHash('sha256').update(group).digest('hex').slice(0, 8)}`}`;
}

/** Policies by group, sorted. */
export function policiesByGroup(roles: Readonly<Record<string, readonly string[]>>): (readonly [string, readonly string[]])[] {
  const groups = [...new Set(Object.values(roles).flat())].sort(compareText);
  return groups.map((group) => [group, Object.keys(roles).filter((role) => roles[role]!.includes(group))] as const);
}
