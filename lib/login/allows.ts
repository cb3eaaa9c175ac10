import { RE2JS } from 're2js';
import type { IdpEnd } from './idp-end.ts';
import { known } from '../tree/known.ts';
import { differs } from '../tree/opaque.ts';

/** True when a redirect URI of a provider lets this address pass, or when that cannot be told. */
export function allows({ value: { url, matching, use } }: NonNullable<IdpEnd['redirects']>[number], sent: string): boolean {
  if (url === '') return use === 'login';
  if (matching !== 'regex' && matching !== 'glob') return !differs(url, sent);
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
