import type { Rule } from '../../../repository/rule.ts';
import { settingsWith } from '../../settings.ts';

export const autheliaClientsRules: readonly Rule[] = [
  {
    code: 'authelia-client-id-missing',
    severity: 'error',
    needs: [],
    title: 'a client of Authelia has no client_id',
    why: 'Authelia does not start with a client that has none.',
    symptom: "`identity_providers: oidc: clients: client '#1': option 'client_id' is required` in the log of Authelia.",
    cause: 'The entry has no `client_id` (before 4.38: `id`), or its name is misspelt.',
    fix: 'write `client_id`, with the id that the app has',
    source: '[Authelia: client_id](https://www.authelia.com/configuration/identity-providers/openid-connect/clients/#client_id)',
    *find(repository) {
      for (const { found } of settingsWith(repository, 'authelia', 'identity_providers', 'oidc')) {
        if (found.get('enabled').scalar() === false) continue;
        for (const one of found.items('clients')) {
          // A merge key may bring it.
          if (!one.get('redirect_uris').exists || one.get('client_id').exists || one.get('id').exists || one.get('<<').exists) continue;
          const unknown = one.keys().find((key) => key.endsWith('id'));
          yield {
            at: unknown === undefined ? one : one.get(unknown),
            message: `the client ${one.text('client_name') ?? one.text('description') ?? 'without a name'} of Authelia has no client_id`,
            expected: 'client_id',
            received: unknown ?? 'nothing',
          };
        }
      }
    },
  },
];
