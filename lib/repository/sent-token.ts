import type { Severity } from '../contract/finding.ts';
import type { Located } from '../contract/observed.ts';
import { readRbac } from '../kubernetes/read-rbac.ts';
import type { LoginEnd } from '../login/login-end.ts';
import type { Repository } from './repository.ts';

/** What kube-apiserver does with the groups of a token that an app sends on. Undefined: it does not look at them. */
export function groupsOfSentToken(
  login: LoginEnd,
  { logins, objects, groups }: Pick<Repository, 'logins' | 'objects' | 'groups'>,
): { readonly at: Located<unknown>; readonly severity: Severity; readonly why: string } | undefined {
  if ((login.passesTokens ?? login.fetchesTokens) !== true || login.issuer === undefined) return undefined;
  const trusted = logins.issuers.find(({ url }) => url?.value === login.issuer?.value);
  if (trusted === undefined) return undefined;
  const at = login.scopes?.find(({ value }) => value !== 'openid') ?? login.scopes?.[0] ?? login.at;
  if (trusted.access !== undefined) return { at, severity: 'error', why: 'A validation rule of kube-apiserver refuses a token without groups.' };
  const prefix = trusted.groupsPrefix?.value;
  if (trusted.groupsClaim === undefined || prefix === undefined) return undefined;
  const subjects = readRbac(objects);
  // People who are bound by their own names need no group.
  const byName = subjects.some(({ kind, name }) => kind === 'User' && !name.startsWith('system:'));
  const byGroup = subjects.some(({ kind, name }) => kind === 'Group' && (prefix === '' ? groups.has(name) : name.startsWith(prefix)));
  if (!byGroup)
    return byName
      ? undefined
      : {
          at,
          severity: 'warning',
          why: 'kube-apiserver takes groups from the token, so the RBAC bindings probably use them, and a token without groups gets no rights from those.',
        };
  return {
    at,
    severity: byName ? 'warning' : 'error',
    why: 'kube-apiserver accepts the token, but RBAC gives rights only to groups, so everything is forbidden.',
  };
}
