import { grafanasOf } from '../../integrations/grafana/read.ts';
import { known } from '../../tree/known.ts';
import type { Rule } from '../rule.ts';

/** Only five words count. */
export const grafanaRoleUnknown: Rule = {
  code: 'grafana-role-unknown',
  severity: 'error',
  title: 'the role expression gives a role that Grafana does not have',
  *run(repository) {
    const roles = new Set(['none', 'viewer', 'editor', 'admin', 'grafanaadmin']);
    for (const { get } of grafanasOf(repository)) {
      const path = get('auth.generic_oauth', 'role_attribute_path');
      if (path === undefined || known(path.value) === undefined) continue;
      for (const [, role = ''] of path.value.matchAll(/&&\s*'([^']*)'/g))
        if (!roles.has(role.toLowerCase()))
          yield {
            at: path,
            message: `role_attribute_path gives the role '${role}'`,
            expected: "'None', 'Viewer', 'Editor', 'Admin' or 'GrafanaAdmin'",
            received: `'${role}'`,
            why: 'Grafana ignores a role that it does not know, or refuses the login when the setting is strict.',
            fix: 'write one of its roles',
          };
    }
  },
};
