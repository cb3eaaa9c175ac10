import { providerCommandsOf } from '../../integrations/nextcloud/read.ts';
import type { Rule } from '../rule.ts';

/** unique-uid and a group filter do not go together. */
export const nextcloudUniqueUid: Rule = {
  code: 'nextcloud-unique-uid',
  severity: 'warning',
  title: 'Nextcloud hashes the names by which it filters groups',
  *run(repository) {
    for (const { options, script } of providerCommandsOf(repository)) {
      const groups = options.has('group-whitelist-regex') || options.get('group-provisioning')?.value === '1';
      const unique = options.get('unique-uid');
      if (!groups || unique?.value === '0') continue;
      yield {
        at: unique ?? options.get('group-whitelist-regex') ?? script,
        message: 'user_oidc provisions groups with unique-uid=1',
        expected: '--unique-uid=0',
        received: unique?.value ?? 'the default 1',
        why: 'Ids of users and groups become hashes: the filter is then tried on the hash, so that nobody ever leaves a group, and a group named admin is not the group of administrators.',
        fix: 'write --unique-uid=0',
      };
    }
  },
};
