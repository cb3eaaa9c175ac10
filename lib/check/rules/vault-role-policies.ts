import { vaultMethodsOf } from '../../integrations/vault/read.ts';
import { known } from '../../tree/known.ts';
import type { Rule } from '../rule.ts';

/** Policies of a role count for all of its users. */
export const vaultRolePolicies: Rule = {
  code: 'vault-role-policies',
  severity: 'error',
  title: 'everyone who logs in gets a policy of Vault',
  *run(repository) {
    for (const { roles } of vaultMethodsOf(repository))
      for (const role of roles) {
        const policies = (role.list('token_policies') ?? role.list('policies') ?? []).filter(({ value }) => value !== 'default' && known(value) !== undefined);
        if (policies.length === 0 || role.has('bound_claims')) continue;
        yield {
          at: policies[0]!,
          severity: policies.some(({ value }) => /admin|root|sudo/i.test(value)) ? 'error' : 'warning',
          message: `a role of vault gives ${policies.map(({ value }) => value).join(', ')} to everyone who logs in`,
          expected: 'token_policies: [default], and policies by group',
          received: policies.map(({ value }) => value).join(', '),
          why: 'The role has no bound_claims: whoever passes authentik gets these policies.',
          fix: 'give policies by external groups (identity/group and group-alias), or bind the role to a group by bound_claims',
        };
      }
  },
};
