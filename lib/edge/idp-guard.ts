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
    wanted: 'an identity provider that answers the ingress controller: authentik, or one of yours whose writer has guard',
    fix: `add guard to the writer of ${idp.title}, give the app an OpenID Connect login, or put oauth2-proxy in front of it`,
  });
}

/** The path that an edge asks. @throws PinoutError `guard-outside`: the identity provider does not answer this kind of edge */
export function askedPath(facts: Pick<Facts, 'idp'>, kind: keyof IdpGuard['asks'], app: string): string {
  const path = idpGuard(facts, app).asks[kind];
  if (path !== undefined) return path;
  throw new PinoutError({
    code: 'guard-outside',
    app,
    field: 'idp.provider',
    found: `a guard of ${facts.idp.title} without asks.${kind}`,
    wanted: 'the path that this kind of edge asks',
    fix: `add asks.${kind} to guard in the writer of ${facts.idp.title}`,
  });
}
