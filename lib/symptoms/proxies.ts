import type { Symptom } from './symptom.ts';

/** What oauth2-proxy, mod_auth_openidc, Traefik, nginx and Envoy say of a login in front of an app. */
export const proxySymptoms: readonly Symptom[] = [
  {
    text: 'neither the id_token nor the profileURL set an email',
    says: 'oauth2-proxy, log',
    source: 'oauth2-proxy/oauth2-proxy: providers/oidc.go',
    causes: [
      { cause: 'the app does not ask for the scope email, or the provider does not map it', see: 'scope-unmapped' },
      { cause: 'the user has no e-mail address: set oidc-email-claim', see: 'username-claim-missing' },
    ],
    tell: 'pinout explain --for APP < token',
  },
  {
    text: 'cookie_secret must be 16, 24, or 32 bytes to create an AES cipher, but is … bytes',
    says: 'oauth2-proxy, log; the pod does not start',
    source: 'oauth2-proxy/oauth2-proxy: pkg/validation/cookie.go',
    causes: [{ cause: 'the cookie secret has the wrong length: openssl rand -base64 32 | tr -- "+/" "-_"', see: 'apps/oauth2-proxy' }],
    tell: 'kubectl -n NAMESPACE get secret NAME -o jsonpath={.data.cookie-secret} | base64 -d | wc -c',
  },
  {
    text: 'Error loading cookied session: cookie "…" not present, removing session',
    says: 'oauth2-proxy, log',
    source: 'oauth2-proxy/oauth2-proxy: oauthproxy.go',
    causes: [
      { cause: 'nobody is signed in yet: harmless by itself', see: 'apps/oauth2-proxy' },
      { cause: 'after each sign-in: the domain of the cookie does not cover the host, or the cookie is Secure on http', see: 'forward-auth-cookie' },
    ],
    tell: 'pinout check --only redirect-missing',
  },
  {
    text: 'No valid authentication in request. Initiating login.',
    says: 'oauth2-proxy, log',
    source: 'oauth2-proxy/oauth2-proxy: oauthproxy.go',
    causes: [
      { cause: 'nobody is signed in yet: harmless by itself', see: 'apps/oauth2-proxy' },
      { cause: 'again after each sign-in: the cookie is lost', see: 'forward-auth-cookie' },
    ],
    tell: 'pinout check --only redirect-missing',
  },
  {
    text: 'failed to discover OIDC configuration: unexpected status "…": …',
    says: 'oauth2-proxy, log; the pod does not start',
    source: 'oauth2-proxy/oauth2-proxy: pkg/providers/oidc/provider.go',
    causes: [
      { cause: '404: the slug in oidc-issuer-url is wrong', see: 'issuer-mismatch' },
      { cause: '404: the issuer is the root of authentik', see: 'issuer-no-slug' },
      { cause: '502 or 503: the provider is not ready', see: 'reference-missing' },
    ],
    tell: 'kubectl -n NAMESPACE debug POD -it --image=curlimages/curl -- curl -sS https://AUTHENTIK/application/o/SLUG/.well-known/openid-configuration',
  },
  {
    text: 'invalid configuration: …',
    says: 'oauth2-proxy, log; the pod does not start',
    source: 'oauth2-proxy/oauth2-proxy: pkg/validation/options.go',
    causes: [{ cause: 'a setting is missing: client id, client secret, cookie secret or email domain', see: 'login-incomplete' }],
    tell: 'kubectl -n NAMESPACE logs deploy/oauth2-proxy',
  },
  {
    text: 'Permission Denied: Invalid Account',
    says: 'oauth2-proxy, page',
    source: 'oauth2-proxy/oauth2-proxy: oauthproxy.go',
    causes: [
      { cause: 'email_domains or the list of addresses does not admit this user', see: 'apps/oauth2-proxy' },
      { cause: 'allowed_groups does not admit this user', see: 'group-refused-by-app' },
    ],
    tell: 'pinout explain --for APP < token',
  },
  {
    text: 'Invalid authentication via OAuth2: unauthorized',
    says: 'oauth2-proxy, log',
    source: 'oauth2-proxy/oauth2-proxy: oauthproxy.go',
    causes: [
      { cause: 'email_domains or the list of addresses does not admit this user', see: 'apps/oauth2-proxy' },
      { cause: 'allowed_groups does not admit this user', see: 'group-refused-by-app' },
    ],
    tell: 'pinout explain --for APP < token',
  },
  {
    text: 'the URL hostname (…) of the configured OIDCRedirectURI does not match the URL hostname of the URL being accessed (…)',
    says: 'FreshRSS and others, log of Apache',
    source: 'OpenIDC/mod_auth_openidc: src/handle/authz.c',
    causes: [{ cause: 'the host comes from the proxy: OIDC_X_FORWARDED_HEADERS lacks X-Forwarded-Host', see: 'freshrss-forwarded-headers' }],
    tell: 'kubectl -n NAMESPACE logs deploy/freshrss | grep oidc_',
  },
  {
    text: 'no state cookie found for state "…"',
    says: 'FreshRSS and others, log of Apache',
    source: 'OpenIDC/mod_auth_openidc: src/state.c',
    causes: [
      { cause: 'the sign-in began at http, or at another host', see: 'freshrss-forwarded-headers' },
      { cause: 'an old tab: begin the sign-in again', see: 'apps/freshrss' },
    ],
    tell: 'kubectl -n NAMESPACE logs deploy/freshrss | grep oidc_',
  },
  {
    text: 'oidc_proto_validate_iss: requested issuer (…) does not match received "iss" value in id_token (…)',
    says: 'FreshRSS and others, log of Apache',
    source: 'OpenIDC/mod_auth_openidc: src/proto/id_token.c',
    causes: [
      { cause: 'the issuer is of another application', see: 'issuer-mismatch' },
      { cause: 'issuer_mode is global', see: 'issuer-mode-global' },
    ],
    tell: 'kubectl -n NAMESPACE debug POD -it --image=curlimages/curl -- curl -sS https://AUTHENTIK/application/o/SLUG/.well-known/openid-configuration',
  },
  {
    text: 'oidc_http_call: curl_easy_perform() failed on: … (…)',
    says: 'FreshRSS and others, log of Apache',
    source: 'OpenIDC/mod_auth_openidc: src/http.c',
    causes: [
      { cause: 'the pod cannot reach the identity provider by its public name', see: 'hairpin' },
      { cause: 'the certificate is not trusted', see: 'tasks/certificates' },
    ],
    tell: 'kubectl -n NAMESPACE debug POD -it --image=curlimages/curl -- curl -sS https://AUTHENTIK/application/o/SLUG/.well-known/openid-configuration',
  },
  {
    text: 'external authorization denied',
    says: 'Envoy Gateway or Istio, log',
    source: 'envoyproxy/envoy: source/extensions/filters/http/ext_authz/ext_authz.cc',
    causes: [
      { cause: 'the outpost refuses: the user is in no group that the application admits', see: 'group-not-admitted' },
      { cause: 'the outpost does not know the host', see: 'forward-auth-mismatch' },
      { cause: 'Envoy cannot reach the outpost', see: 'reference-missing' },
    ],
    tell: 'kubectl -n NAMESPACE describe securitypolicy',
  },
  {
    text: 'Embedded outpost is not configured correctly.',
    says: 'authentik, page of an administrator',
    source: 'goauthentik/authentik: authentik/outposts/tests/test_embedded.py',
    causes: [{ cause: 'authentik_host of the embedded outpost is empty or no public address', see: 'tasks/authentik' }],
    tell: 'curl -sI https://HOST/outpost.goauthentik.io/ping',
  },
  {
    text: 'no healthy upstream',
    says: 'Envoy Gateway or Istio, page',
    source: 'envoyproxy/envoy: source/common/router/router.cc',
    causes: [
      { cause: 'no pod behind the Service is ready', see: 'backend-missing' },
      { cause: 'the Service of extAuth or of the token endpoint does not exist', see: 'reference-missing' },
    ],
    tell: 'kubectl -n NAMESPACE get endpointslices',
  },
  {
    text: 'OAuth flow failed.',
    says: 'Envoy Gateway, page',
    source: 'envoyproxy/envoy: source/extensions/filters/http/oauth2/filter.cc',
    causes: [
      { cause: 'the client secrets differ', see: 'secret-mismatch' },
      { cause: 'Envoy cannot reach the token endpoint', see: 'hairpin' },
      { cause: 'the redirect URL is not routed to the same Gateway', see: 'redirect-not-routed' },
    ],
    tell: 'kubectl -n NAMESPACE describe securitypolicy',
  },
  {
    text: 'error fetching endpoints from issuer: …',
    says: 'Envoy Gateway, status of a SecurityPolicy',
    source: 'envoyproxy/gateway: internal/gatewayapi/securitypolicy.go',
    causes: [
      { cause: 'the controller cannot reach the issuer', see: 'hairpin' },
      { cause: 'the slug is wrong', see: 'issuer-mismatch' },
    ],
    tell: 'kubectl -n NAMESPACE describe securitypolicy',
  },
  {
    text: 'Not Found - The requested URL was not found: …/outpost.goauthentik.io/…',
    says: 'authentik or the app, page',
    source: 'goauthentik/authentik: internal/outpost/proxyv2/proxyv2.go',
    causes: [
      { cause: 'the path /outpost.goauthentik.io of the host does not lead to the outpost', see: 'forward-auth-mismatch' },
      { cause: 'the outpost does not serve this host: its provider is not on the outpost', see: 'proxy-without-outpost' },
    ],
    tell: 'curl -sI https://HOST/outpost.goauthentik.io/ping',
  },
  {
    text: 'outpost 404 page',
    says: 'authentik, page',
    source: 'goauthentik/authentik#8932',
    causes: [
      { cause: 'the proxy provider is not on the outpost', see: 'proxy-without-outpost' },
      { cause: 'external_host is not the host in the browser', see: 'forward-auth-mismatch' },
      { cause: 'the path /outpost.goauthentik.io does not lead to the outpost', see: 'forward-auth-mismatch' },
    ],
    tell: 'curl -sI https://HOST/outpost.goauthentik.io/ping',
  },
];
