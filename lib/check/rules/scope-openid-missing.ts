import type { Rule } from '../rule.ts';

/** Without it there is no id token. */
export const scopeOpenidMissing: Rule = {
  code: 'scope-openid-missing',
  severity: 'error',
  title: 'a provider does not map the scope openid',
  *run({ clients }) {
    for (const { provider, scopes, scopesComplete, label } of clients) {
      if (!scopesComplete || scopes?.some(({ name }) => name === 'openid') === true) continue;
      const mappings = provider.field('property_mappings');
      if (mappings.tag !== undefined) continue;
      yield {
        at: !mappings.exists ? provider.root.get('attrs') : mappings,
        message: `${label} ${scopes === undefined ? 'has no property_mappings' : 'does not map the scope openid'}`,
        expected: 'the mapping goauthentik.io/providers/oauth2/scope-openid',
        received: scopes === undefined ? 'nothing' : scopes.map(({ name }) => name).join(', '),
        why: 'Only mapped scopes are given. Without openid there is no id token, and userinfo answers 403.',
        fix: 'add !Find [authentik_providers_oauth2.scopemapping, [managed, goauthentik.io/providers/oauth2/scope-openid]] to property_mappings',
      };
    }
  },
};
