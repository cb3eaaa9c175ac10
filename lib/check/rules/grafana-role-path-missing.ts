import { grafanasOf } from '../../integrations/grafana/read.ts';
import type { Rule } from '../rule.ts';

/** Nobody can log in. */
export const grafanaRolePathMissing: Rule = {
  code: 'grafana-role-path-missing',
  severity: 'error',
  title: 'Grafana demands a role and has nothing to find one by',
  *run(repository) {
    for (const { get } of grafanasOf(repository)) {
      const strict = get('auth.generic_oauth', 'role_attribute_strict');
      if (strict?.value !== 'true' || get('auth.generic_oauth', 'role_attribute_path') !== undefined || get('auth.generic_oauth', 'org_mapping') !== undefined)
        continue;
      yield {
        at: strict,
        message: 'role_attribute_strict is true, but there is no role_attribute_path',
        expected: 'role_attribute_path',
        received: 'nothing',
        why: 'Strict refuses everyone for whom no role is found, and nothing says how to find one.',
        fix: 'write role_attribute_path with the groups of each role',
      };
    }
  },
};
