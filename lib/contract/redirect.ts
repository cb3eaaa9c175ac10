import type { ErrorCode } from './error-codes.ts';
import { PinoutError, show } from './error.ts';
import type { Place } from './names.ts';

/** One address that the identity provider may send a browser to. */
export interface Redirect {
  readonly url: string;
  /** `login`: the authorization response. `logout`: after sign-out (authentik 2026.5 and newer). */
  readonly use: 'login' | 'logout';
  /** `strict` compares the text; `regex` must match in full and has to be asked for by name. */
  readonly matching: 'strict' | 'regex';
}

const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * A URL with https (http on loopback only), without credentials, fragment or wildcard.
 *
 * @throws PinoutError `url-invalid`, `url-not-https`, `redirect-wildcard`
 */
export function httpsUrl(value: unknown, at: Place): string {
  // What stands before an @ may be a password.
  const found = typeof value === 'string' ? show(value.replace(/:.*@/s, '://…@')) : show(value);
  const wrong = (code: ErrorCode, wanted: string, fix: string) => new PinoutError({ code, ...at, found, wanted, fix });
  if (typeof value === 'string' && value.includes('*'))
    throw wrong(
      'redirect-wildcard',
      'one exact URL: with a wildcard, any page under it can collect the authorization code',
      'write every URL in full, or use regexRedirect(…) if you must',
    );
  let url: URL;
  try {
    if (typeof value !== 'string' || /[\s"'<>\\^`{|}\u0000-\u001f\u007f]/u.test(value)) throw new TypeError('shape');
    url = new URL(value);
  } catch {
    throw wrong('url-invalid', 'an absolute URL without spaces or quotes', "write for example 'https://grafana.home.example.org/login/generic_oauth'");
  }
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && loopback.has(url.hostname)))
    throw wrong(
      'url-not-https',
      'https (http is for loopback only): authorization codes and cookies would be sent in the clear',
      `write https://${url.host || 'HOST'}${url.pathname}`,
    );
  if (url.username !== '' || url.password !== '' || url.hash !== '' || value.includes('#'))
    throw wrong('url-invalid', 'a URL without user, password or fragment', `write ${url.origin}${url.pathname}`);
  // Redirects are compared as text, and a browser sends its own spelling of scheme and host.
  if (!value.startsWith(url.origin)) throw wrong('url-invalid', 'a URL with scheme and host as browsers send them', `write ${url.origin}${url.pathname}`);
  return value;
}

/** Schemes that authentik refuses in every redirect (providers/oauth2/constants.py), and others that are no app's own. */
const refused = ['javascript', 'data', 'vbscript'] as const;
const nobodysOwn = new Set<string>([...refused, ...'file blob filesystem about view-source ftp ftps ws wss mailto tel sms urn'.split(' ')]);

/** True for an address that authentik never redirects to, whatever the provider lists. */
export const isForbiddenRedirect = (url: string): boolean => refused.some((scheme) => url.trim().toLowerCase().startsWith(`${scheme}:`));

/** True for an address of an app on a phone or desktop: a scheme of its own (RFC 8252, 7.1). */
export const isNativeRedirect = (url: string): boolean => {
  const scheme = /^([a-z][a-z0-9+.-]*):\//i.exec(url)?.[1]?.toLowerCase();
  return scheme !== undefined && scheme !== 'http' && scheme !== 'https' && !nobodysOwn.has(scheme);
};

/**
 * An address that the identity provider may send a browser to: a URL with https, or one of a native app by its own scheme, such as
 * `app.immich:///oauth-callback`. authentik compares the text (providers/oauth2/views/authorize.py), so it is written as the app sends it.
 *
 * @throws PinoutError `redirect-scheme`, `url-invalid`, and those of `httpsUrl`
 */
