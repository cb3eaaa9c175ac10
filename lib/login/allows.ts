import { RE2JS } from 're2js';
import type { IdpEnd } from './idp-end.ts';
import type { LoginEnd } from './login-end.ts';
import { known } from '../tree/known.ts';
import { differs } from '../tree/opaque.ts';

/** True when a redirect URI of a provider lets this address pass, or when that cannot be told. */
export function allows({ value: { url, matching, use } }: NonNullable<IdpEnd['redirects']>[number], sent: string): boolean {
  if (url === '') return use === 'login';
  if (matching !== 'regex' && matching !== 'glob') return !differs(url, sent) && !hasOtherPath(url, sent);
  if (known(url) === undefined || known(sent) === undefined) return true;
  if (matching === 'glob') return fits(url, sent);
  try {
    // It is anybody's text: an engine that looks back may never end.
    return RE2JS.compile(url).matches(sent);
  } catch {
    // Python knows more than RE2 does.
    return true;
  }
}

/** The same of two ends: an app may be open at several hosts, and a provider may take the usual port of a scheme for none. */
export function allowsOf(one: Parameters<typeof allows>[0], sent: string, { anyHost }: Pick<LoginEnd, 'anyHost'>, { idp }: Pick<IdpEnd, 'idp'>): boolean {
  if (allows(one, sent)) return true;
  if (idp.starTakesSlash === true && one.value.matching === 'glob' && one.value.url === `${sent}/*`) return true;
  if (anyHost === true && behindHost(one.value.url) === behindHost(sent)) return true;
  if (
    idp.lowersHosts === true &&
    allows(
      one,
      sent.replace(/^https?:\/\/[^/]*/i, (start) => start.toLowerCase()),
    )
  )
    return true;
  return idp.parsesRedirects === true && allows(one, sent.replace(/^(https:\/\/[^/:]+):443(?=\/|$)|^(http:\/\/[^/:]+):80(?=\/|$)/, '$1$2'));
}

/** The path of an address whose host ends in a variable, such as `https://wiki.${DOMAIN}/callback`: what stands for a domain has no slash. */
const pathOf = (url: string): string | undefined =>
  /^https?:\/\/(?:[\w-]{1,63}\.){1,9}(?:[\w-]{1,63}|\$\{[^{}$]{1,99}\})(?::\d{1,5})?(\/[^$<{]{0,999})$/.exec(url)?.[1];

const hasOtherPath = (one: string, other: string): boolean => {
  const [left, right] = [pathOf(one), pathOf(other)];
  return left !== undefined && right !== undefined && left !== right;
};

const behindHost = (url: string): string => url.replace(/^[a-z][a-z0-9+.-]{0,20}:\/\/[^/]*/i, '');

/** Whether a text has the parts of a pattern between its stars, in their order. */
function fits(pattern: string, text: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop();
  if (last === undefined) return pattern === text;
  if (!text.startsWith(first) || text.length < first.length + last.length || !text.endsWith(last)) return false;
  let from = first.length;
  for (const part of rest) {
    const at = text.indexOf(part, from);
    if (at === -1 || at + part.length > text.length - last.length) return false;
    from = at + part.length;
  }
  return true;
}
