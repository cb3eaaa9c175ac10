import { grantsFor } from '../../contract/grant.ts';
import { found, type Observed } from '../../contract/observed.ts';
import type { Scope } from '../../contract/scope.ts';
import { Environment } from '../../flux/environment.ts';
import type { SourceDocument } from '../../manifest/source.ts';

const document = '.well-known/openid-configuration';

/**
 * Reads FreshRSS' end out of the environment of any container. Its redirect URI is made of the request; the one that is read is what a request to
 * the base URL of its installation makes.
 */
export function readFreshrss(documents: readonly SourceDocument[]): Observed[] {
  return Environment.all(documents).flatMap((environment) => {
    const metadata = environment.text('OIDC_PROVIDER_METADATA_URL');
    if (metadata === undefined || environment.at('OIDC_CLIENT_CRYPTO_KEY') === undefined || environment.text('OIDC_ENABLED')?.value === '0') return [];
    const [, issuer, slug] = /^(.*\/application\/o\/([^/]+)\/)\.well-known\/openid-configuration$/.exec(metadata.value) ?? [];
    const install = environment.text('FRESHRSS_INSTALL');
    const base = /(?:^|\s)--base-url[\s=](https?:\/\/\S+)/.exec(install?.value ?? '')?.[1];
    const port = environment.text('OIDC_X_FORWARDED_HEADERS')?.value.includes('X-Forwarded-Port') === true ? ':443' : '';
    const scopes = environment.text('OIDC_SCOPES') ?? { ...metadata, value: 'openid' };
    const asked = scopes.value.split(/[\s:]+/).filter((scope) => scope !== '');
    const secret = environment.secret('OIDC_CLIENT_SECRET');
    return [
      found({
        end: 'app',
        protocol: 'oidc',
        slug: slug === undefined ? undefined : { ...metadata, value: slug },
        issuer: issuer === undefined ? { ...metadata, value: metadata.value.replace(document, '') } : { ...metadata, value: issuer },
        clientId: environment.text('OIDC_CLIENT_ID'),
        clientType: secret === undefined ? undefined : { ...metadata, value: 'confidential' },
        redirects:
          install === undefined || base === undefined
            ? undefined
            : [{ ...install, value: { url: `${base.replace(/\/$/, '')}${port}/i/oidc/`, use: 'login', matching: 'strict' } }],
        scopes: asked.map((value) => ({ ...scopes, value })),
        grants: grantsFor(asked as Scope[]).map((value) => ({ ...scopes, value })),
        secret,
      }),
    ];
  });
}
