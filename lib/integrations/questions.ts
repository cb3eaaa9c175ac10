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
      fix: `put the user into ${one}, or name a group of the user in access or roles in apps/. A member of a child group is let in by authentik, but authentik's own mapping leaves the parent out of the claim`,
    };
  if (Array.isArray(found) && found.length === 0) return empty(ends, one);
  return { why: 'the groups claim holds no names', fix: 'let the scope mapping of groups return a list of names: [group.name for group in …]' };
}

/** The claim is there, so the scope was asked for and is mapped. Either the user is in no group, or the mapping reads groups by the wrong name. */
function empty({ idp }: Ends, one: string): { readonly why: string; readonly fix: string } {
  const read = idp?.groupsRead;
  const accessor =
    read === undefined
      ? 'the mapping uses the accessor of another version: request.user.groups since 2026.2, request.user.ak_groups before'
      : `the mapping reads them by the wrong name: ${read.at.file}:${read.at.line} has ${read.value}; ${read.note}`;
  return {
    why:
      'the groups claim is there and empty: the user is in no group directly (authentik lets in members of child groups, but the claim of its own mapping has direct groups alone), ' +
      `or ${accessor}`,
    fix: `put the user directly into ${one}; when others have an empty list too, correct the accessor in the scope mapping of groups`,
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
    : 'the scope groups was not asked for, or no scope mapping of the provider brings the claim';
  const facts = [
    asked === undefined ? undefined : asked ? 'the app asks for the scope' : 'the app does not ask for the scope',
    mapped === undefined ? undefined : mapped ? 'the blueprint maps it' : 'the blueprint maps it nowhere',
  ].filter((fact) => fact !== undefined);
  const said = facts.length === 0 ? '' : `. In the manifests ${facts.join(' and ')}`;
  const differs = asked === true && mapped === true ? ', so what runs is not what stands there' : '';
  const fix =
    asked === false
      ? 'add groups to the scopes that the app asks for'
      : mapped === false
        ? 'give the provider a scope mapping with scope_name groups that returns the names of the groups of the user'
        : asked === true && mapped === true
          ? 'apply the identity end and the app end again, then look whether the provider in authentik has the scope mapping of groups among its property mappings'
          : 'let the app ask for the scope groups, and give the provider a scope mapping with scope_name groups among its property mappings';
  return { why: `${head}: ${cause}${said}${differs}`, fix: `${fix}. The groups of the user do not matter yet` };
}

/** For an app that never looks at groups: whoever has a token was let in by the identity provider. */
export function decidedByProvider(name: string, claims: Claims, { app, idp }: Ends): Question {
  const access = (idp?.access ?? app.access)?.value;
  const wanted = access?.kind === 'groups' ? (access.groups ?? []) : [];
  const rule = wanted.length > 0 ? ` (one of ${wanted.join(', ')})` : access?.kind === 'everyone' ? ' (everyone)' : '';
  const detail = `authentik decided it before it made this token${rule}; ${name} does not look at groups`;
  const names = groupNames(claims);
  const outside = wanted.length > 0 && Array.isArray(claims['groups']) && !wanted.some((group) => names.includes(group));
  const hint = outside ? '. The groups in the token hold none of them: an indirect member, through a child group, or the rule is newer than the token' : '';
  return { step: 'access', passed: true, detail: detail + hint };
}

/** The claim that an app takes the name of its user from. */
export function nameQuestion(name: string, claim: string, claims: Claims): Question {
  const found = claims[claim];
  if (typeof found === 'string' && found !== '') return { step: 'user name', passed: true, detail: `${claim} is ${JSON.stringify(found)}` };
  return {
    step: 'user name',
    passed: undefined,
    detail: `${claim} is not in the token; ${name} asks userinfo for it`,
    fix: `map the scope that brings ${claim} and let the app ask for it: profile brings preferred_username and name, email brings email`,
  };
}
