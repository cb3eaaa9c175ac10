import { addTo } from '../contract/add-to.ts';
import type { IdpEnd } from '../login/idp-end.ts';
import type { LoginEnd } from '../login/login-end.ts';
import { samePlace } from '../manifest/reader.ts';
import type { Pair } from '../repository/pairs.ts';
import { isAlike } from './unread-ends.ts';

/**
 * Ends of a login that is listed already: of an object that is built twice, of the Jobs beside an app that take its Secret, of variables beside the
 * file with the rest of its settings. Rules still see each of them.
 */
export function repeatedLogins(logins: readonly LoginEnd[], pairs: readonly Pair[]): ReadonlySet<LoginEnd> {
  const clients = new Map(pairs.map(({ login, client }) => [login, client]));
  const byNamespace = new Map<string, LoginEnd[]>();
  for (const login of logins) addTo(byNamespace, login.object.namespace, login);
  const repeated = new Set<LoginEnd>();
  for (const list of byNamespace.values()) {
    const kept: LoginEnd[] = [];
    const byFile = new Map<string, LoginEnd[]>();
    // What says most stands for the others. Of what says more than a client id, only the place tells: a namespace may have thousands.
    for (const login of [...list].sort((a, b) => saysOf(b, clients) - saysOf(a, clients))) {
      const { file } = login.at.at;
      if ((saysNothing(login) ? kept : (byFile.get(file) ?? [])).some((one) => isSame(one, login, clients))) repeated.add(login);
      else {
        kept.push(login);
        addTo(byFile, file, login);
      }
    }
  }
  // A Middleware that every app has a copy of takes the variables of Traefik, which runs in one namespace.
  const plugins = logins.filter(({ object }) => object.kind === 'Middleware');
  for (const login of logins) if (saysNothing(login) && plugins.some((one) => fillsIn(one, login))) repeated.add(login);
  return repeated;
}

type Clients = ReadonlyMap<LoginEnd, IdpEnd>;

/** How much settings say of their login. */
const saysOf = (login: LoginEnd, clients: Clients): number =>
  (clients.has(login) ? 8 : 0) +
  (login.issuer === undefined ? 0 : 4) +
  (login.redirects === undefined ? 0 : 2) +
  (login.clientId === undefined ? 0 : 1) -
  (login.object.kind.endsWith('Job') ? 0.5 : 0);

function isSame(one: LoginEnd, other: LoginEnd, clients: Clients): boolean {
  const [client, another] = [clients.get(one), clients.get(other)];
  if (client !== undefined && another !== undefined && client !== another) return false;
  if (samePlace(one.at.at, other.at.at) && one.object.name === other.object.name && one.clientId?.value === other.clientId?.value) return true;
  return saysNothing(other) && ((isOfOneApp(one, other) && hasSameId(one, other)) || isBesideFile(one, other));
}

/** Only a client id, or the Secret that has it. */
const saysNothing = ({ issuer, endpoints, redirects, slug }: LoginEnd): boolean =>
  [issuer, redirects, slug].every((one) => one === undefined) && endpoints.length === 0;

/** Two containers of one workload or release, an app and its Job, `immich-server` and `immich`. */
const isOfOneApp = ({ object, release }: LoginEnd, other: LoginEnd): boolean =>
  object === other.object ||
  (release !== undefined && release.object === other.release?.object) ||
  other.object.kind.endsWith('Job') ||
  isAlike(object.name, other.object.name);

function hasSameId({ idSecret: one, clientId }: LoginEnd, { idSecret: other, clientId: another }: LoginEnd): boolean {
  if (one !== undefined && other !== undefined) return one.name.value === other.name.value && one.key?.value === other.key?.value;
  return clientId !== undefined && clientId.value === another?.value;
}

/** Variables beside a ConfigMap that is called like the app. */
const isBesideFile = ({ object: file }: LoginEnd, { object, container }: LoginEnd): boolean =>
  container !== undefined &&
  ['ConfigMap', 'Secret', 'ExternalSecret'].includes(file.kind) &&
  (file.name === object.name || file.name.startsWith(`${object.name}-`));

/** A variable whose name is the other's client id: `${OIDC_CLIENT_ID}`. */
function fillsIn({ clientId }: LoginEnd, { container }: LoginEnd): boolean {
  const [, name] = /^\$\{(\w+)\}$/.exec(clientId?.value ?? '') ?? [];
  return name !== undefined && container?.env.has(name) === true;
}
