import { RE2JS } from 're2js';
import type { IdpEnd } from './idp-end.ts';
import { known } from '../tree/known.ts';

/** True when a redirect URI of a provider lets this address pass, or when that cannot be told. */
export function allows({ value: { url, matching, use } }: NonNullable<IdpEnd['redirects']>[number], sent: string): boolean {
  if (known(url) === undefined) return url !== '' || use === 'login';
  if (matching !== 'regex') return url === sent;
  try {
    // It is anybody's text: an engine that looks back may never end.
    return RE2JS.compile(url).matches(sent);
  } catch {
    // Python knows more than RE2 does.
    return true;
  }
}
