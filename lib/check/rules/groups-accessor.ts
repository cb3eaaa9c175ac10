import { compareVersions } from '../../tree/known.ts';
import type { Rule } from '../rule.ts';

/** The field was renamed in 2026.2. */
export const groupsAccessor: Rule = {
  code: 'groups-accessor',
  severity: 'error',
  title: 'a mapping reads groups by the wrong name for this version of authentik',
  *run({ blueprints, versions }) {
    const { authentik } = versions;
    if (authentik === undefined) return;
    const renamed = compareVersions(authentik.numbers, [2026, 2]) >= 0;
    for (const model of [
      'authentik_providers_oauth2.scopemapping',
      'authentik_policies_expression.expressionpolicy',
      'authentik_providers_saml.samlpropertymapping',
    ])
      for (const entry of blueprints.of(model)) {
        const expression = entry.field('expression');
        const text = expression.text() ?? '';
        const old = /\buser\.ak_groups\b/.test(text);
        if (renamed ? !old : !/\buser\.groups\b/.test(text)) continue;
        yield {
          at: expression,
          severity: renamed ? 'warning' : 'error',
          message: `${entry.field('name').text() ?? 'a mapping'} reads user.${renamed ? 'ak_groups' : 'groups'}, but authentik is ${authentik.text}`,
          expected: renamed ? 'user.groups' : 'user.ak_groups',
          received: renamed ? 'user.ak_groups' : 'user.groups',
          why: renamed
            ? 'The field is called groups since 2026.2. The old name logs a warning at each login and is to go.'
            : "Before 2026.2 this is Django's own relation, which authentik never fills: the list is always empty, without an error.",
          fix: `write request.user.${renamed ? 'groups' : 'ak_groups'}`,
        };
      }
  },
};
