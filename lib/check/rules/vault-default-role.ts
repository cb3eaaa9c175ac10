import type { Rule } from '../rule.ts';

/** The UI has no other way to choose one. */
export const vaultDefaultRole: Rule = {
  code: 'vault-default-role',
  severity: 'warning',
  title: "Vault's default role is missing or does not exist",
  *run({ logins }) {
    for (const { config, roles } of logins.vaults) {
      if (config === undefined) continue;
      const role = config.field('default_role');
      if (role !== undefined && role.value !== '') continue;
      if (roles.length === 0) continue;
      yield {
        at: role ?? config.at,
        message: 'the OIDC method of vault has no default_role',
        expected: 'default_role',
        received: 'nothing',
        why: 'Users must then type the name of a role; no link can carry it.',
        fix: 'write default_role with the name of the role',
      };
    }
  },
};
