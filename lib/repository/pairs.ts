import type { IdpEnd } from '../login/idp-end.ts';
import { hostOf, known, slugOf } from '../tree/known.ts';
import type { LoginEnd } from '../login/login-end.ts';

/** Both ends of one login. `by` says what they have in common. */
export interface Pair<Client extends IdpEnd = IdpEnd> {
  readonly login: LoginEnd;
  readonly client: Client;
  readonly by: 'client-id' | 'slug' | 'host';
}

/** Pairs of a tree, and what has no other end. */
export interface Pairs<Client extends IdpEnd = IdpEnd> {
  readonly all: readonly Pair<Client>[];
  readonly lonelyLogins: readonly LoginEnd[];
  readonly lonelyClients: readonly Client[];
}

/** Finds the other end of each login: by client id, then by the slug in its issuer, then by the host that both name. */
export function pairsOf(logins: readonly LoginEnd[], clients: readonly IdpEnd[]): Pairs {
  const ids = new Map<string, IdpEnd[]>();
  const slugs = new Map<string, IdpEnd[]>();
  const hosts = new Map<string, IdpEnd[]>();
  for (const client of clients) {
    add(ids, known(client.clientId?.value), client);
    add(slugs, known(client.slug?.value), client);
    for (const host of new Set([...(client.redirects ?? []).map(({ value }) => hostOf(value.url)), hostOf(client.launchUrl?.value)])) add(hosts, host, client);
  }
  const all: Pair[] = [];
  const lonelyLogins: LoginEnd[] = [];
  const paired = new Set<IdpEnd>();
  for (const login of logins) {
    const slug = known(login.slug?.value) ?? slugOf(login.issuer?.value);
    const own = login.redirects?.map(({ value }) => hostOf(value.url)).find((host) => host !== undefined && !host.startsWith('localhost'));
    // Two providers of one tree may have a client of one name.
    const fits = ({ idp }: IdpEnd) => login.idps === undefined || login.idps.length === 0 || login.idps.includes(idp);
    const bySlug = (slugs.get(slug ?? '') ?? []).filter(fits);
    const byHost = (hosts.get(own ?? '') ?? []).filter(fits);
    const byId = (ids.get(known(login.clientId?.value) ?? '') ?? []).filter(fits);
    const pick = (list: readonly IdpEnd[]) => list.find((one) => bySlug.includes(one)) ?? list.find((one) => byHost.includes(one)) ?? nearest(login, list);
    const client = pick(byId) ?? pick(bySlug) ?? pick(byHost);
    if (client === undefined) lonelyLogins.push(login);
    else {
      paired.add(client);
      all.push({ login, client, by: byId.length > 0 ? 'client-id' : bySlug.length > 0 ? 'slug' : 'host' });
    }
  }
  return { all, lonelyLogins, lonelyClients: clients.filter((client) => !paired.has(client)) };
}

/** Of several clients of one name (stages of one repository), the one whose file is closest. */
function nearest(login: LoginEnd, clients: readonly IdpEnd[]): IdpEnd | undefined {
  if (clients.length < 2) return clients[0];
  const common = (file: string) => {
    const parts = file.split('/');
    const own = login.object.file.split('/');
    const end = parts.findIndex((part, index) => part !== own[index]);
    return end === -1 ? parts.length : end;
  };
  return clients.reduce((best, one) => (common(one.place.at.file) > common(best.place.at.file) ? one : best));
}

function add(map: Map<string, IdpEnd[]>, key: string | undefined, client: IdpEnd): void {
  if (key === undefined) return;
  const list = map.get(key);
  if (list === undefined) map.set(key, [client]);
  else list.push(client);
}
