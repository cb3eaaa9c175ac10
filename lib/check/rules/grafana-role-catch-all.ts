import { grafanasOf } from '../../integrations/grafana/read.ts';
import { catchAllOf } from '../../integrations/grafana/read.ts';
import type { Rule } from '../rule.ts';

/** A role at the end of the expression hides that groups are missing. */
export const grafanaRoleCatchAll: Rule = {
  code: 'grafana-role-catch-all',
  severity: 'warning',
  title: 'Grafana gives a role to whoever matches nothing',
  *run(repository) {
    for (const { get } of grafanasOf(repository)) {
      const path = get('auth.generic_oauth', 'role_attribute_path');
      const role = path === undefined || !/\bgroups\b/.test(path.value) ? undefined : catchAllOf(path.value);
      if (path === undefined || role === undefined || role === 'None') continue;
      yield {
        at: path,
        severity: /admin|editor/i.test(role) ? 'error' : 'warning',
        message: `role_attribute_path ends in '${role}' for everybody else`,
        expected: 'an expression that gives nothing to others, and role_attribute_strict: true',
        received: `|| '${role}'`,
        why: 'Grafana asks the id token first, with an empty list of groups when it has none; a role at the end then always wins and userinfo is never asked.',
        fix: `take || '${role}' away, name the groups that get it, and write role_attribute_strict: true`,
      };
    }
  },
};
