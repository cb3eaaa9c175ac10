import { defined } from '../../tree/defined.ts';
import type { IdentityProvider } from '../identity-provider.ts';
import { authentikFacts } from './facts.ts';
import { fileSecretOf, identitySecretOf } from './identity-secret.ts';
import { isClient, readBlueprints, readClients, readIdentityEnds } from './read.ts';

/** authentik, set up by blueprints: what is read of it. */
export const authentik: IdentityProvider = {
  facts: authentikFacts,
  read(manifests) {
    const groups = readBlueprints(manifests).of('authentik_core.group');
    return {
      clients: readClients(manifests).map((client) => {
        const { provider, place } = client;
        const secret = provider.field('client_secret');
        return {
          ...client,
          ...defined({
            clientSecret: identitySecretOf(client, manifests.containers),
            clientIdSecret: identitySecretOf(
              { provider, ...defined({ secret: fileSecretOf(provider.field('client_id')) }) },
              manifests.containers,
              'client_id',
            ),
            clientIdMissing: provider.field('client_id').exists ? undefined : place,
            // The packaged mapping of profile carries groups.
            groupsComeWith: client.scopes?.some(({ name, managed }) => name === 'profile' && managed) === true ? 'profile' : undefined,
            literalSecret: secret.tag === undefined ? secret.seenText() : undefined,
          }),
        };
      }),
      guards: readIdentityEnds(manifests).filter(({ protocol }) => protocol === 'forward-auth'),
      others: readIdentityEnds(manifests).filter((end) => !isClient(end) && end.protocol !== 'forward-auth'),
      groups: groups.flatMap((entry) => entry.field('name').text() ?? []),
    };
  },
};
