import { PinoutError } from '../contract/error.ts';
import type { Facts } from '../contract/facts.ts';
import type { IdpGuard } from '../contract/idp-site.ts';

/** Where the edge asks who is there. @throws PinoutError `guard-outside`: the identity provider answers no such question */
export function idpGuard({ idp }: Pick<Facts, 'idp'>, app = 'cluster'): IdpGuard {
  if (idp.guard !== undefined) return idp.guard;
  throw new PinoutError({
    code: 'guard-outside',
    app,
    field: 'idp.provider',
    found: `${idp.title}, with ${app} behind forward-auth`,
    wanted: 'authentik, the only provider whose forward-auth pinout writes',
    fix: 'give the app an OpenID Connect login, put oauth2-proxy in front of it, or remove it',
  });
}
