import type { Contract } from '../contract/contract.ts';
import { isScope } from '../contract/scope.ts';
import { known } from '../tree/known.ts';
import { type Domain, hostsOf, withDomain } from './facts-of.ts';
import type { Found } from './found.ts';
import type { Known } from './known.ts';

type Options = Readonly<Record<string, unknown>>;

/** Options of an app that pinout knows: what follows from the app itself is left out. */
export function special({ host, namespace, roles, access, adopt, name, existing, secretGeneration }: Known, isOurs: boolean): Options {
  const union = [...new Set(Object.values(roles ?? {}).flat())].sort();
  const implied = roles !== undefined && access?.kind === 'groups' && JSON.stringify([...access.groups].sort()) === JSON.stringify(union);
  return {
    host: host ?? name,
    namespace: namespace ?? name,
    ...(roles === undefined ? {} : { roles }),
    ...(implied ? {} : { access }),
    ...(existing === undefined ? {} : { existing }),
    ...(secretGeneration === undefined ? {} : { secretGeneration }),
    ...(isOurs ? {} : { adopt }),
  };
}

/** Options of any app: everything that the contract has. */
export function generic(
  { name, host, namespace, access, roles, adopt, secretGeneration }: Known,
  { protocol, client, login }: Found,
  isOurs: boolean,
  domain: Domain,
): Options {
  // Without a namespace nothing of the app's own end is written: its settings and its Secret stay what they are.
  const isAlone = !isOurs;
  const base = {
    name,
    ...(host === undefined || host === name ? {} : { host }),
    ...(isAlone || namespace === undefined || namespace === name ? {} : { namespace }),
    access,
  };
  const tile = isOurs ? tileOf(name, client) : undefined;
  const end = { ...(tile === undefined ? {} : { tile }), ...(isOurs || adopt === undefined ? {} : { adopt: withoutSecret(adopt) }) };
  if (protocol === 'forward-auth') {
    const paths = (client?.openPaths ?? []).map(({ value }) => value);
    // The existing way in stays, and so does the Service behind it.
    return { ...base, ...(paths.length === 0 ? {} : { openPaths: paths }), ...(isAlone ? { wayIn: 'present' } : {}), ...end };
  }
  const all = (client?.redirects ?? login?.redirects ?? []).map(({ value }) => value).filter(({ url, matching }) => matching === 'strict' && url !== '');
  // Paths are below the first host: with another host, or a port, it is another address.
  const [first] = hostsOf({ ...(login === undefined ? {} : { login }), ...(client === undefined ? {} : { client }) });
  const short = (url: string): string =>
    first !== undefined && !/:\d+$/.test(first) && url.startsWith(`https://${first}/`) ? url.slice(`https://${first}`.length) : withDomain(url, domain);
  const of = (use: string): string[] => all.filter((one) => one.use === use).map(({ url }) => short(url));
  const scopes = (client?.scopes ?? login?.scopes)?.map(({ value }) => value).filter(isScope);
  const type = client?.clientType?.value ?? login?.clientType?.value;
  return {
    ...base,
    ...(roles === undefined ? {} : { roles }),
    redirects: of('login').length > 0 ? of('login') : login?.callback === undefined ? [] : [login.callback.value],
    ...(of('logout').length > 0 ? { postLogout: of('logout') } : {}),
    ...(!scopes?.includes('openid') ? {} : { scopes: [...new Set(scopes)] }),
    ...(type === 'public' ? { clientType: 'public' } : secretGeneration === undefined ? {} : { secretGeneration }),
    ...(client?.emailVerified?.value === 'trusted' ? { emailVerified: 'trusted' } : {}),
    ...end,
  };
}

const withoutSecret = (adopt: Options): Options => Object.fromEntries(Object.entries(adopt).filter(([key]) => key !== 'secret'));

/** What the library says of an app otherwise than its contract does. */
export function otherTile({ client }: Found, { tile }: Contract): Options | undefined {
  const there = { name: client?.name?.value, section: client?.section?.value, icon: client?.icon?.value, description: client?.description?.value };
  const other = Object.entries(there).filter(([field, value]) => value !== tile[field as keyof typeof there]);
  return other.length === 0 ? undefined : Object.fromEntries(other);
}

function tileOf(name: string, client: Found['client']): Options | undefined {
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

/**
 * The same options in the forms that integrations take: with a name or without, for another chart that the integration knows, without a host or a namespace
 * for what runs outside, without roles. Last: a group that is called as a role holds it.
 */
export function variants(options: Options, name: string, chart: string | undefined): Options[] {
  if ('name' in options) return [options];
  const without = (...keys: readonly string[]) => Object.fromEntries(Object.entries(options).filter(([key]) => !keys.includes(key)));
  const access = options['access'] as Known['access'];
  const groups = access?.kind === 'groups' && options['roles'] === undefined ? access.groups : [];
  const named = [options, without('host', 'namespace'), without('namespace')].flatMap((one) => [one, { name, ...one }]);
  return [
    ...named,
    ...(known(chart) === undefined ? [] : named.map((one) => ({ ...one, chart }))),
    without('roles'),
    ...groups.map((group) => ({ ...options, roles: { [group]: [group] } })),
  ];
}
