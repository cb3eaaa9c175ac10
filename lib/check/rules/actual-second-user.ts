import type { Rule } from '../rule.ts';

/** New users are made by hand unless it is told otherwise. */
export const actualSecondUser: Rule = {
  code: 'actual-second-user',
  severity: 'warning',
  title: 'Actual Budget lets only its first user in',
  *run({ containers }) {
    for (const { env } of containers) {
      const url = env.get('ACTUAL_OPENID_DISCOVERY_URL');
      if (url === undefined || env.has('ACTUAL_USER_CREATION_MODE')) continue;
      yield {
        at: url.at,
        message: 'actual does not make users when they log in',
        expected: 'ACTUAL_USER_CREATION_MODE=login, or users that are made by hand',
        received: 'nothing',
        why: 'The default is manual: the second person gets openid-grant-failed.',
        fix: 'set ACTUAL_USER_CREATION_MODE to login, or to manual to say that you mean it',
      };
    }
  },
};
