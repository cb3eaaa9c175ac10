import { grafanasOf } from '../../integrations/grafana/read.ts';
import type { Rule } from '../rule.ts';

/** allowed_groups needs groups_attribute_path. */
export const grafanaGroupsPath: Rule = {
  code: 'grafana-groups-path',
  severity: 'error',
  title: 'Grafana filters by groups without knowing where they stand',
  *run(repository) {
    for (const { get, node } of grafanasOf(repository)) {
      const allowed = get('auth.generic_oauth', 'allowed_groups') ?? node('auth.generic_oauth', 'allowed_groups')?.seen('');
      const path = get('auth.generic_oauth', 'groups_attribute_path');
      if (allowed === undefined || (path !== undefined && path.value.trim() !== '')) continue;
      yield {
        at: path ?? allowed,
        message: 'allowed_groups is set, but groups_attribute_path is not',
        expected: 'groups_attribute_path: groups',
        received: 'nothing',
        why: 'Grafana then finds no groups at all and refuses everybody.',
        fix: 'write groups_attribute_path: groups',
      };
    }
  },
};
