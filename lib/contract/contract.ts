import type { Adopted } from './adopted.ts';
import type { ErrorCode } from './error-codes.ts';
import { type Access, checkedRoles, resolveAccess, type Roles } from './access.ts';
import { PinoutError, show } from './error.ts';
import type { ForwardAuthContract } from './forward-auth.ts';
import { type Grant, grantsFor } from './grant.ts';
import { slugName } from './names.ts';
import { checkedRedirect, type Redirect } from './redirect.ts';
import { isScope, type Scope, scopeOrder } from './scope.ts';
import { isSecretRef, type SecretRef } from './secret-ref.ts';
import { checkedTile, type Tile } from './tile.ts';

/**
 * What both ends of one login agree on. Always legal: only the constructors make one. `protocol` tells the kinds
 * apart; an app may own several.
 */
export type Contract = OidcContract | ForwardAuthContract;

interface OidcFields {
  readonly protocol: 'oidc';
  /** Application slug: part of the issuer URL, so never renamed lightly. */
  readonly slug: string;
  /** Slug that the application has in authentik since it was renamed. */
  readonly application?: string;
  readonly clientId: string;
  readonly redirects: readonly Redirect[];
  /** Asked by the app and mapped by the identity provider: one list, so they cannot differ. */
  readonly scopes: readonly Scope[];
  readonly grants: readonly Grant[];
  readonly access: Access;
  /** Roles of the app and the groups that hold them, in order of precedence. */
  readonly roles: Roles;
  /**
   * `managed`: authentik's own `email` mapping, whose `email_verified` is false since 2025.10.
   * `trusted`: says true. Only for an app that cannot log in otherwise, and only where users cannot edit their e-mail.
   */
  readonly emailVerified: 'managed' | 'trusted';
  readonly tile: Tile;
  /** What of it is in authentik already. */
  readonly adopted?: Adopted;
}

/** An OpenID Connect client that has a secret. */
export type ConfidentialContract = OidcFields & { readonly clientType: 'confidential'; readonly secret: SecretRef };

/** An OpenID Connect client: confidential with a secret, or public without one. */
export type OidcContract = ConfidentialContract | (OidcFields & { readonly clientType: 'public' });

interface OidcInputFields {
  readonly slug: string;
  /** The slug unless given. */
  readonly clientId?: string;
  readonly redirects: readonly Redirect[];
  readonly scopes: readonly Scope[];
  readonly emailVerified?: 'managed' | 'trusted';
  readonly tile: Tile;
}

type ClientInput = { readonly clientType: 'confidential'; readonly secret: SecretRef } | { readonly clientType: 'public'; readonly secret?: never };
type AccessInput = { readonly access: Access; readonly roles?: Roles } | { readonly access?: never; readonly roles: Roles };

/** Input of `oidc`. A public client with a secret and a client with neither access nor roles do not type-check. */
export type OidcInput = OidcInputFields & ClientInput & AccessInput;

/** Printable ASCII, as authentik 2026.8 enforces it (goauthentik/authentik#23760), without what a form or URL would change. */
export const clientIdShape = /^[A-Za-z0-9][A-Za-z0-9._~-]{0,254}$/;

/**
 * Makes the contract of an OpenID Connect client.
 *
 * @throws PinoutError with the codes of `slugName`, `resolveAccess`, `checkedRoles`, `checkedRedirect`, `checkedTile`, and `choice-unknown`, `client-id-invalid`,
 * `redirect-missing`, `scope-unknown`, `scope-openid-missing`, `public-client-with-secret`, `secret-missing`
 * @example
 * oidc({ slug: 'grafana', clientType: 'public', redirects: [loginRedirect('https://grafana.example.org/login', at)],
 *   scopes: ['openid'], access: everyone(), tile: { name: 'Grafana', launchUrl: 'https://grafana.example.org/' } });
 */
export function oidc(input: OidcInput & { readonly clientType: 'confidential' }): ConfidentialContract;
export function oidc(input: OidcInput): OidcContract;
export function oidc(input: OidcInput): OidcContract {
  const named = typeof input?.slug === 'string' && input.slug.trim() !== '';
  const slug = slugName(input?.slug, { app: named ? input.slug.slice(0, 63) : 'app', field: 'slug' });
  const refuse = (code: ErrorCode, field: string, found: string, wanted: string, fix: string) =>
    new PinoutError({ code, app: slug, field, found, wanted, fix });

  const clientId = input.clientId ?? slug;
  if (typeof clientId !== 'string' || !clientIdShape.test(clientId))
    throw refuse(
      'client-id-invalid',
      'clientId',
      show(clientId),
      "at most 255 letters, digits and the characters '. _ ~ -'",
      `remove clientId: the default is '${slug}'`,
    );

  const given: unknown = input.redirects;
  const redirects = Array.isArray(given) ? Array.from(given, (one: unknown, index) => checkedRedirect(one, { app: slug, field: `redirects[${index}]` })) : [];
  if (!redirects.some(({ use }) => use === 'login'))
    throw refuse('redirect-missing', 'redirects', `without a login redirect`, 'a list with at least one login redirect', "add loginRedirect('https://…')");

  const asked: readonly unknown[] = Array.isArray(input.scopes) ? Array.from(input.scopes as readonly unknown[]) : [];
  if (!asked.every(isScope))
    throw refuse(
      'scope-unknown',
      'scopes',
      show(asked.find((scope) => !isScope(scope))),
      `one of ${scopeOrder.join(', ')}`,
      'remove the scope, or map it yourself',
    );
  if (!asked.includes('openid'))
    throw refuse('scope-openid-missing', 'scopes', show(input.scopes), "a list with 'openid': without it there is no id_token", "add 'openid'");

  const choice = (field: 'clientType' | 'emailVerified', value: unknown, allowed: readonly string[]) => {
    if (!allowed.includes(value as string))
      throw refuse('choice-unknown', field, show(value), `one of ${allowed.join(', ')}`, `write ${field}: '${allowed[0]}'`);
  };
  choice('clientType', input.clientType, ['confidential', 'public']);
  choice('emailVerified', input.emailVerified ?? 'managed', ['managed', 'trusted']);
  if (input.clientType === 'public' && 'secret' in input && input.secret !== undefined)
    throw refuse(
      'public-client-with-secret',
      'secret',
      'a secret',
      'absent: a public client cannot keep a secret',
      "remove the secret, or write clientType: 'confidential'",
    );
  // Not shown: somebody may have put the secret itself there.
  if (input.clientType === 'confidential' && !isSecretRef(input.secret))
    throw refuse(
      'secret-missing',
      'secret',
      (input.secret as unknown) === undefined ? 'missing' : 'not a reference (not shown)',
      'a secret reference',
      'write secret: clientSecretRef(slug, 1, app)',
    );

  const roles = checkedRoles(input.roles, slug);
  const scopes = scopeOrder.filter((scope) => asked.includes(scope));
  const fields: OidcFields = {
    protocol: 'oidc',
    slug,
    clientId,
    redirects,
    scopes,
    grants: grantsFor(scopes),
    access: resolveAccess(input.access, roles, slug),
    roles,
    emailVerified: input.emailVerified ?? 'managed',
    tile: checkedTile(input.tile, slug),
  };
  return input.clientType === 'public' ? { ...fields, clientType: 'public' } : { ...fields, clientType: 'confidential', secret: input.secret };
}

/** All groups that a contract names, in order. */
export function groupsOf(contract: Contract): readonly string[] {
  if (contract.access.kind === 'groups') return contract.access.groups;
  return contract.protocol === 'oidc' ? [...new Set(Object.values(contract.roles).flat())].sort() : [];
}
