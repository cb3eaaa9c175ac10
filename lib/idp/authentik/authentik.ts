import { authentikUpgrade } from './upgrade.ts';
import { defined } from '../../tree/defined.ts';
import type { IdpEnd } from '../../login/idp-end.ts';
import type { Reader } from '../../manifest/reader.ts';
import type { Manifests } from '../../tree/manifests.ts';
import type { IdentityProvider } from '../identity-provider.ts';
import { authentikBreaking, authentikFacts } from './facts.ts';
import { authentikCharts } from './charts.ts';
import { fileSecretOf, identitySecretOf } from './identity-secret.ts';
import { importExport } from './import-export.ts';
import { importTerraform } from './import-terraform.ts';
import { type Client, isClient, readBlueprints, readClients, readIdentityEnds } from './read.ts';
import { terraformClients, terraformGuards } from './terraform-clients.ts';
import type { Located } from '../../contract/observed.ts';
import type { IdpGroup, Renamed } from '../../login/gate.ts';
import type { Blueprints, Entry } from './read-blueprints.ts';

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
      guards: [...readIdentityEnds(manifests).filter(({ protocol }) => protocol === 'forward-auth'), ...terraformGuards(manifests)],
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

const group = 'authentik_core.group';

/** Groups of the blueprints, with those that are in them. Several entries for one group add up. */
function groupFactsOf(blueprints: Blueprints): IdpGroup[] {
  const nameIn = (node: Reader, entry: Entry, field: string): string | undefined => {
    const target = blueprints.target(node, entry);
    if (target?.kind === 'entry') return target.entry.field(field).text();
    return target?.kind === 'elsewhere' && target.field === field ? target.value : undefined;
  };
  return blueprints.of(group).flatMap((entry): IdpGroup[] => {
    const name = entry.field('name').locatedText();
    if (name === undefined) return [];
    // `parents` since 2025.12, one `parent` before.
    const parents = [...entry.field('parents').items(), entry.field('parent')].flatMap((one) => (one.exists ? (nameIn(one, entry, 'name') ?? []) : []));
    const members = entry
      .field('users')
      .items()
      .flatMap((one): Located<string>[] => {
        const user = nameIn(one, entry, 'username');
        return user === undefined ? [] : [one.located(user)];
      });
    const superuser = entry.field('is_superuser');
    return [{ name, parents, members, ...(superuser.scalar() === true ? { superuser: superuser.located(undefined) } : {}) }];
  });
}

/** Objects that are found by one name and given another. @param named the field that holds it */
function renamedIn(blueprints: Blueprints, model: string, named: string): Renamed[] {
  return blueprints.all.flatMap(({ entries }) =>
    entries.flatMap((entry): Renamed[] => {
      if (entry.absent || entry.model !== model) return [];
      const to = entry.root.get('attrs', named).locatedText();
      const [from] = namesIn(entry.root.get('identifiers', 'pk'), model, named);
      return to === undefined || from === undefined || from === to.value ? [] : [{ from, to }];
    }),
  );
}

/** Names that `!Find` looks for. */
function namesIn(node: Reader, model: string, named: string): string[] {
  const [of, ...conditions] = node.items();
  if (node.tag !== '!Find' || of?.text() !== model) return [];
  return conditions.flatMap((one) => {
    const [field, value] = one.items();
    return field?.text() === named ? (value?.text() ?? []) : [];
  });
}

/** Applications that the blueprints take away. */
function removedIn(blueprints: Blueprints): Located<string>[] {
  return blueprints.all.flatMap(({ entries }) =>
    entries.flatMap((entry) => (entry.absent && entry.model === 'authentik_core.application' ? (entry.field('slug').locatedText() ?? []) : [])),
  );
}