function redirectUrl(value: unknown, at: Place): string {
  const scheme = typeof value === 'string' ? /^\s*([a-z][a-z0-9+.-]*):(?!\d)/i.exec(value)?.[1]?.toLowerCase() : undefined;
  if (typeof value !== 'string' || scheme === undefined || scheme === 'http' || scheme === 'https' || value.includes('*')) return httpsUrl(value, at);
  const found = show(value.replace(/:.*@/s, '://…@'));
  if (nobodysOwn.has(scheme))
    throw new PinoutError({
      code: 'redirect-scheme',
      ...at,
      found,
      wanted: `https, or a private-use scheme of an app: ${scheme}: does not belong to an app, so anyone could get the code`,
      fix: "write 'https://HOST/callback', or for a mobile app the URI that it sends, for example 'app.immich:///oauth-callback'",
    });
  if (/^[a-z][a-z0-9+.-]*:\/[^\s"'<>\\^`{|}#@\p{Cc}]*$/u.test(value)) return value;
  throw new PinoutError({
    code: 'url-invalid',
    ...at,
    found,
    wanted: "the URI exactly as the app sends it: the scheme in lower case, ':/', and no space, quote, user or fragment",
    fix: "write for example 'app.immich:///oauth-callback' or 'com.example.app:/callback'",
  });
}

/**
 * A strict login redirect.
 *
 * @throws PinoutError as redirectUrl
 * @example
 * loginRedirect('https://wiki.example.org/callback', { app: 'wiki', field: 'redirects[0]' }).use // 'login'
 */
export function loginRedirect(url: string, at: Place): Redirect {
  return { url: redirectUrl(url, at), use: 'login', matching: 'strict' };
}

/**
 * A strict address to return to after sign-out.
 *
 * @throws PinoutError as redirectUrl
 * @example
 * logoutRedirect('https://wiki.example.org/', { app: 'wiki', field: 'redirects[1]' }).matching // 'strict'
 */
export function logoutRedirect(url: string, at: Place): Redirect {
  return { url: redirectUrl(url, at), use: 'logout', matching: 'strict' };
}

/**
 * A login redirect as regular expression, matched in full by authentik. Asked for by name, because a loose one
 * hands login codes to strangers.
 *
 * @throws PinoutError `redirect-regex`
 */
export function regexRedirect(pattern: string, at: Place): Redirect {
  const fail = (wanted: string) =>
    new PinoutError({
      code: 'redirect-regex',
      ...at,
      found: show(pattern),
      wanted,
      fix: String.raw`write for example '^https://app\\.home\\.example\\.org/callback/[a-z0-9]+$'`,
    });
  if (typeof pattern !== 'string' || !hostPinned.test(pattern))
    throw fail('a pattern that starts with https:// and a literal host with escaped dots, then a port or none, then / or the end');
  try {
    new RegExp(pattern, 'u');
  } catch {
    throw fail('a valid regular expression');
  }
  if (topLevel(pattern).includes('|')) throw fail('a pattern with its alternatives in parentheses: otherwise one of them matches without the host');
  return { url: pattern, use: 'login', matching: 'regex' };
}

/** Nothing may make the host's end optional (`/?.*`), or put a password before another host (`:.*@`). */
const hostPinned = /^\^?https:\/\/[a-z0-9-]+(\\\.[a-z0-9-]+)+(:[0-9]+)?(\/(?![?*{])|\$$|$)/;

/** A pattern without escapes, character classes and groups. */
function topLevel(pattern: string): string {
  let text = pattern.replace(/\\./gsu, '').replace(/\[[^\]]*\]/gu, '');
  for (let before = ''; before !== text;) [before, text] = [text, text.replace(/\([^()]*\)/gu, '')];
  return text;
}

/**
 * A redirect as the functions above make it: input may be a plain object that looks like one.
 *
 * @throws PinoutError `redirect-missing` for anything else, and as `httpsUrl` and `regexRedirect`
 */
export function checkedRedirect(value: unknown, at: Place): Redirect {
  // Only named so: the functions below check what it is.
  const { url, use, matching } = (value ?? {}) as Redirect;
  if (use === 'login' && matching === 'regex') return regexRedirect(url, at);
  if (use === 'login' && matching === 'strict') return loginRedirect(url, at);
  if (use === 'logout' && matching === 'strict') return logoutRedirect(url, at);
  throw new PinoutError({
    code: 'redirect-missing',
    ...at,
    found: 'not the result of loginRedirect or logoutRedirect',
    wanted: 'a redirect',
    fix: "write loginRedirect('https://…') or logoutRedirect('https://…')",
  });
}
