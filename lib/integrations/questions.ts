import type { Claims, Ends, Question } from './judge.ts';

/** Names in the groups claim; one text is a list of one. */
export function groupNames(claims: Claims): readonly string[] {
  const found = claims['groups'];
  const list: readonly unknown[] = Array.isArray(found) ? found : [found];
  return list.filter((group): group is string => typeof group === 'string');
}

/** Why a token lacks the group that an app wants, and what to change: no claim at all is a matter of scope and mapping, an empty one of membership. */
export function groupsReason(claims: Claims, ends: Ends, wanted: readonly string[]): { readonly why: string; readonly fix: string } {
  const one = wanted.length === 0 ? 'a group that the app knows' : wanted.length === 1 ? `the group ${wanted[0]!}` : `one of ${wanted.join(', ')}`;
  const found = claims['groups'];
  if (found === undefined || found === null) return missing(ends, found === null);
  const names = groupNames(claims);
  if (names.length > 0)
    return {
      why: `the groups in the token are ${names.join(', ')}`,
      fix: `add the user to ${one}, or add one of the user's groups to access or roles in apps/. authentik lets in members of a child group, but its own mapping does not put the parent group into the claim`,
    };
  if (Array.isArray(found) && found.length === 0) return empty(ends, one);
  return { why: 'the groups claim contains no names', fix: 'make the scope mapping of groups return a list of names: [group.name for group in …]' };
}

/** The claim is there, so the scope was asked for and is mapped. Either the user is in no group, or the mapping reads groups by the wrong name. */
function empty({ idp }: Ends, one: string): { readonly why: string; readonly fix: string } {
  const read = idp?.groupsRead;
  const accessor =
    read === undefined
      ? 'the mapping uses the field of another version: request.user.groups since 2026.2, request.user.ak_groups before'
      : `the mapping reads them from the wrong field: ${read.at.file}:${read.at.line} has ${read.value}; ${read.note}`;
  return {
    why:
      'the groups claim is empty: the user is not a direct member of any group (authentik lets in members of child groups, but its own mapping returns only direct groups), ' +
      `or ${accessor}`,
    fix: `add the user directly to ${one}; if others have an empty list too, correct the field in the scope mapping of groups`,
  };
}

/** The claim is not in the token. Which end is to blame is told by the manifests, where they have both. */
function missing({ app, idp }: Ends, isNull: boolean): { readonly why: string; readonly fix: string } {
  const has = (scopes: readonly { readonly value: string }[] | undefined) => scopes?.some(({ value }) => value === 'groups');
  const asked = has(app.scopes);
  const mapped = has(idp?.scopes);
  const head = isNull ? 'the groups claim is null' : 'the token has no groups claim';
  const cause = isNull
    ? 'the scope mapping of groups returns None'
    : 'the app did not request the scope groups, or no scope mapping of the provider returns the claim';
  const facts = [
    asked === undefined ? undefined : asked ? 'the app requests the scope' : 'the app does not request the scope',
    mapped === undefined ? undefined : mapped ? 'the blueprint maps it' : 'the blueprint does not map it',
  ].filter((fact) => fact !== undefined);
  const said = facts.length === 0 ? '' : `. In the manifests ${facts.join(' and ')}`;
  const differs = asked === true && mapped === true ? ', so the running configuration differs from them' : '';
  const fix =
    asked === false
      ? 'add groups to the scopes of the app'
      : mapped === false
        ? "add a scope mapping with scope_name groups to the provider that returns the names of the user's groups"
        : asked === true && mapped === true
          ? 'apply both ends again, then check in authentik that the property mappings of the provider include a scope mapping for groups'
          : 'request the scope groups in the app, and add a scope mapping with scope_name groups to the property mappings of the provider';
  return { why: `${head}: ${cause}${said}${differs}`, fix: `${fix}. Until then the groups of the user make no difference` };
}

/** For an app that never looks at groups: anyone who has a token was let in by the identity provider. Without a name nobody knows whether it looks at them. */
export function decidedByProvider(name: string | undefined, claims: Claims, { app, idp }: Ends): Question {
  const access = (idp?.access ?? app.access)?.value;
  const wanted = access?.kind === 'groups' ? (access.groups ?? []) : [];
  const rule = wanted.length > 0 ? ` (one of ${wanted.join(', ')})` : access?.kind === 'everyone' ? ' (everyone)' : '';
  const detail = `authentik decided this before it issued the token${rule}; ${name === undefined ? 'whether the app checks groups too is not known' : `${name} does not check groups`}`;
  const names = groupNames(claims);
  const outside = wanted.length > 0 && Array.isArray(claims['groups']) && !wanted.some((group) => names.includes(group));
  const hint = outside ? '. The token has none of them: the user is an indirect member through a child group, or the rule is newer than the token' : '';
  return { step: 'access', passed: true, detail: detail + hint };
}

/** The claim that an app takes the name of its user from. */
export function nameQuestion(name: string, claim: string, claims: Claims): Question {
  const found = claims[claim];
  if (typeof found === 'string' && found !== '') return { step: 'user name', passed: true, detail: `${claim} is ${JSON.stringify(found)}` };
  return {
    step: 'user name',
    passed: undefined,
    detail: `${claim} is not in the token; ${name} reads it from userinfo`,
    fix: `map the scope that carries ${claim} and request it in the app: profile carries preferred_username and name, email carries email`,
  };
}
