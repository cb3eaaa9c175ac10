import type { Judge, JudgedEnd } from '../judge.ts';
import { decidedByProvider, nameQuestion } from '../questions.ts';

/**
 * What Apache's mod_auth_openidc looks at before FreshRSS sees anybody (OpenIDC/mod_auth_openidc src/proto/id_token.c): the token, which it takes by the
 * client secret too, and the claim of the name. FreshRSS' Docker/FreshRSS.Apache.conf asks for no group and no verified address.
 */
export function judgeFreshrss(app: JudgedEnd): Judge {
  const claim = app.container?.env.get('OIDC_REMOTE_USER_CLAIM')?.value?.value ?? 'preferred_username';
  return {
    skips: [],
    clientSecret: 'taken',
    ask: (claims, ends) => [nameQuestion('mod_auth_openidc', claim, claims), decidedByProvider('FreshRSS', claims, ends)],
  };
}
