import { grafanasOf } from '../../integrations/grafana/read.ts';
import type { Rule } from '../rule.ts';

/** Who may set an address becomes whoever has it. */
export const grafanaEmailLookup: Rule = {
  code: 'grafana-email-lookup',
  severity: 'error',
  title: 'Grafana takes over accounts by their e-mail address',
  *run(repository) {
    for (const { get } of grafanasOf(repository)) {
      const lookup = get('auth', 'oauth_allow_insecure_email_lookup');
      if (lookup?.value !== 'true') continue;
      yield {
        at: lookup,
        message: 'oauth_allow_insecure_email_lookup is on',
        expected: 'false',
        received: 'true',
        why: 'A user of authentik who has the address of an account in Grafana becomes that account, also the local administrator.',
        fix: 'write oauth_allow_insecure_email_lookup: false, and delete accounts that stand in the way once',
      };
    }
  },
};
