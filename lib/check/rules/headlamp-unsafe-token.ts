import { readGuardedHosts } from '../../edge/read-guarded-hosts.ts';
import { mentions } from '../../tree/walk.ts';
import type { Rule } from '../rule.ts';

/** There is nothing between visitors and that account. */
export const headlampUnsafeToken: Rule = {
  code: 'headlamp-unsafe-token',
  severity: 'error',
  title: 'Headlamp lets everybody act as its own account',
  *run({ releases, tree }) {
    for (const release of releases) {
      if (release.chart !== 'headlamp') continue;
      const unsafe = release.get('config', 'unsafeUseServiceAccountToken');
      if (unsafe.scalar() !== true) continue;
      // Behind forward-auth it is a way without OIDC at the apiserver: then somebody decided it, and the edge guards it. The way in is the
      // chart's own, or an object beside the release.
      const guarded =
        release.layers.some((layer) => mentions(layer, 'outpost.goauthentik.io') || mentions(layer, 'middlewares')) ||
        readGuardedHosts(
          tree.documents.map(({ source }) => source),
          release.object.namespace,
        ).length > 0;
      if (guarded) continue;
      yield {
        at: unsafe,
        message: 'headlamp uses its own account for every visitor',
        expected: 'OIDC, or forward-auth in front of it',
        received: 'unsafeUseServiceAccountToken: true',
        why: 'Whoever reaches the page has the rights of the account, and the audit log knows one name.',
        fix: 'log in by OIDC, or put forward-auth in front and say so in a suppression',
      };
    }
  },
};
