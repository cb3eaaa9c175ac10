import { vaultMethodsOf } from '../../integrations/vault/read.ts';
import { known } from '../../tree/known.ts';
import type { Rule } from '../rule.ts';

/** oidc_scopes decides what is in the token. */
export const vaultScopesMissing: Rule = {
  code: 'vault-scopes-missing',
  severity: 'error',
  title: 'a role of Vault looks at groups and does not ask for them',
  *run(repository) {
    for (const { roles, object } of vaultMethodsOf(repository))
      for (const role of roles) {
        const uses = (role.field('groups_claim')?.value ?? '') !== '' || role.has('bound_claims');
        const scopes = role.list('oidc_scopes') ?? [];
        if (!uses || scopes.some(({ value }) => value === 'groups' || value === 'profile' || known(value) === undefined)) continue;
        yield {
          at: scopes[0] ?? role.at,
          message: `a role of vault (${object.namespace}/${object.name}) looks at groups, but oidc_scopes asks for neither groups nor profile`,
          expected: 'oidc_scopes: [profile, email, groups]',
          received: scopes.map(({ value }) => value).join(', ') || 'nothing',
          why: 'The token has no groups then: the bound claim fails, or the login with "claim not found".',
          fix: 'add groups (or profile, where the packaged mapping carries them) to oidc_scopes',
        };
      }
  },
};
