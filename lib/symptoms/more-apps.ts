import type { Symptom } from './symptom.ts';

/** What Vaultwarden, FreshRSS, Actual Budget, Miniflux, homepage and oauth2-proxy say. */
export const moreAppSymptoms: readonly Symptom[] = [
  {
    text: 'Failed to discover OpenID provider: …',
    says: 'Vaultwarden, log',
    source: 'dani-garcia/vaultwarden: src/sso_client.rs',
    causes: [
      { cause: 'the pod cannot reach authentik', see: 'hairpin' },
      { cause: 'SSO_AUTHORITY has no trailing slash, or another slug', see: 'issuer-slash-missing' },
    ],
    tell: 'kubectl -n NAMESPACE debug POD -it --image=curlimages/curl -- curl -sS https://AUTHENTIK/application/o/SLUG/.well-known/openid-configuration',
  },
  {
    text: 'Failed to contact token endpoint: …',
    says: 'Vaultwarden, log',
    source: 'dani-garcia/vaultwarden: src/sso_client.rs',
    causes: [
      { cause: 'the client secrets differ', see: 'secret-mismatch' },
      { cause: 'the pod cannot reach authentik', see: 'hairpin' },
    ],
    tell: 'kubectl -n NAMESPACE debug POD -it --image=curlimages/curl -- curl -sS https://AUTHENTIK/application/o/SLUG/.well-known/openid-configuration',
  },
  {
    text: 'You need to verify your email with your provider before you can log in',
    says: 'Vaultwarden, page',
    source: 'dani-garcia/vaultwarden: src/api/identity.rs',
    causes: [{ cause: 'authentik returns email_verified: false since 2025.10', see: 'email-unverified' }],
    tell: 'pinout explain --for APP < token',
  },
  {
    text: 'could not retrieve metadata from url: …',
    says: 'FreshRSS, log of Apache',
    source: 'OpenIDC/mod_auth_openidc: src/mod_auth_openidc.c',
    causes: [
      { cause: 'the pod cannot reach authentik', see: 'hairpin' },
      { cause: 'OIDC_PROVIDER_METADATA_URL is wrong', see: 'issuer-mismatch' },
    ],
    tell: 'kubectl -n NAMESPACE debug POD -it --image=curlimages/curl -- curl -sS https://AUTHENTIK/application/o/SLUG/.well-known/openid-configuration',
  },
  {
    text: 'OIDCCryptoPassphrase takes one argument, Passphrase used for AES crypto on cookies and state.',
    says: 'FreshRSS, log of Apache',
    source: 'OpenIDC/mod_auth_openidc: the description of OIDCCryptoPassphrase, printed by Apache',
    causes: [{ cause: 'OIDC_CLIENT_CRYPTO_KEY is empty', see: 'freshrss-crypto-key' }],
    tell: 'kubectl -n freshrss get deploy freshrss -o yaml | grep -A3 OIDC_CLIENT_CRYPTO_KEY',
  },
  {
    text: 'openid-grant-failed: …',
    says: 'Actual Budget, page',
    source: 'actualbudget/actual: packages/sync-server/src/accounts/openid.ts',
    causes: [
      { cause: 'no user with this name was added: only the first user is created automatically', see: 'actual-second-user' },
      { cause: 'the client secrets differ', see: 'secret-mismatch' },
    ],
    tell: 'pinout explain --for APP < token',
  },
  {
    text: 'Unable to initialize OAuth2 provider',
    says: 'Miniflux, log',
    source: 'miniflux/v2: internal/ui/oauth2_callback.go',
    causes: [{ cause: 'OAUTH2_PROVIDER or the discovery endpoint is wrong', see: 'apps/oidc-app' }],
    tell: 'kubectl -n NAMESPACE debug POD -it --image=curlimages/curl -- curl -sS https://AUTHENTIK/application/o/SLUG/.well-known/openid-configuration',
  },
  {
    text: 'oidc: failed to initialize provider "…": …',
    says: 'Miniflux, log at startup',
    source: 'miniflux/v2: internal/oauth2/oidc.go',
    causes: [
      { cause: 'the pod cannot reach authentik', see: 'hairpin' },
      { cause: 'the endpoint has no trailing slash, or .well-known twice', see: 'issuer-slash-missing' },
    ],
    tell: 'kubectl -n NAMESPACE debug POD -it --image=curlimages/curl -- curl -sS https://AUTHENTIK/application/o/SLUG/.well-known/openid-configuration',
  },
  {
    text: 'Host validation failed for: … Hint: Set the HOMEPAGE_ALLOWED_HOSTS environment variable to allow requests from this host / port.',
    says: 'homepage, log',
    source: 'gethomepage/homepage: src/middleware.js',
    causes: [{ cause: 'HOMEPAGE_ALLOWED_HOSTS does not name the host', see: 'homepage-allowed-hosts' }],
    tell: 'kubectl -n homepage get deploy homepage -o yaml | grep -A1 HOMEPAGE_ALLOWED_HOSTS',
  },
  {
    text: 'Login Failed: Unable to find a valid CSRF token. Please try again.',
    says: 'oauth2-proxy, page',
    source: 'oauth2-proxy/oauth2-proxy: oauthproxy.go',
    causes: [
      { cause: 'cookie_secure or cookie_domain does not match the host', see: 'apps/oauth2-proxy' },
      { cause: 'the sign-in took too long, or was started in another tab', see: 'apps/oauth2-proxy' },
    ],
    tell: 'curl -sSI https://HOST/oauth2/start',
  },
  {
    text: 'Error redeeming code during OAuth2 callback: …',
    says: 'oauth2-proxy, log',
    source: 'oauth2-proxy/oauth2-proxy: oauthproxy.go',
    causes: [
      { cause: 'the client secrets differ', see: 'secret-mismatch' },
      { cause: 'the pod cannot reach authentik', see: 'hairpin' },
      { cause: 'authentik returns email_verified: false', see: 'email-unverified' },
    ],
    tell: 'kubectl -n authentik logs deploy/authentik-server | grep -i error',
  },
  {
    text: "email in id_token (…) isn't verified",
    says: 'oauth2-proxy, log',
    source: 'oauth2-proxy/oauth2-proxy: providers/provider_data.go',
    causes: [{ cause: 'authentik returns email_verified: false since 2025.10', see: 'email-unverified' }],
    tell: 'pinout explain --for APP < token',
  },
];
