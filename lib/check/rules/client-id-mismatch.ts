import { known } from '../../tree/known.ts';
import type { Rule } from '../rule.ts';

/** Both ends name a client: it must be one. */
export const clientIdMismatch: Rule = {
  code: 'client-id-mismatch',
  severity: 'error',
  title: 'the app names another client than the identity provider has for it',
  *run({ pairs }) {
    for (const { login, client, by } of pairs.all) {
      const own = known(login.clientId?.value);
      if (own !== undefined && !client.provider.field('client_id').exists && login.app !== 'kube-apiserver')
        yield {
          at: client.provider.root.get('attrs'),
          message: `${client.label} has no client_id, so authentik makes one up, and ${login.label} names ${own}`,
          expected: own,
          received: 'nothing',
          why: 'A provider without client_id gets a random one.',
          fix: `write client_id: ${own}`,
        };
      const theirs = known(client.clientId?.value);
      if (by === 'client-id' || login.app === 'kube-apiserver' || own === undefined || theirs === undefined || own === theirs) continue;
      yield {
        at: login.clientId!,
        message: `${login.label} is client ${own}, but the identity provider knows ${client.label} as ${theirs}`,
        expected: theirs,
        received: own,
        why: 'authentik finds the client by its id: an unknown one ends the login before it starts.',
        fix: `write the client id ${theirs}, or change client_id in ${client.provider.blueprint.file}`,
      };
    }
  },
};
