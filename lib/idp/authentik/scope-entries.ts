import type { OidcContract } from '../../contract/contract.ts';
import type { Scope } from '../../contract/scope.ts';
import { type Entry, needed } from './entry.ts';
import { find, type Tagged } from './tags.ts';

const model = 'authentik_providers_oauth2.scopemapping';

/** Own expressions, in authentik's Python. Each returns a dict of claims. */
const expressions = {
  // With the parents of the user's groups, as authentik itself counts members when it decides who may enter; its managed mapping has the
  // direct ones alone. Sorted and without repeats: stable from login to login.
  groups: 'return {"groups": sorted({group.name for group in request.user.all_groups()})}\n',
  // The managed profile also returns groups, and authentik appends lists of one claim: every name would come twice.
  profile:
    'return {\n    "name": request.user.name,\n    "given_name": request.user.name,\n    "preferred_username": request.user.username,\n    "nickname": request.user.username,\n}\n',
  // Since 2025.10 the managed mapping says false (goauthentik/authentik#16206).
  email: 'return {"email": request.user.email, "email_verified": True}\n',
} as const;

const consent: Readonly<Record<keyof typeof expressions, string>> = {
  groups: 'Names of your groups',
  profile: 'Your name and username',
  email: 'Your e-mail address',
};

/** Which scopes of a contract get a mapping of our own; the others use authentik's managed one. Never both on one provider. */
function ownScopes(contract: OidcContract): readonly (keyof typeof expressions)[] {
  const asked = new Set<Scope>(contract.scopes);
  return [
    ...(asked.has('profile') && asked.has('groups') ? (['profile'] as const) : []),
    ...(asked.has('email') && contract.emailVerified === 'trusted' ? (['email'] as const) : []),
    ...(asked.has('groups') ? (['groups'] as const) : []),
  ];
}

/** Entries of the own scope mappings of one contract. They carry its slug, so that two apps never share one. */
export function scopeEntries(contract: OidcContract): Entry[] {
  return ownScopes(contract).map((scope) => ({
    model,
    identifiers: { name: mappingName(contract, scope) },
    attrs: { scope_name: scope, description: consent[scope], expression: expressions[scope] },
  }));
}

/** The mapping of each scope, in the contract's order, by `!Find`: null inside a list is refused, so a missing one fails the file. */
export function scopeMappings(contract: OidcContract): Tagged[] {
  const own = new Set<Scope>(ownScopes(contract));
  return contract.scopes.map((scope) => find(model, own.has(scope) ? ['name', mappingName(contract, scope)] : ['managed', managed(scope)]));
}

/** The packaged mappings that a contract uses must be there. */
export function neededMappings(contract: OidcContract): Entry[] {
  const own = new Set<Scope>(ownScopes(contract));
  return contract.scopes.filter((scope) => !own.has(scope)).map((scope) => needed(model, { managed: managed(scope) }));
}

const mappingName = ({ slug }: OidcContract, scope: Scope): string => `pinout-${slug}-${scope}`;
const managed = (scope: Scope): string => `goauthentik.io/providers/oauth2/scope-${scope}`;
