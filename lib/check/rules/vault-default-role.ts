import { vaultMethodsOf } from '../../integrations/vault/read.ts';
import type { Rule } from '../rule.ts';

/** The UI has no other way to choose one. */
export const vaultDefaultRole: Rule = {
  code: 'vault-default-role',
  severity: 'warning',
  title: "Vault's default role is missing or does not exist",
  *run(repository) {
    for (const { config, roles, object } of vaultMethodsOf(repository)) {
      if (config === undefined && object.kind === 'ConfigMap')
        yield {
          at: roles[0]!.at,
          message: 'a role of vault is written, but not the configuration of its method',
          expected: 'oidc_discovery_url and oidc_client_id beside it',
          received: 'none',
          why: 'The method does not know whom to ask.',
          fix: 'write auth/MOUNT/config beside the role',
        };
      if (config === undefined) continue;
      const role = config.field('default_role');
      if (roles.length === 0)
        yield {
          at: config.at,
          message: 'the OIDC method of vault is configured, but no role for it is written here',
          expected: 'a role with allowed_redirect_uris, user_claim and oidc_scopes',
          received: 'none',
          why: 'A login names a role: without one it ends in "role could not be found".',
          fix: 'write auth/MOUNT/role/NAME beside the configuration',
        };
      if (roles.length === 0 || (role !== undefined && role.value !== '')) continue;
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
