import { known } from '../../../tree/known.ts';
import { areStages } from '../../../tree/stages.ts';
import type { Rule } from '../../../repository/rule.ts';
import type { Client } from '../read.ts';
import { forAuthentik } from '../repository.ts';

export const ownersOfClientsRules: readonly Rule[] = forAuthentik([
  {
    code: 'client-defined-twice',
    severity: 'warning',
    title: 'two blueprints define one client, and they do not agree',
    why: 'authentik applies each on its own: the last one wins, until the other one is applied again. A second provider with the same client id it does not save at all.',
    fix: 'keep one of the two blueprints, or the one client in it',
    page: {
      symptom: 'A login works until authentik applies the other blueprint; redirect URIs or scopes change back; a blueprint has the state `error`.',
      cause:
        'The client id, or the name of the provider, stands in two blueprints that say different things about it: a client that pinout writes now was not taken out of the blueprint that made it before. Two providers with different names and one client id in blueprints of one cluster are an error: client ids are unique in authentik.',
      fix: 'Delete the client in one of the two. An object is not deleted in authentik when it disappears from a blueprint.',
      more: '**What is not meant.** Blueprints that agree, entries with `state: created` or `absent`, and files of different stages.',
      source:
        '[goauthentik/authentik: authentik/providers/oauth2/models.py](https://github.com/goauthentik/authentik/blob/main/authentik/providers/oauth2/models.py)',
    },
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
            message: `the ${what} ${value} stands in ${theirs.file} too${refused ? `, for the provider ${named}` : ', with other settings'}`,
            expected: 'one blueprint for each client',
            received: `${mine.file} and ${theirs.file}`,
          };
          break;
        }
      }
    },
  },
]);
