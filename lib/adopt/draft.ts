import type { Contract } from '../contract/contract.ts';
import { isPinoutError } from '../contract/error.ts';
import type { Facts } from '../contract/facts.ts';
import { isScope } from '../contract/scope.ts';
import { type App, appOf, type Integration } from '../integrations/integration.ts';
import { integrations } from '../integrations/registry.ts';
import { known } from '../tree/known.ts';
import { hostOption, hostsOf } from './facts-of.ts';
import type { Found } from './found.ts';
import { hasOtherChart } from './chart-of.ts';
import { adoptOption, accessOf, rolesOf, type Known } from './known.ts';
import { reviewOf } from './review.ts';

/** An app file that would be written for a login, and what is known of it. */
export interface Draft {
  readonly name: string;
  /** The folder of the integration. */
  readonly integration: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly app: App<unknown>;
  readonly contract: Contract;
  readonly found: Found;
  /** What could not be told, and what was written in its place. */
  readonly unknown: readonly string[];
  /** What would change at the identity provider, as a review says it; empty when nothing does. */
  readonly changes: readonly string[];
}

/** A login that no file can be written for, and why. */
export interface Refused {
  readonly name: string;
  readonly found: Found;
  readonly why: string;
}

/** How files are written. */
export interface DraftOptions {
  readonly facts: Facts;
  /** The app itself is written too, where pinout knows it: of what pinout wrote before, or what Terraform sets up. */
  readonly whole: (found: Found) => boolean;
  /** pinout wrote it: nothing is to be taken over. */
  readonly isOurs: boolean;
}

/** What a login becomes in `apps/`. */
export function draftOf(found: Found, { facts, whole, isOurs }: DraftOptions): Draft | Refused {
  const name = nameOf(found);
  const refuse = (why: string): Refused => ({ name: name ?? labelOf(found), found, why });
  if (name === undefined) return refuse(`no name can be made of ${JSON.stringify(labelOf(found))}: a name has small letters, digits and dashes`);
  const known_ = knownOf(found, name, facts, isOurs);
  for (const [key, integration] of whole(found) ? specials(found) : []) {
    const made = tried(key, integration, special(known_, isOurs), known_, found, facts);
    if ('contract' in made && fits(made.contract, found, isOurs)) return made;
    // How it stands in the library may be the user's own.
    const tile = isOurs && 'contract' in made ? otherTile(found, made.contract) : undefined;
    const again = tile === undefined ? undefined : tried(key, integration, { ...special(known_, isOurs), tile }, known_, found, facts);
    if (again !== undefined && 'contract' in again && fits(again.contract, found, isOurs)) return again;
  }
  const whys: string[] = [];
  for (const [key, integration] of Object.entries(integrations).filter(([, one]) => one.general === true)) {
    const made = tried(key, integration, generic(known_, found, isOurs), known_, found, facts);
    if ('contract' in made && made.contract.protocol === found.protocol) return made;
    // Options of the other protocol are unknown here.
    if ('why' in made && made.code !== 'option-unknown') whys.push(made.why);
  }
  return refuse(whys[0] ?? 'nothing here can write such a login');
}

/** The integration that read the app's end. What a reader of any app has read is none of those that are known; where nothing was read, it may be each. */
function specials({ by, protocol }: Found): (readonly [string, Integration<unknown>])[] {
  if (by !== undefined) return Object.entries(integrations).filter(([name, one]) => name === by && one.general !== true);
  return protocol === 'forward-auth' ? [] : Object.entries(integrations).filter(([, one]) => one.general !== true);
}

/** What a login is called, before a name is made of it. */
export function labelOf({ login, client }: Found): string {
  return known(client?.slug?.value) ?? known(login?.slug?.value) ?? client?.label ?? (login!.object.kind === 'file' ? login!.app : login!.object.name);
}

/** A name that a slug, a file and a folder can have. */
function nameOf(found: Found): string | undefined {
  const name = labelOf(found)
    .slice(0, 200)
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\u0300-\u036f]/g, '')
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
    .join('-')
    .slice(0, 50)
    .replace(/-$/, '');
  return /^[a-z]/.test(name) ? name : name === '' ? undefined : `app-${name}`;
}

