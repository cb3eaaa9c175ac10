import type { Client } from './clients.ts';
import { known } from '../tree/known.ts';

/** True when a redirect URI of a provider lets this address pass, or when that cannot be told. */
export function allows({ url, matching, use }: NonNullable<Client['redirects']>[number], sent: string): boolean {
  if (known(url) === undefined) return url !== '' || use === 'login';
  if (matching !== 'regex') return url === sent;
  try {
    return new RegExp(`^(?:${url})$`).test(sent);
  } catch {
    // Python's expressions may be none of ours.
    return true;
  }
}
