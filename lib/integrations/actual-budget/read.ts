import { found, type Observed } from '../../contract/observed.ts';
import { Environment } from '../../flux/environment.ts';
import type { SourceDocument } from '../../manifest/source.ts';

/** Reads Actual Budget's end out of the environment of any container: every variable of it has a name that is Actual's alone. */
export function readActualBudget(documents: readonly SourceDocument[]): Observed[] {
  return Environment.all(documents).flatMap((environment) => {
    const discovery = environment.text('ACTUAL_OPENID_DISCOVERY_URL');
    if (discovery === undefined) return [];
    const [, issuer, slug] = /^(.*\/application\/o\/([^/]+)\/?)(?:\.well-known\/openid-configuration)?$/.exec(discovery.value) ?? [];
    const server = environment.text('ACTUAL_OPENID_SERVER_HOSTNAME');
    const secret = environment.secret('ACTUAL_OPENID_CLIENT_SECRET');
    return [
      found({
        end: 'app',
        protocol: 'oidc',
        slug: slug === undefined ? undefined : { ...discovery, value: slug },
        issuer: issuer === undefined ? discovery : { ...discovery, value: issuer.endsWith('/') ? issuer : `${issuer}/` },
        clientId: environment.text('ACTUAL_OPENID_CLIENT_ID'),
        clientType: secret === undefined ? undefined : { ...discovery, value: 'confidential' },
        redirects:
          server === undefined
            ? undefined
            : [{ ...server, value: { url: `${server.value.replace(/\/$/, '')}/openid/callback`, use: 'login', matching: 'strict' } }],
        // What the server asks for is no setting of it.
        scopes: ['openid', 'profile', 'email'].map((value) => ({ ...discovery, value })),
        grants: [{ ...discovery, value: 'authorization_code' }],
        secret,
      }),
    ];
  });
}
