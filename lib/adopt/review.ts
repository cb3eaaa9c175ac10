import type { Contract } from '../contract/contract.ts';
import type { Found } from './found.ts';

/** What the identity provider would have otherwise, one sentence each. Empty: unchanged. What is not known is not compared. */
export function reviewOf({ client }: Found, contract: Contract): string[] {
  if (client === undefined) return [];
  const changes: string[] = [];
  const { access } = client;
  if (access !== undefined) changes.push(...lists('who may enter', groupsIn(access.value), groupsIn(contract.access)));
  // Without a binding everyone who can sign in may enter.
  else if (contract.access.kind === 'groups')
    changes.push(`who may enter changed: what decides now was not read, or nothing does; then it is ${contract.access.groups.join(', ')}`);
  if (contract.protocol === 'forward-auth') {
    const [before, after] = [client.externalHost?.value.replace(/\/$/, ''), contract.externalHost];
    if (before !== undefined && before !== after && !before.includes('$')) changes.push(`host changed: ${before} becomes ${after}`);
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
  return [...oidcChanges(client, contract), ...changes];
}

function oidcChanges({ redirects, scopes }: Pick<NonNullable<Found['client']>, 'redirects' | 'scopes'>, contract: Contract): string[] {
  if (contract.protocol !== 'oidc') return [];
  const shown = (use: string, url: string) => (use === 'logout' ? `${url} (sign-out)` : url);
  return [
    ...(redirects === undefined
      ? []
      : lists(
          'redirect',
          redirects
            .map(({ value }) => `${shown(value.use, value.url)}${value.matching === 'strict' ? '' : ` (${value.matching})`}`)
            .filter((url) => !url.includes('$')),
          redirects.some(({ value }) => value.url.includes('$')) ? [] : contract.redirects.map(({ use, url }) => shown(use, url)),
          redirects.some(({ value }) => value.url.includes('$')),
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
