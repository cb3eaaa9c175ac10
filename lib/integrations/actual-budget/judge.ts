import type { Judge } from '../judge.ts';
import { decidedByProvider, nameQuestion } from '../questions.ts';

/**
 * What Actual looks at (actualbudget/actual packages/sync-server/src/accounts/openid.js): the token as openid-client 5 verifies it, which takes RS256 alone
 * unless the client is registered with another algorithm (`id_token_signed_response_alg`); then a name from userinfo. Groups and addresses are not judged.
 */
export function judgeActualBudget(): Judge {
  return {
    skips: [],
    algorithms: ['RS256'],
    clientSecret: 'refused',
    ask: (claims, ends) => {
      const claim = ['preferred_username', 'login', 'email'].find((name) => typeof claims[name] === 'string') ?? 'sub';
      return [nameQuestion('Actual', claim, claims), decidedByProvider('Actual', claims, ends)];
    },
  };
}
