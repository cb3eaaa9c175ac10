import type { Rule } from '../../repository/rule.ts';
import { compareVersions, numbersOf } from '../../tree/known.ts';

export const homepageRules: readonly Rule[] = [
  {
    code: 'homepage-allowed-hosts',
    severity: 'error',
    needs: ['app'],
    title: 'Homepage rejects every request',
    why: 'Homepage refuses every request with "Host validation failed".',
    symptom: '"Host validation failed".',
    cause: '`HOMEPAGE_ALLOWED_HOSTS` is required since 1.0.',
    fix: 'set `HOMEPAGE_ALLOWED_HOSTS` to the host of its Ingress',
    more: 'The probes need `$(MY_POD_IP):3000` besides.',
    source: '[homepage: installation](https://gethomepage.dev/installation/)',
    *find({ containers, secrets }) {
      for (const { image, tag, imageAt, env, hidden, release, object } of containers) {
        if (!image.endsWith('gethomepage/homepage') || env.has('HOMEPAGE_ALLOWED_HOSTS') || hidden) continue;
        // A chart may take the variables of a Secret by a name of its own.
        if (secrets.all.some(({ namespace, keys }) => namespace === object.namespace && keys?.has('HOMEPAGE_ALLOWED_HOSTS') === true)) continue;
        const numbers = numbersOf(tag);
        if (numbers !== undefined && compareVersions(numbers, [1, 0]) < 0) continue;
        yield {
          at: imageAt,
          // A chart that is made for homepage may set it by itself, and a digest may be of a version before 1.0.
          isSure: (release === undefined || release.chart === 'app-template') && (numbers !== undefined || /^(?:latest|main|dev)\b/.test(tag)),
          message: 'Homepage has no HOMEPAGE_ALLOWED_HOSTS',
          expected: 'HOMEPAGE_ALLOWED_HOSTS with its public host, and $(MY_POD_IP):3000 for probes',
          received: 'nothing',
        };
      }
    },
  },
];
