import { providerCommandsOf } from '../../integrations/nextcloud/read.ts';
import { mentions } from '../../tree/walk.ts';
import type { Rule } from '../rule.ts';

/** Behind the proxy it sees http. */
export const nextcloudHttps: Rule = {
  code: 'nextcloud-https',
  severity: 'error',
  title: 'Nextcloud does not know that it is reached by https',
  *run(repository) {
    for (const { container, script } of providerCommandsOf(repository)) {
      const { release, env } = container;
      if (release === undefined || env.get('OVERWRITEPROTOCOL')?.value?.value === 'https' || release.get('phpClientHttpsFix', 'enabled').scalar() === true)
        continue;
      if (release.layers.some((layer) => mentions(layer, 'overwriteprotocol'))) continue;
      yield {
        at: script,
        message: 'nextcloud is not told that it is reached by https',
        expected: 'OVERWRITEPROTOCOL=https',
        received: 'nothing',
        why: 'The image replaces the address of the proxy, so that X-Forwarded-Proto is ignored: the login is refused, or the redirect URI starts with http.',
        fix: 'set the variable OVERWRITEPROTOCOL to https in nextcloud.extraEnv, or phpClientHttpsFix.enabled',
      };
    }
  },
};
