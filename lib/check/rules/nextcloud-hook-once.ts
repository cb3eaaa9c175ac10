import { providerCommandsOf } from '../../integrations/nextcloud/read.ts';
import type { Rule } from '../rule.ts';

/** A change never arrives. */
export const nextcloudHookOnce: Rule = {
  code: 'nextcloud-hook-once',
  severity: 'warning',
  title: 'the login of Nextcloud is set up only once',
  *run(repository) {
    for (const { hook, script } of providerCommandsOf(repository)) {
      if (hook !== 'post-installation' && hook !== 'pre-installation') continue;
      yield {
        at: script,
        message: `the provider is set up in the hook ${hook}, which runs at the first installation alone`,
        expected: 'the hook before-starting',
        received: hook,
        why: 'A changed secret, scope or address never arrives.',
        fix: 'move it to nextcloud.hooks.before-starting: the command creates or updates',
      };
    }
  },
};
