import type { Contract } from '../contract/contract.ts';
import { known } from '../tree/known.ts';
import { type Domain, withDomain } from './facts-of.ts';
import type { Found } from './found.ts';

/**
 * What would be otherwise, one sentence each. Empty: unchanged. What is not known is not compared.
 *
 * @param app whether the app's own settings are written too
 */
export function reviewOf({ client, login }: Found, contract: Contract, domain: Domain, app: boolean): string[] {
  return [...(client === undefined ? [] : idpChanges(client, contract, domain)), ...(app && login !== undefined ? appChanges(login, contract) : [])];
}

/** What the app's settings would say otherwise. */
function appChanges({ scopes, roles, gives = [], clientId }: NonNullable<Found['login']>, contract: Contract): string[] {
  if (contract.protocol !== 'oidc') return [];
  const id = known(clientId?.value);
  const asked = scopes?.map(({ value }) => value);
  const plain = (of: Readonly<Record<string, readonly string[]>>) =>
    Object.entries(of).flatMap(([role, groups]) => groups.map((group) => `${role} of ${group}`));
  const own = Object.fromEntries(Object.entries(roles ?? {}).map(([role, groups]) => [role, groups.map(({ value }) => value)]));
  return [
    ...(id === undefined || id === contract.clientId ? [] : [`in the app: client id changed: ${id} becomes ${contract.clientId}`]),
    ...(asked === undefined ? [] : lists('in the app: scope', asked, contract.scopes)),
    ...(roles === undefined ? [] : lists('in the app: role', plain(own), plain(contract.roles))),
    ...gives.flatMap(({ role, to }) => (typeof to === 'string' ? [`in the app: role ${role} of everyone${to === 'others' ? ' else' : ''} removed`] : [])),
  ];
}

function idpChanges(client: NonNullable<Found['client']>, contract: Contract, domain: Domain): string[] {
  const changes: string[] = [];
  const { access } = client;
  if (contract.access.kind !== 'kept') {
    if (access !== undefined) changes.push(...lists('who has access', groupsIn(access.value), groupsIn(contract.access)));
    // Without a binding everyone who can sign in may enter.
    else if (contract.access.kind === 'groups')
      changes.push(`who has access changed: no rule was found for it now; it becomes ${contract.access.groups.join(', ')}`);
  }
  if (contract.protocol === 'forward-auth') {
    const given = client.externalHost === undefined ? undefined : withDomain(client.externalHost.value, domain);
    const [before, after] = [given?.replace(/\/$/, ''), contract.externalHost];
    if (before !== undefined && before !== after && known(before) !== undefined) changes.push(`host changed: ${before} becomes ${after}`);
    return [
      ...changes,
      ...lists(
        'open path',
        (client.openPaths ?? []).map(({ value }) => value),
        contract.openPaths,
      ),
    ];
  }
  const type = client.clientType?.value;
  if (type !== undefined && type !== contract.clientType) changes.push(`client type changed: ${type} becomes ${contract.clientType}`);
  return [...oidcChanges(client, contract, domain), ...changes];
}

function oidcChanges(client: Pick<NonNullable<Found['client']>, 'redirects' | 'scopes'>, contract: Contract, domain: Domain): string[] {
  if (contract.protocol !== 'oidc') return [];
  const { scopes } = client;
  const redirects = client.redirects?.map(({ value }) => ({ value: { ...value, url: withDomain(value.url, domain) } }));
  const shown = (use: string, url: string) => (use === 'logout' ? `${url} (sign-out)` : url);
  return [
    ...(redirects === undefined
      ? []
      : lists(
          'redirect',
          redirects
            .map(({ value }) => `${shown(value.use, value.url)}${value.matching === 'strict' ? '' : ` (${value.matching})`}`)
            .filter((url) => known(url) !== undefined),
          redirects.some(({ value }) => known(value.url) === undefined) ? [] : contract.redirects.map(({ use, url }) => shown(use, url)),
          redirects.some(({ value }) => known(value.url) === undefined),
        )),
    ...(scopes === undefined
      ? []
      : lists(
          'scope',
          scopes.map(({ value }) => value),
          contract.scopes,
        )),
  ];
}

/** `scope groups added`. */
function lists(what: string, before: readonly string[], after: readonly string[], partial = false): string[] {
  const [old, next] = [new Set(before), new Set(after)];
  return [
    ...[...next].filter((one) => !old.has(one)).map((one) => `${what} ${one} added`),
    ...(partial ? [] : [...old].filter((one) => !next.has(one)).map((one) => `${what} ${one} removed`)),
  ];
}

const groupsIn = (access: { readonly kind: string; readonly groups?: readonly string[] }): readonly string[] =>
  access.kind === 'everyone' ? ['everyone'] : (access.groups ?? []);
