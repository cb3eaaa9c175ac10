import { providerCommandsOf } from '../../integrations/nextcloud/read.ts';
import { insideAddresses } from '../../tree/inside-addresses.ts';
import { hostOf } from '../../tree/known.ts';
import { mentions } from '../../tree/walk.ts';
import type { Rule } from '../rule.ts';

/** Its HTTP client refuses private addresses. */
export const nextcloudPrivateAddress: Rule = {
  code: 'nextcloud-private-address',
  severity: 'error',
  title: 'Nextcloud may not ask an identity provider at home',
  *run(repository) {
    for (const { container, options, script } of providerCommandsOf(repository)) {
      const { release } = container;
      if (release === undefined || release.layers.some((layer) => mentions(layer, 'allow_local_remote_servers'))) continue;
      const host = hostOf(options.get('discoveryuri')?.value);
      const at = options.get('discoveryuri') ?? script.seen(undefined);
      const sure = host !== undefined && insideAddresses(repository).has(host);
      yield {
        at,
        severity: sure ? 'error' : 'info',
        message: `nextcloud does not set allow_local_remote_servers${sure ? `, and ${host} is at a private address from inside` : ''}`,
        expected: "'allow_local_remote_servers' => true, when the identity provider resolves to a private address",
        received: 'nothing',
        why: 'Its HTTP client refuses 10/8, 172.16/12, 192.168/16 and addresses of the cluster, whatever the network allows.',
        fix: "add 'allow_local_remote_servers' => true to a file of nextcloud.configs",
      };
    }
  },
};