function knownOf(found: Found, name: string, facts: Facts, isOurs: boolean): Known {
  const [host] = hostsOf(found);
  const { login } = found;
  const namespace = known(login?.release?.object.root.get('spec', 'targetNamespace').text()) ?? known(login?.object.namespace);
  const said = rolesOf(found, name);
  const { access, unknown } = accessOf(found, name, said);
  const { roles, left } = admittedRoles(said, access);
  return {
    name,
    host: host === undefined ? undefined : hostOption(host, facts.domain),
    namespace,
    roles,
    access,
    unknown: [
      ...unknown,
      ...left.map((group) => `the role of ${group} in the app: that group may not enter at the identity provider`),
      ...(isOurs || found.protocol === 'oidc'
        ? []
        : [
            `who serves ${host ?? name} now: this writes a way in of its own to a Service of the usual name and port, and the old one has to go in the same commit`,
          ]),
    ],
    adopt: isOurs ? undefined : adoptOption(found, name, access, roles),
  };
}

/** Roles of the groups that may enter, and the groups that may not. */
function admittedRoles(roles: Known['roles'], access: Known['access']): { readonly roles: Known['roles']; readonly left: readonly string[] } {
  if (roles === undefined || access?.kind !== 'groups') return { roles, left: [] };
  const groups = new Set(access.groups);
  const kept = Object.entries(roles).flatMap(([role, list]) =>
    list.some((one) => groups.has(one)) ? [[role, list.filter((one) => groups.has(one))] as const] : [],
  );
  const left = [...new Set(Object.values(roles).flat())].filter((one) => !groups.has(one));
  return { roles: kept.length === 0 ? undefined : Object.fromEntries(kept), left };
}

/** Options of an app that pinout knows: what follows from the app itself is left out. */
function special({ host, namespace, roles, access, adopt, name }: Known, isOurs: boolean): Readonly<Record<string, unknown>> {
  const union = [...new Set(Object.values(roles ?? {}).flat())].sort();
  const implied = roles !== undefined && access?.kind === 'groups' && JSON.stringify([...access.groups].sort()) === JSON.stringify(union);
  return {
    host: host ?? name,
    namespace: namespace ?? name,
    ...(roles === undefined ? {} : { roles }),
    ...(implied ? {} : { access }),
    ...(isOurs ? {} : { adopt }),
  };
}

/** Options of any app: everything that the contract has. */
function generic(
  { name, host, namespace, access, roles, adopt }: Known,
  { protocol, client, login }: Found,
  isOurs: boolean,
): Readonly<Record<string, unknown>> {
  // Without a namespace nothing of the app's own end is written: its settings and its Secret stay what they are.
  const isAlone = protocol === 'oidc' && !isOurs;
  const base = {
    name,
    ...(host === undefined || host === name ? {} : { host }),
    ...(isAlone || namespace === undefined || namespace === name ? {} : { namespace }),
    access,
  };
  const tile = isOurs ? tileOf(name, client) : undefined;
  const end = { ...(tile === undefined ? {} : { tile }), ...(isOurs || adopt === undefined ? {} : { adopt: isAlone ? withoutSecret(adopt) : adopt }) };
  if (protocol === 'forward-auth') {
    const paths = (client?.openPaths ?? []).map(({ value }) => value);
    return { ...base, ...(paths.length === 0 ? {} : { openPaths: paths }), ...end };
  }
  const all = (client?.redirects ?? login?.redirects ?? []).map(({ value }) => value).filter(({ url, matching }) => matching === 'strict' && url !== '');
  // Paths are below the first host: with another host, or a port, it is another address.
  const [first] = hostsOf({ protocol, ...(login === undefined ? {} : { login }), ...(client === undefined ? {} : { client }) });
  const short = (url: string): string =>
    first !== undefined && !/:\d+$/.test(first) && url.startsWith(`https://${first}/`) ? url.slice(`https://${first}`.length) : url;
  const of = (use: string): string[] => all.filter((one) => one.use === use).map(({ url }) => short(url));
  const scopes = (client?.scopes ?? login?.scopes)?.map(({ value }) => value).filter(isScope);
  const type = client?.clientType?.value ?? login?.clientType?.value;
  return {
    ...base,
    ...(roles === undefined ? {} : { roles }),
    redirects: of('login').length > 0 ? of('login') : login?.callback === undefined ? [] : [login.callback.value],
    ...(of('logout').length > 0 ? { postLogout: of('logout') } : {}),
    ...(!scopes?.includes('openid') ? {} : { scopes: [...new Set(scopes)] }),
    ...(type === 'public' ? { clientType: 'public' } : {}),
    ...(client?.emailVerified?.value === 'trusted' ? { emailVerified: 'trusted' } : {}),
    ...end,
  };
}

