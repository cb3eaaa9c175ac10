import { secretOf } from '../../login/environment-form.ts';
import { type LoginEnd, issuerOf, oidcEnd, scopesOf } from '../../login/login-end.ts';
import type { Manifests } from '../../tree/manifests.ts';
import { type Oauth2Proxy, oauth2ProxiesOf } from './settings.ts';

/** Reads the ends of oauth2-proxies: flags, environment, files, and the values of the chart. */
export function readOauth2Proxy(manifests: Manifests): LoginEnd[] {
  return oauth2ProxiesOf(manifests).flatMap(endOf);
}

/** Without a flag, and `groups` besides where some are allowed (providers/providers.go, newProviderDataFromConfig). */
const usual = ['openid', 'email', 'profile'] as const;

/** Providers that need an issuer; the others know where their users are (providers/providers.go). */
const byIssuer = ['oidc', 'keycloak-oidc', 'adfs'];

function endOf({ container, flags, at, hidden, secretName }: Oauth2Proxy): LoginEnd[] {
  const { object, release, env } = container;
  const issuer = flags.get('oidc-issuer-url');
  const provider = flags.get('provider');
  const isOidc = issuer !== undefined || env.has('OAUTH2_PROXY_OIDC_ISSUER_URL') || (provider !== undefined && byIssuer.includes(provider.value));
  if (!isOidc) return [];
  const clientId = flags.get('client-id');
  const place = issuer ?? provider ?? env.get('OAUTH2_PROXY_OIDC_ISSUER_URL')!.at;
  const redirect = flags.get('redirect-url');
  const groups = scopesOf(flags.get('allowed-group') ?? flags.get('allowed-groups')) ?? [];
  const has = (name: string) => flags.has(name) || env.has(`OAUTH2_PROXY_${name.toUpperCase().replaceAll('-', '_')}`);
  const missing = [
    ...(has('oidc-issuer-url') ? [] : [{ name: 'issuer', wanted: 'OAUTH2_PROXY_OIDC_ISSUER_URL' }]),
    ...(has('client-id') || has('client-id-file') || secretName !== undefined ? [] : [{ name: 'client id', wanted: 'OAUTH2_PROXY_CLIENT_ID' }]),
  ];
  // The address counts as verified unless the claim email_verified is false, and only when it is taken from the claim email
  // (providers/provider_data.go, buildSessionFromClaims).
  const takesEmail = (flags.get('oidc-email-claim')?.value ?? 'email') === 'email';
  const lenient = flags.get('insecure-oidc-allow-unverified-email')?.value === 'true';
  return [
    oidcEnd({
      app: 'oauth2-proxy',
      object,
      release,
      container,
      at,
      groups,
      ...issuerOf(issuer, flags.get('insecure-oidc-skip-issuer-verification')?.value === 'true' ? undefined : 'issuer'),
      endpoints: ['login-url', 'redeem-url', 'profile-url'].flatMap((name) => flags.get(name) ?? []),
      scopes:
        scopesOf(flags.get('scope')) ?? (hidden ? undefined : [...usual, ...(groups.length === 0 ? [] : ['groups'])].map((value) => ({ ...place, value }))),
      usesGroups: groups[0],
      deciders: groups.length === 0 ? undefined : [{ what: 'its allowed groups', groups, at: groups[0]! }],
      clientId,
      sends: redirect === undefined ? undefined : [redirect],
      otherRedirects: /\/callback$/,
      // Without a method it sends no challenge (pkg/apis/options/login.go, code-challenge-method).
      pkce: flags.has('code-challenge-method') ? true : hidden ? undefined : false,
      needsVerifiedEmail: lenient || !takesEmail || hidden ? undefined : place,
      secret: secretName === undefined ? secretOf(env.get('OAUTH2_PROXY_CLIENT_SECRET')) : { name: secretName, key: { ...secretName, value: 'client-secret' } },
      missing: hidden || missing.length === 0 ? undefined : missing,
    }),
  ];
}
