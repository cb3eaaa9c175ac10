import { grantsFor } from '../../contract/grant.ts';
import { found, type Observed } from '../../contract/observed.ts';
import type { Scope } from '../../contract/scope.ts';
import { Environment } from '../../flux/environment.ts';
import type { SourceDocument } from '../../manifest/source.ts';

/** Reads Vaultwarden's end out of the environment of any container: every variable of it has a name that is Vaultwarden's alone. */
export function readVaultwarden(documents: readonly SourceDocument[]): Observed[] {
  return Environment.all(documents).flatMap((environment) => {
    const issuer = environment.text('SSO_AUTHORITY');
    if (issuer === undefined || environment.text('SSO_ENABLED')?.value === 'false') return [];
    const slug = /\/application\/o\/([^/]+)\/?$/.exec(issuer.value)?.[1];
    const domain = environment.text('DOMAIN');
    const scopes = environment.text('SSO_SCOPES') ?? { ...issuer, value: 'email profile' };
    const asked = new Set(['openid', ...scopes.value.split(/\s+/).filter((scope) => scope !== '')]);
    const ordered = ['openid', 'profile', 'email', ...asked].filter((scope, index, all) => asked.has(scope) && all.indexOf(scope) === index);
    const secret = environment.secret('SSO_CLIENT_SECRET');
    return [
      found({
        end: 'app',
        protocol: 'oidc',
        slug: slug === undefined ? undefined : { ...issuer, value: slug },
        issuer,
        clientId: environment.text('SSO_CLIENT_ID'),
        // Vaultwarden has no clients without a secret.
        clientType: secret === undefined ? undefined : { ...issuer, value: 'confidential' },
        redirects:
          domain === undefined
            ? undefined
            : [{ ...domain, value: { url: `${domain.value.replace(/\/$/, '')}/identity/connect/oidc-signin`, use: 'login', matching: 'strict' } }],
        scopes: ordered.map((value) => ({ ...scopes, value })),
        grants: grantsFor(ordered as Scope[]).map((value) => ({ ...scopes, value })),
        secret,
      }),
    ];
  });
}
