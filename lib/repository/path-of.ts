import { hostTextOf } from '../tree/opaque.ts';

/** Paths that many apps share: they tell none. */
const common =
  /^\/?(?:(?:oauth2?|oidc|auth|login|sso|api|api\/auth|users?\/auth|openid)\/)?(?:callback|cb|oidc|redirect|signin-oidc|openid)?(?:\/(?:oidc|callback|generic|openid))?\/?$/;

/** Path of a redirect URI by which an app can be told, whatever its host is. Undefined for those that many apps share. */
export function pathOf(url: string): string | undefined {
  if (!/^https?:\/\//.test(url) || hostTextOf(url) === undefined) return undefined;
  const path = /^https?:\/\/(?:\$\{(?:[^{}]|\{[^{}]*\})*\}|[^/?#$])*(\/[^?#]*)/.exec(url)?.[1];
  return path === undefined || path.includes('$') || path.includes('{{') || common.test(path) ? undefined : path;
}
