import type { IdpEnd } from '../login/idp-end.ts';
import { pairsOf } from '../repository/pairs.ts';
import { servedHosts } from '../repository/served-hosts.ts';
import type { Repository } from '../repository/repository.ts';
import { originsOfClient, originsOfLogin } from '../repository/secret-origins.ts';

/**
 * Clusters of one repository that have no clients of their own log in at the identity provider of another: one authentik for all clusters, or parts of one
 * cluster that were taken for several.
 */
export function withSharedClients(repositories: readonly Repository[]): Repository[] {
  const owners = new Map<IdpEnd, Repository>(repositories.flatMap((repository) => repository.clients.map((client) => [client, repository] as const)));
  if (repositories.length < 2 || owners.size === 0) return [...repositories];
  const clients = [...owners.keys()];
  const groups = new Set(repositories.flatMap((one) => [...one.groups]));
  const groupFacts = repositories.flatMap((one) => one.groupFacts);
  const idpHosts = new Map(repositories.flatMap((one) => [...one.idpHosts]));
  return repositories.map((repository): Repository => {
    if (repository.clients.length > 0 || repository.logins.all.length === 0) return repository;
    const pairs = pairsOf(repository.logins.all, clients, {
      ofLogin: (login) => originsOfLogin(login, repository),
      ofClient: (client) => originsOfClient(client, owners.get(client)!),
      hostsOf: servedHosts(repository),
    });
    // What a client lacks is judged where it is, and its Secrets are there too: here only what both ends say is compared.
    const all = pairs.all.map((pair) => ({ ...pair, client: withoutSecrets(pair.client) }));
    return { ...repository, groups, groupFacts, idpHosts, pairs: { ...pairs, all, unpairedClients: [] } };
  });
}

const secrets: readonly string[] = ['clientSecret', 'clientIdSecret', 'makes'] satisfies (keyof IdpEnd)[];

const withoutSecrets = (client: IdpEnd): IdpEnd =>
  Object.fromEntries(Object.entries(client).filter(([field]) => !secrets.includes(field))) as unknown as IdpEnd;
