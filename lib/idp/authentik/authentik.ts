import { authentikUpgrade } from '../../contract/versions.ts';
import { defined } from '../../tree/defined.ts';
import type { IdpEnd } from '../../login/idp-end.ts';
import type { Reader } from '../../manifest/reader.ts';
import type { Manifests } from '../../tree/manifests.ts';
import type { IdentityProvider } from '../identity-provider.ts';
import { authentikBreaking } from './breaking.ts';
import { authentikCharts } from './charts.ts';
import { authentikFacts } from './facts.ts';
import { fileSecretOf, identitySecretOf } from './identity-secret.ts';
import { importExport } from './import-export.ts';
import { importTerraform } from './import-terraform.ts';
import { groupFactsOf, removedIn, renamedIn } from './read-groups.ts';
import { type Client, isClient, readBlueprints, readClients, readIdentityEnds } from './read.ts';
import { terraformClients } from './terraform-clients.ts';

/** authentik, set up by blueprints: what is read of it. */
export const authentik: IdentityProvider = {
  facts: authentikFacts,
  breaking: authentikBreaking,
  upgrade: authentikUpgrade,
  charts: authentikCharts,
  imports: { export: importExport, state: importTerraform },
  read(manifests) {
    const blueprints = readBlueprints(manifests);
    const groups = blueprints.of('authentik_core.group');
    return {
      clients: [...readClients(manifests).map((client) => withSecrets(client, manifests)), ...terraformClients(manifests)],
      guards: readIdentityEnds(manifests).filter(({ protocol }) => protocol === 'forward-auth'),
      others: readIdentityEnds(manifests).filter((end) => !isClient(end) && end.protocol !== 'forward-auth'),
      groups: groups.flatMap((entry) => entry.field('name').text() ?? []),
      groupFacts: groupFactsOf(blueprints),
      renamedGroups: renamedIn(blueprints, 'authentik_core.group', 'name'),
      renamedApps: renamedIn(blueprints, 'authentik_core.application', 'slug'),
      people: blueprints.of('authentik_core.user').flatMap((entry) => entry.field('username').text() ?? []),
      removed: removedIn(blueprints),
    };
  },
};

function withSecrets(client: Client, manifests: Manifests): IdpEnd {
  const { provider, place } = client;
  const secret = provider.field('client_secret');
  return {
    ...client,
    ...defined({
      clientSecret: ifNamed(identitySecretOf(client, manifests.containers), secret, manifests),
      clientIdSecret: identitySecretOf({ provider, ...defined({ secret: fileSecretOf(provider.field('client_id')) }) }, manifests.containers, 'client_id'),
      clientIdMissing: provider.field('client_id').exists ? undefined : place,
      // The packaged mapping of profile carries groups.
      groupsComeWith: client.scopes?.some(({ name, managed }) => name === 'profile' && managed) === true ? 'profile' : undefined,
      literalSecret: secret.tag === undefined ? secret.locatedText() : undefined,
    }),
  };
}

/** The folder of a file has the name of its Secret where authentik's chart mounts it. Elsewhere it may have any: only a Secret of that name is the one. */
function ifNamed(secret: ReturnType<typeof identitySecretOf>, field: Reader, { secrets }: Pick<Manifests, 'secrets'>): typeof secret {
  const path = field.tag === '!File' ? (field.text() ?? field.items()[0]?.text() ?? '') : undefined;
  if (secret === undefined || secret.ours || path === undefined || path.startsWith('/blueprints/mounted/secret-')) return secret;
  return secrets.find(secret.namespace, secret.name) === undefined ? undefined : secret;
}
