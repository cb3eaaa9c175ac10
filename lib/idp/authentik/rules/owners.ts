import { known } from '../../../tree/known.ts';
import { areStages } from '../../../tree/stages.ts';
import type { Rule } from '../../../repository/rule.ts';
import type { Client } from '../read.ts';
import { forAuthentik } from '../repository.ts';

export const ownersOfClientsRules: readonly Rule[] = forAuthentik([
  {
    code: 'client-defined-twice',
    severity: 'warning',
    title: 'two blueprints define the same client differently',
    why: 'authentik applies each blueprint separately. The last one wins until the other one is applied again. It does not save a second provider with the same client id at all.',
    symptom: 'A login works until authentik applies the other blueprint, redirect URIs or scopes change back, or a blueprint has the state `error`.',
    cause:
      'Two blueprints have the same client id or provider name with different settings. Often pinout now writes a client that was not removed from the old blueprint. Two providers with different names and the same client id in one cluster are an error: client ids are unique in authentik.',
    fix: 'define the client in one of the two blueprints only',
    more: 'authentik does not delete an object when it disappears from a blueprint.\n\n**Not reported.** Blueprints with the same settings, entries with `state: created` or `absent`, and files of different stages.',
    source:
      '[goauthentik/authentik: authentik/providers/oauth2/models.py](https://github.com/goauthentik/authentik/blob/main/authentik/providers/oauth2/models.py)',
    *find({ clients }) {
      const first = new Map<string, Client>();
      for (const client of clients) {
        const { provider } = client;
        if (provider.root.get('state').text() === 'created') continue;
        const id = known(client.clientId?.value);
        const name = known(provider.field('name').text());
        for (const [what, value] of [
          ['client id', id],
          ['name', name],
        ] as const) {
          const key = `${what} ${value ?? ''}`;
          const other = value === undefined ? undefined : first.get(key);
          if (value === undefined || other === undefined) {
            if (value !== undefined) first.set(key, client);
            continue;
          }
          const [mine, theirs] = [client.provider.blueprint, other.provider.blueprint];
          if (mine === theirs || (mine.map === undefined && areStages(mine.file, theirs.file))) continue;
          const named = known(other.provider.field('name').text());
          const refused = what === 'client id' && name !== undefined && named !== undefined && name !== named;
          yield {
            at: provider.field(what === 'name' ? 'name' : 'client_id'),
            ...(refused && mine.map !== undefined && theirs.map !== undefined ? { severity: 'error' as const } : {}),
            message: `the ${what} ${value} is also in ${theirs.file}${refused ? `, for the provider ${named}` : ', with other settings'}`,
            expected: 'one blueprint per client',
            received: `${mine.file} and ${theirs.file}`,
          };
          break;
        }
      }
    },
  },
]);
