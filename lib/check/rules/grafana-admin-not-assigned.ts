import { grafanasOf } from '../../integrations/grafana/read.ts';
import type { Rule } from '../rule.ts';

/** It becomes Admin of one organisation. */
export const grafanaAdminNotAssigned: Rule = {
  code: 'grafana-admin-not-assigned',
  severity: 'warning',
  title: 'GrafanaAdmin is given, but Grafana may not assign it',
  *run(repository) {
    for (const { get } of grafanasOf(repository)) {
      const path = get('auth.generic_oauth', 'role_attribute_path');
      const allow = get('auth.generic_oauth', 'allow_assign_grafana_admin');
      if (path === undefined || !/'GrafanaAdmin'/i.test(path.value) || allow?.value === 'true') continue;
      yield {
        at: allow ?? path,
        message: "role_attribute_path gives 'GrafanaAdmin', but allow_assign_grafana_admin is not true",
        expected: 'allow_assign_grafana_admin: true',
        received: allow?.value ?? 'nothing',
        why: 'Such users become Admin of the organisation and cannot administer the server.',
        fix: "write allow_assign_grafana_admin: true, or give 'Admin'",
      };
    }
  },
};
