import { compareVersions } from '../../tree/known.ts';
import type { Rule } from '../rule.ts';

/** A blueprint that names no grants makes a provider that answers none. */
export const grantTypesMissing: Rule = {
  code: 'grant-types-missing',
  severity: 'error',
  title: 'a provider has no grant_types',
  *run({ clients, versions }) {
    const { authentik } = versions;
    if (authentik !== undefined && compareVersions(authentik.numbers, [2026, 5]) < 0) return;
    for (const { provider, grants, label } of clients) {
      if (grants !== undefined && grants.length > 0) continue;
      if (provider.field('grant_types').tag !== undefined) continue;
      yield {
        at: !provider.field('grant_types').exists ? provider.root.get('attrs') : provider.field('grant_types'),
        severity: authentik === undefined && grants === undefined ? 'warning' : 'error',
        message: `${label} has no grant_types`,
        expected: 'grant_types: [authorization_code], and refresh_token with the scope offline_access',
        received: grants === undefined ? 'nothing' : 'an empty list',
        why: 'Since 2026.5 the list of a provider made by a blueprint is empty, and every login is refused.',
        fix: 'write grant_types: [authorization_code, refresh_token]',
      };
    }
  },
};
