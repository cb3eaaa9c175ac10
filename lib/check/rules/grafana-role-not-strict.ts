import { grafanasOf } from '../../integrations/grafana/read.ts';
import { catchAllOf } from '../../integrations/grafana/read.ts';
import type { Rule } from '../rule.ts';

/** Without the strict setting they get the default role. */
export const grafanaRoleNotStrict: Rule = {
  code: 'grafana-role-not-strict',
  severity: 'info',
  title: 'Grafana lets people in whom no role expression matches',
  *run(repository) {
    for (const { get } of grafanasOf(repository)) {
      const path = get('auth.generic_oauth', 'role_attribute_path');
      const strict = get('auth.generic_oauth', 'role_attribute_strict');
      if (path === undefined || strict?.value === 'true' || catchAllOf(path.value) !== undefined) continue;
      yield {
        at: strict ?? path,
        message: 'role_attribute_strict is not true: whoever gets no role from the expression gets the default one',
        expected: 'role_attribute_strict: true',
        received: strict?.value ?? 'nothing',
        why: 'A missing claim then looks like a role.',
        fix: 'write role_attribute_strict: true',
      };
    }
  },
};
