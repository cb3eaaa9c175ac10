import { providerCommandsOf } from '../../integrations/nextcloud/read.ts';
import type { Rule } from '../rule.ts';

/** It then only prints the provider. */
export const nextcloudSecretAlone: Rule = {
  code: 'nextcloud-secret-alone',
  severity: 'error',
  title: 'occ gets a client secret and nothing else to change',
  *run(repository) {
    for (const { options, script } of providerCommandsOf(repository)) {
      const secret = options.get('clientsecret-env') ?? options.get('clientsecret-file');
      if (secret === undefined || options.has('clientid')) continue;
      yield {
        at: secret.at.path === '' ? script : secret,
        message: 'user_oidc:provider gets its secret from a variable or file, but no --clientid',
        expected: '--clientid beside it',
        received: 'nothing',
        why: 'The command takes that for a question and prints the provider: a new secret never arrives.',
        fix: 'pass --clientid as well',
      };
    }
  },
};