/** What the library says of an app otherwise than its contract does. */
function otherTile({ client }: Found, { tile }: Contract): Readonly<Record<string, unknown>> | undefined {
  const there = { name: client?.name?.value, section: client?.section?.value, icon: client?.icon?.value, description: client?.description?.value };
  const other = Object.entries(there).filter(([field, value]) => value !== tile[field as keyof typeof there]);
  return other.length === 0 ? undefined : Object.fromEntries(other);
}

function tileOf(name: string, client: Found['client']): Readonly<Record<string, unknown>> | undefined {
  const usual = name.charAt(0).toUpperCase() + name.slice(1);
  const tile = {
    ...(client?.name === undefined || client.name.value === usual ? {} : { name: client.name.value }),
    ...(client?.section === undefined ? {} : { section: client.section.value }),
    ...(client?.icon === undefined ? {} : { icon: client.icon.value }),
    ...(client?.description === undefined ? {} : { description: client.description.value }),
    ...(client?.launchUrl === undefined || client.protocol === 'forward-auth' ? {} : { launchUrl: client.launchUrl.value }),
  };
  return Object.keys(tile).length === 0 ? undefined : tile;
}

/** The app of some options, or why there is none. The name is left out where it is the integration's own. */
function tried(
  key: string,
  integration: Integration<unknown>,
  options: Readonly<Record<string, unknown>>,
  { name, unknown, namespace }: Known,
  found: Found,
  facts: Facts,
): Draft | { readonly why: string; readonly code?: string } {
  let why = '';
  let code = '';
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  for (const change of variants(given, name)) {
    try {
      const app = appOf(integration, [change]);
      const [contract, ...more] = integration.contracts(app.options, facts);
      if (contract === undefined || more.length > 0 || contract.slug !== name) continue;
      // Some options are asked for only by what the app's end is made of.
      const { objects, secrets } = integration.write(app.options, [contract], facts);
      if (integration.general !== true && hasOtherChart(objects, namespace, found)) return { why: 'it is installed by another chart' };
      const changes = reviewOf(found, contract);
      const adopt = change['adopt'] as Known['adopt'];
      if (adopt === undefined || adopt['secret'] !== undefined || secrets.length === 0)
        return { name, integration: key, options: change, app, contract, found, unknown, changes };
      // The app reads its secret from a Secret of the cluster: where none is known, both ends get a new one.
      const all = { ...change, adopt: { ...adopt, secret: 'new' } };
      return {
        name,
        integration: key,
        options: all,
        app: appOf(integration, [all]),
        contract,
        found,
        unknown,
        changes: [...changes, 'client secret changed: both ends get a new one'],
      };
    } catch (error) {
      if (!isPinoutError(error)) throw error;
      ({ message: why, code } = error);
    }
  }
  return { why, code };
}

/**
 * The same options in the forms that integrations take: with a name or without, without a host or a namespace for what runs outside, without roles. Last: a
 * group that is called as a role holds it.
 */
function variants(options: Readonly<Record<string, unknown>>, name: string): Readonly<Record<string, unknown>>[] {
  if ('name' in options) return [options];
  const without = (...keys: readonly string[]) => Object.fromEntries(Object.entries(options).filter(([key]) => !keys.includes(key)));
  const access = options['access'] as Known['access'];
  const groups = access?.kind === 'groups' && options['roles'] === undefined ? access.groups : [];
  return [
    ...[options, without('host', 'namespace'), without('namespace')].flatMap((one) => [one, { name, ...one }]),
    without('roles'),
    ...groups.map((group) => ({ ...options, roles: { [group]: [group] } })),
  ];
}

const withoutSecret = (adopt: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(adopt).filter(([key]) => key !== 'secret'));

/** Whether a contract is that of a login that was found: all of it for what pinout wrote, its redirect URI for what it did not. */
function fits(contract: Contract, found: Found, isOurs: boolean): boolean {
  const { client, login } = found;
  if (contract.protocol !== found.protocol) return false;
  if (isOurs) return reviewOf(found, contract).length === 0 && otherTile(found, contract) === undefined && client?.launchUrl?.value === contract.tile.launchUrl;
  if (contract.protocol === 'forward-auth') return true;
  const urls = new Set([...(client?.redirects ?? []), ...(login?.redirects ?? [])].map(({ value }) => value.url));
  return contract.redirects.some(({ url, use }) => use === 'login' && urls.has(url));
}
