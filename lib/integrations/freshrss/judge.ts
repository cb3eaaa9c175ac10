import type { Observed } from '../../contract/observed.ts';
import { Environment } from '../../flux/environment.ts';
import type { SourceDocument } from '../../manifest/source.ts';
import type { Judge } from '../judge.ts';
import { decidedByProvider, nameQuestion, sameSpot } from '../questions.ts';

/**
 * What Apache's mod_auth_openidc looks at before FreshRSS sees anybody (OpenIDC/mod_auth_openidc src/proto/id_token.c): the token, which it takes by the
 * client secret too, and the claim of the name. FreshRSS' Docker/FreshRSS.Apache.conf asks for no group and no verified address.
 */
export function judgeFreshrss(app: Observed, documents: readonly SourceDocument[]): Judge {
  const environment = Environment.all(documents).find((one) => sameSpot(one.text('OIDC_PROVIDER_METADATA_URL'), app.issuer));
  const claim = environment?.text('OIDC_REMOTE_USER_CLAIM')?.value ?? 'preferred_username';
  return {
    skips: [],
    clientSecret: 'taken',
    ask: (claims, ends) => [nameQuestion('mod_auth_openidc', claim, claims), decidedByProvider('FreshRSS', claims, ends)],
  };
}
