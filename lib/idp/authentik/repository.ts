import type { Pairs } from '../../repository/pairs.ts';
import type { Repository } from '../../repository/repository.ts';
import type { Report, Rule } from '../../repository/rule.ts';
import type { Blueprints } from './read-blueprints.ts';
import { type Client, readBlueprints } from './read.ts';

/** What authentik's own rules judge: its blueprints, its clients, and the logins that have one of them as other end. */
export interface AuthentikRepository extends Repository {
  readonly blueprints: Blueprints;
  readonly clients: readonly Client[];
  readonly pairs: Pairs<Client>;
}

type AuthentikRule = Omit<Rule, 'find'> & { readonly find: (repository: AuthentikRepository) => Iterable<Report> };

/** Rules about authentik, as `check` runs them. */
export function forAuthentik(rules: readonly AuthentikRule[]): readonly Rule[] {
  return rules.map((rule) => ({ ...rule, find: (repository) => rule.find(viewOf(repository)) }));
}

const isOurs = (client: Repository['clients'][number]): client is Client => client.idp === 'authentik';
const views = new WeakMap<Repository, AuthentikRepository>();

function viewOf(repository: Repository): AuthentikRepository {
  const before = views.get(repository);
  if (before !== undefined) return before;
  const { clients, pairs } = repository;
  const view: AuthentikRepository = {
    ...repository,
    blueprints: readBlueprints(repository),
    clients: clients.filter(isOurs),
    pairs: {
      all: pairs.all.flatMap(({ client, ...rest }) => (isOurs(client) ? [{ ...rest, client }] : [])),
      lonelyLogins: pairs.lonelyLogins,
      lonelyClients: pairs.lonelyClients.filter(isOurs),
    },
  };
  views.set(repository, view);
  return view;
}
