import { known } from '../../tree/known.ts';
import { allows } from '../../idp/authentik/redirects.ts';
import type { Rule } from '../rule.ts';

/** What the app sends must be on the list. */
export const redirectMissing: Rule = {
  code: 'redirect-missing',
  severity: 'error',
  title: 'the app sends a redirect URI that the identity provider does not allow',
  *run({ pairs }) {
    for (const { login, client } of pairs.all) {
      if (client.redirects === undefined || client.redirects.length === 0) continue;
      for (const sent of login.redirects ?? []) {
        const url = known(sent.value.url);
        if (url === undefined || client.redirects.some((one) => allows(one, url))) continue;
        yield {
          at: sent,
          message: `${login.label} sends the redirect URI ${url}, which the identity provider does not allow`,
          expected: `${url} among redirect_uris of ${client.label}`,
          received: client.redirects.map((one) => one.url).join(', '),
          why: 'authentik compares whole strings: scheme, host, port, path and the slash at the end.',
          fix: `add { matching_mode: strict, url: ${url} } to redirect_uris in ${client.provider.blueprint.file}, or correct the address in the app`,
        };
      }
    }
  },
};
