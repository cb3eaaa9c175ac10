import { compareVersions } from '../../tree/known.ts';
import type { Rule } from '../rule.ts';

/** Unknown fields are ignored without a word. */
export const fieldTooNew: Rule = {
  code: 'field-too-new',
  severity: 'error',
  title: 'a blueprint uses a field that this version of authentik does not have',
  *run({ clients, versions }) {
    const { authentik } = versions;
    if (authentik === undefined || compareVersions(authentik.numbers, [2026, 5]) >= 0) return;
    for (const { redirects, label } of clients)
      for (const { at, use } of redirects ?? [])
        if (use === 'logout')
          yield {
            at: at.get('redirect_uri_type'),
            message: `${label} has a redirect URI for logout, which authentik ${authentik.text} takes for one to log in`,
            expected: 'authentik 2026.5, or no such entry',
            received: 'redirect_uri_type: logout',
            why: 'The type of a redirect URI is new in 2026.5. Before, the field is ignored, and codes may go to the address.',
            fix: 'take the entry out until authentik is 2026.5',
          };
  },
};
