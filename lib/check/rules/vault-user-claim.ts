import { vaultMethodsOf } from '../../integrations/vault/read.ts';
import type { Rule } from '../rule.ts';

/** The alias is made of user_claim. */
export const vaultUserClaim: Rule = {
  code: 'vault-user-claim',
  severity: 'warning',
  title: 'Vault names people by something that changes',
  *run(repository) {
    for (const { roles } of vaultMethodsOf(repository))
      for (const role of roles) {
        const claim = role.field('user_claim');
        if (claim?.value !== 'email' && claim?.value !== 'name' && claim?.value !== 'nickname') continue;
        yield {
          at: claim,
          message: `user_claim is ${claim.value}, which people may change`,
          expected: 'sub, or preferred_username',
          received: claim.value,
          why: 'A changed value makes a new entity without the rights of the old one, and whoever takes the old value inherits them.',
          fix: 'write user_claim: sub',
        };
      }
  },
};
