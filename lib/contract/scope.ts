/**
 * Scopes that pinout can both ask for and map. `groups` is our own: the list of the user's group names, once each.
 */
export type Scope = 'openid' | 'profile' | 'email' | 'groups' | 'offline_access';

/** The one order in which scopes are written at both ends. */
export const scopeOrder: readonly Scope[] = ['openid', 'profile', 'email', 'groups', 'offline_access'];

/** True for a scope that pinout knows. */
export function isScope(value: unknown): value is Scope {
  return scopeOrder.includes(value as Scope);
}
