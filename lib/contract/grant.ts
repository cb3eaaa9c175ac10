import type { Scope } from './scope.ts';

/** OAuth 2 grants that a client of a web login uses. */
export type Grant = 'authorization_code' | 'refresh_token';

/**
 * The grants that scopes need: a refresh token is only handed out for `offline_access`, and since authentik 2026.5
 * only to a provider that lists the grant (an empty list refuses every login, goauthentik/authentik#20363).
 *
 * @example grantsFor(['openid', 'offline_access']) // ['authorization_code', 'refresh_token']
 */
export function grantsFor(scopes: readonly Scope[]): readonly Grant[] {
  return scopes.includes('offline_access') ? ['authorization_code', 'refresh_token'] : ['authorization_code'];
}
