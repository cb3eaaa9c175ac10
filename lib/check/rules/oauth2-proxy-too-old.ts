import { oauth2ProxiesOf } from '../../integrations/oauth2-proxy/read.ts';
import { compareVersions, numbersOf } from '../../tree/known.ts';
import type { Rule } from '../rule.ts';

/** Two ways past it were closed in 7.15.2. */
export const oauth2ProxyTooOld: Rule = {
  code: 'oauth2-proxy-too-old',
  severity: 'error',
  title: 'this oauth2-proxy can be walked around',
  *run(repository) {
    for (const { container, flags } of oauth2ProxiesOf(repository)) {
      const numbers = numbersOf(container.tag);
      if (numbers === undefined || flags.size === 0 || compareVersions(numbers, [7, 15, 2]) >= 0) continue;
      yield {
        at: container.imageAt,
        message: `oauth2-proxy ${container.tag} can be walked around`,
        expected: 'v7.15.2 or newer',
        received: container.tag,
        why: 'A forged X-Forwarded-Uri, or the user agent of a health check, passes without a login.',
        fix: 'use v7.15.2 or newer, and set --trusted-proxy-ip',
      };
    }
  },
};
