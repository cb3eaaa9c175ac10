import { providerCommandsOf } from '../../integrations/nextcloud/read.ts';
import type { Rule } from '../rule.ts';

/** Group provisioning without a filter owns every group. */
export const nextcloudGroupsUnfiltered: Rule = {
  code: 'nextcloud-groups-unfiltered',
  severity: 'error',
  title: 'Nextcloud takes people out of all their local groups',
  *run(repository) {
    for (const { options } of providerCommandsOf(repository)) {
      const provisioning = options.get('group-provisioning');
      const regex = options.get('group-whitelist-regex');
      if (provisioning?.value !== '1' || (regex !== undefined && regex.value !== '')) continue;
      yield {
        at: provisioning,
        message: 'user_oidc provisions groups without group-whitelist-regex',
        expected: '--group-whitelist-regex',
        received: 'nothing',
        why: 'At each login the user is taken out of every local group that the token does not name, also out of admin.',
        fix: 'add --group-whitelist-regex with the groups that authentik owns, for example "/^nextcloud-/"',
      };
    }
  },
};
