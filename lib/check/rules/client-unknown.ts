import { known, slugOf } from '../../tree/known.ts';
import type { Rule } from '../rule.ts';

/** An app whose other end should be here, and is not. */
export const clientUnknown: Rule = {
  code: 'client-unknown',
  severity: 'error',
  title: 'no blueprint defines the client that the app names',
  *run({ tree, pairs, clients }) {
    // Without blueprints authentik is set up by other means, and one that cannot be read may hold the client: nothing can be said.
    if (clients.length === 0 || tree.broken.some(({ blueprint }) => blueprint)) return;
    const hidden = clients.some((client) => known(client.clientId?.value) === undefined);
    for (const login of pairs.lonelyLogins) {
      const urls = [login.issuer, ...login.endpoints].filter((seen) => seen !== undefined);
      const id = known(login.clientId?.value);
      const slug = known(login.slug?.value) ?? slugOf(login.issuer?.value);
      if (!urls.some(({ value }) => value.includes('/application/o/'))) continue;
      if (slug === undefined && (id === undefined || hidden)) continue;
      yield {
        at: login.clientId ?? login.issuer ?? login.at,
        message: `${login.label} logs in as ${id === undefined ? `an app with the slug ${slug}` : `client ${id}`}, which no blueprint here defines`,
        expected: 'an OAuth2 provider and an application with it',
        received: 'none',
        why: 'authentik refuses a client that it does not know.',
        fix: 'add the provider and the application to a blueprint, or correct the client id or the slug in the issuer',
      };
    }
  },
};
