import { grafanasOf } from '../../integrations/grafana/read.ts';
import type { Rule } from '../rule.ts';

/** A session of Grafana that never asks the identity provider again. */
export const refreshTokenUnused: Rule = {
  code: 'refresh-token-unused',
  severity: 'warning',
  title: 'Grafana asks for offline_access but does not use refresh tokens',
  *run(repository) {
    for (const { get, at } of grafanasOf(repository)) {
      const scopes = get('auth.generic_oauth', 'scopes');
      const use = get('auth.generic_oauth', 'use_refresh_token');
      if (scopes?.value.split(/[\s,]+/).includes('offline_access') !== true || use?.value === 'true') continue;
      yield {
        at: use ?? scopes ?? at,
        message: 'Grafana asks for the scope offline_access, but use_refresh_token is not true',
        expected: 'use_refresh_token: true',
        received: use?.value ?? 'nothing',
        why: 'Without it a session lives up to 30 days, whatever happens to the account at the identity provider.',
        fix: 'write use_refresh_token: true, or leave offline_access out',
      };
    }
  },
};
