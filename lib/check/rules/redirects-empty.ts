import type { Rule } from '../rule.ts';

/** The first address that is used is then taken for the right one. */
export const redirectsEmpty: Rule = {
  code: 'redirects-empty',
  severity: 'error',
  title: 'a provider has no redirect URIs',
  *run({ clients }) {
    for (const { provider, label } of clients) {
      const list = provider.field('redirect_uris');
      if (list.tag !== undefined || list.items().length > 0) continue;
      const grants = provider
        .field('grant_types')
        .items()
        .map((one) => one.text());
      if (grants.length > 0 && !grants.some((grant) => grant === 'authorization_code' || grant === 'implicit' || grant === 'hybrid')) continue;
      const old = list.text() !== undefined;
      yield {
        at: !list.exists ? provider.root.get('attrs') : list,
        message: old ? `${label} has redirect_uris as text, which authentik takes no longer` : `${label} has no redirect_uris`,
        expected: 'a list of { matching_mode, url }',
        received: old ? 'text' : 'none',
        why: old
          ? 'Since 2024.12 each redirect URI is an object; the blueprint is refused.'
          : 'authentik keeps the first address that anybody uses, whoever it is.',
        fix: 'write redirect_uris: [{ matching_mode: strict, url: https://… }]',
      };
    }
  },
};
