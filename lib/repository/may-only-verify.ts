import type { IdpEnd } from '../login/idp-end.ts';
import type { LoginEnd } from '../login/login-end.ts';

/**
 * Whether something may only judge tokens of a client that another app gets: the API behind a web page is told issuer and client id, and has neither a secret
 * nor a redirect URI (RFC 9068, section 4).
 */
export const mayOnlyVerify = ({ unknownApp, clientType, redirects = [], callback }: LoginEnd, client: IdpEnd): boolean =>
  unknownApp === true && redirects.length === 0 && callback === undefined && [clientType?.value, client.clientType?.value].includes('public');
