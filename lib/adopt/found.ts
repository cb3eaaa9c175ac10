import type { IdpEnd } from '../login/idp-end.ts';
import type { LoginEnd } from '../login/login-end.ts';
import type { Repository } from '../repository/repository.ts';
import { integrations } from '../integrations/registry.ts';
import { hostTextOf } from '../tree/opaque.ts';

/** One login that exists: both of its ends, or the one that was found. */
export interface Found {
  readonly protocol: 'oidc' | 'forward-auth';
  readonly login?: LoginEnd;
  /** The reader that knew the app's end. */
  readonly by?: string;
  readonly client?: IdpEnd;
  readonly repository: Repository;
}

/** Every login of some trees, each once: what several of them hold is one login. */
export function foundIn(repositories: readonly Repository[]): Found[] {
  const once = new Map<string, Found>();
  for (const one of repositories.flatMap(ownOf)) {
    const { client, login } = one;
    const at = (client?.place ?? login!.at).at;
    const key = `${at.file}:${at.line}:${at.column}`;
    // A client that was paired in one of the trees is no login of its own in another.
    const before = once.get(key);
    if (before === undefined || (before.login === undefined && login !== undefined)) once.set(key, one);
  }
  return [...once.values()];
}

function ownOf(repository: Repository): Found[] {
  const { pairs, guards } = repository;
  const by = new Map(repository.appEnds.map(({ end, by: reader }) => [end.at, reader]));
  const readerOf = ({ at }: LoginEnd) => (by.has(at) ? { by: by.get(at)! } : {});
  const clients = new Map<IdpEnd, LoginEnd | undefined>(pairs.unpairedClients.map((client) => [client, undefined]));
  for (const { login, client } of pairs.all) {
    const before = clients.get(client);
    // kube-apiserver judges tokens that an app sends on: it is no end of its own.
    if (before === undefined && login.app !== 'kube-apiserver') clients.set(client, login);
    else if (!clients.has(client)) clients.set(client, undefined);
  }
  const oidc = [...clients].map(([client, login]): Found => ({
    protocol: 'oidc',
    client,
    repository,
    ...(login === undefined ? {} : { login, ...readerOf(login) }),
  }));
  // Variables of an app that is known look like a login of any app too: it is one login.
  const isSpecial = (login: LoginEnd): boolean => Object.entries(integrations).some(([name, one]) => name === readerOf(login).by && one.general !== true);
  const told = new Set([...pairs.all.map(({ login }) => login), ...pairs.unpairedLogins.filter(isSpecial)].map(({ object }) => object));
  const alone = pairs.unpairedLogins
    .filter((login) => login.app !== 'kube-apiserver' && (isSpecial(login) || !told.has(login.object)))
    .map((login): Found => ({ protocol: 'oidc', login, repository, ...readerOf(login) }));
  const guarded = new Map(
    repository.appEnds.flatMap(({ end }) => (end.protocol === 'forward-auth' ? [[hostTextOf(end.externalHost?.value) ?? '', end] as const] : [])),
  );
  const edge = guards.map((client): Found => {
    const login = guarded.get(hostTextOf(client.externalHost?.value) ?? '-');
    return { protocol: 'forward-auth', client, repository, ...(login === undefined ? {} : { login, ...readerOf(login) }) };
  });
  return [...oidc, ...alone, ...edge];
}
