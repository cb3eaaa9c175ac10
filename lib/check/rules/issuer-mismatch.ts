import { known, slugOf } from '../../tree/known.ts';
import type { Rule } from '../rule.ts';

/** authentik's issuer ends in the slug of the application. */
export const issuerMismatch: Rule = {
  code: 'issuer-mismatch',
  severity: 'error',
  title: "the slug in the app's issuer is not the slug of its application",
  *run({ pairs }) {
    for (const { login, client } of pairs.all) {
      const seen = login.slug ?? login.issuer;
      const own = known(login.slug?.value) ?? slugOf(login.issuer?.value);
      const theirs = known(client.slug?.value);
      if (seen === undefined || own === undefined || theirs === undefined || own === theirs) continue;
      yield {
        at: seen,
        message: `${login.label} uses the slug ${own}, but its application in the identity provider has the slug ${theirs}`,
        expected: `…/application/o/${theirs}/`,
        received: `…/application/o/${own}/`,
        why: 'The issuer of a client is made of the slug of its application: another slug is another issuer, and its tokens are refused.',
        fix: `write …/application/o/${theirs}/ in the app, or the slug ${own} in ${client.provider.blueprint.file}`,
      };
    }
  },
};
