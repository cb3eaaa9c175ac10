import type { IdpEnd } from '../../login/idp-end.ts';
import type { LoginEnd } from '../../login/login-end.ts';
import { identityReference } from './reference.ts';
import type { Pairs } from '../../repository/pairs.ts';
import type { Repository } from '../../repository/repository.ts';
import type { Report, Rule } from '../../repository/rule.ts';
import { hostOf } from '../../tree/known.ts';
import { authentikFacts } from './facts.ts';
import type { Blueprints } from './read-blueprints.ts';
import { type Client, readBlueprints } from './read.ts';

/** What authentik's own rules judge: its blueprints, its clients, and the logins that go to it. */
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

const isOurs = ({ idp }: IdpEnd): boolean => idp === authentikFacts;
/** One of a blueprint: of what Terraform makes only the client is known. */
const isWritten = (client: IdpEnd): client is Client => isOurs(client) && 'provider' in client;
const views = new WeakMap<Repository, AuthentikRepository>();

function viewOf(repository: Repository): AuthentikRepository {
  const before = views.get(repository);
  if (before !== undefined) return before;
  const { clients, pairs, logins } = repository;
  const goes = goesToAuthentik(repository);
  const view: AuthentikRepository = {
    ...repository,
    blueprints: readBlueprints(repository),
    clients: clients.filter(isWritten),
    logins: { ...logins, all: logins.all.filter(goes) },
    pairs: {
      all: pairs.all.flatMap(({ client, ...rest }) => (isWritten(client) ? [{ ...rest, client }] : [])),
      unpairedLogins: pairs.unpairedLogins.filter(goes),
      unpairedClients: pairs.unpairedClients.filter(isWritten),
    },
  };
  views.set(repository, view);
  return view;
}

/**
 * Whether a login goes to authentik: its client is one, or its addresses are authentik's. A login that names no address goes there when authentik is
 * the only provider of the tree.
 */
function goesToAuthentik(repository: Repository): (login: LoginEnd) => boolean {
  const { clients, pairs } = repository;
  const hosts = identityReference(repository);
  const paired = new Map(pairs.all.map(({ login, client }) => [login, client]));
  const alone = clients.length > 0 && clients.every(isOurs);
  return (login) => {
    const client = paired.get(login);
    if (client !== undefined) return isOurs(client);
    if (login.idps !== undefined && login.idps.length > 0) return login.idps.includes(authentikFacts);
    const named = [login.issuer, ...login.endpoints].flatMap((seen) => hostOf(seen?.value) ?? []);
    return named.length === 0 ? alone : named.some((host) => hosts.has(host) || host.includes('authentik'));
  };
}
