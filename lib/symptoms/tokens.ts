import type { Symptom } from './symptom.ts';

/** What apps say of tokens, codes and cookies that do not fit, and kubelogin of its own sign-in. */
export const tokenSymptoms: readonly Symptom[] = [
  {
    text: 'Failed to verify ID Token: …',
    says: 'Headlamp, page',
    source: 'kubernetes-sigs/headlamp: backend/cmd/headlamp.go',
    causes: [
      { cause: 'the issuer in the settings of Headlamp is not the one in the token', see: 'issuer-mismatch' },
      { cause: 'the provider encrypts its tokens, or Headlamp uses an access token', see: 'encryption-key-set' },
      { cause: 'the client ids differ', see: 'client-id-mismatch' },
    ],
    tell: 'pinout explain --for headlamp < token',
  },
  {
    text: 'oidc: malformed jwt: …',
    says: 'any program in Go, log',
    source: 'coreos/go-oidc: oidc/verify.go',
    causes: [
      { cause: 'the provider encrypts its tokens (five parts): remove encryption_key', see: 'encryption-key-set' },
      { cause: 'an opaque access token was sent instead of an id token', see: 'tasks/explain-a-token' },
    ],
    tell: 'pinout explain < token',
  },
  {
    text: 'Invalid JSON web token: found 5 parts (expected 3)',
    says: 'Vaultwarden and other programs in Rust, log',
    source: 'dani-garcia/vaultwarden#6230',
    causes: [{ cause: 'the provider encrypts its tokens: remove encryption_key', see: 'encryption-key-set' }],
    tell: 'pinout explain < token',
  },
  {
    text: 'Wrong number of segments',
    says: 'Nextcloud and other programs in PHP, log',
    source: 'firebase/php-jwt: src/JWT.php',
    causes: [
      { cause: 'the provider encrypts its tokens (five parts): remove encryption_key', see: 'encryption-key-set' },
      { cause: 'the token endpoint returned an error page', see: 'issuer-mismatch' },
    ],
    tell: 'pinout explain < token',
  },
  {
    text: 'kid must be provided in JWT header.',
    says: 'Nextcloud, log',
    source: 'nextcloud/user_oidc#734',
    causes: [{ cause: 'the provider has no signing key, so authentik signs with the client secret', see: 'signing-key-missing' }],
    tell: 'pinout explain < token',
  },
  {
    text: 'go-jose/go-jose: error in cryptographic primitive',
    says: 'kube-apiserver and other programs in Go, log',
    source: 'go-jose/go-jose: shared.go',
    causes: [
      { cause: 'another provider issued the token', see: 'issuer-mismatch' },
      { cause: 'the signing key was changed, and the old keys are still cached', see: 'tasks/explain-a-token' },
    ],
    tell: 'pinout explain --jwks jwks.json < token',
  },
  {
    text: "couldn't add custom cert to context",
    says: 'Headlamp, log',
    source: 'kubernetes-sigs/headlamp: backend/pkg/auth/auth.go',
    causes: [{ cause: 'oidcCAFile does not contain a PEM certificate; without your own CA, remove it', see: 'apps/headlamp' }],
    tell: 'kubectl -n NAMESPACE exec deploy/headlamp -- head -1 FILE',
  },
  {
    text: 'Request to user_info endpoint failed: …',
    says: 'Vaultwarden, log',
    source: 'dani-garcia/vaultwarden: src/sso_client.rs',
    causes: [
      { cause: 'the pod cannot reach authentik at the host in its discovery document', see: 'hairpin' },
      { cause: 'the token was refused: the provider was recreated in the meantime', see: 'tasks/authentik' },
    ],
    tell: 'kubectl -n NAMESPACE debug POD -it --image=curlimages/curl -- curl -sS https://AUTHENTIK/application/o/SLUG/.well-known/openid-configuration',
  },
  {
    text: 'oauth2: cannot fetch token: …',
    says: 'Grafana and other programs in Go, log',
    source: 'golang/oauth2: token.go',
    causes: [
      { cause: '401: the two ends have different client secrets', see: 'secret-mismatch' },
      { cause: '400: the rest of the message names the error: invalid_grant, invalid_scope, invalid_client', see: 'client-type-mismatch' },
      { cause: '404: token_url is not an authentik endpoint', see: 'grafana-endpoint-wrong' },
    ],
    tell: 'kubectl -n authentik logs deploy/authentik-server | grep -i error',
  },
  {
    text: 'unsupported protocol scheme "…"',
    says: 'any program in Go, log',
    source: 'golang/go: src/net/http/transport.go',
    causes: [
      { cause: 'a URL in the settings is empty or lacks https://: usually api_url, the userinfo endpoint', see: 'grafana-endpoint-wrong' },
      { cause: 'the setting contains a variable that is not set', see: 'variable-key-missing' },
    ],
    tell: 'kubectl -n NAMESPACE get deploy NAME -o yaml | grep -iE "url|issuer"',
  },
  {
    text: '"response" is not a conform Authorization Server Metadata response (unexpected HTTP status code)',
    says: 'any program in Node (Auth.js, openid-client), log',
    source: 'panva/oauth4webapi: src/index.ts',
    causes: [
      { cause: 'no application has this slug, or its provider is missing', see: 'issuer-mismatch' },
      { cause: "the issuer is authentik's root URL, without an application", see: 'issuer-no-slug' },
      { cause: 'a proxy answers instead of authentik', see: 'hairpin' },
    ],
    tell: 'kubectl -n NAMESPACE debug POD -it --image=curlimages/curl -- curl -sS https://AUTHENTIK/application/o/SLUG/.well-known/openid-configuration',
  },
  {
    text: 'The authorization code has already been used',
    says: 'an identity provider, page or log',
    source: 'actualbudget/actual#5745',
    causes: [
      { cause: 'the sign-in page was loaded twice, or two pods handled the same login', see: 'headlamp-replicas' },
      { cause: 'the app kept an old sign-in: start again in a private window', see: 'tasks/explain-a-token' },
    ],
    tell: 'kubectl -n NAMESPACE get pods',
  },
  {
    text: 'Code challenge not matching',
    says: 'authentik, log',
    source: 'goauthentik/authentik: authentik/providers/oauth2/views/token.py',
    causes: [
      { cause: 'the app sends the wrong verifier: two pods do not share the session', see: 'headlamp-replicas' },
      { cause: 'the app started the sign-in with PKCE and finished it without', see: 'public-client-without-pkce' },
    ],
    tell: 'kubectl -n authentik logs deploy/authentik-server | grep -i challenge',
  },
  {
    text: 'login.OAuthLogin(state mismatch)',
    says: 'Grafana, log',
    source: 'grafana/grafana#17978',
    causes: [
      { cause: 'the sign-in started at another host or over http, so the cookie is not sent back', see: 'grafana-root-url' },
      { cause: 'a sign-in was started in two tabs', see: 'apps/grafana' },
    ],
    tell: 'kubectl -n monitoring exec deploy/grafana -c grafana -- printenv | grep -i root_url',
  },
  {
    text: 'failed to decode session',
    says: 'authentik, log of the outpost',
    source: 'goauthentik/authentik: internal/outpost/proxyv2/application/oauth.go',
    causes: [
      { cause: 'the cookie is from before the last restart: the next sign-in replaces it', see: 'tasks/authentik' },
      { cause: 'several outposts serve the host, each with its own sessions', see: 'forward-auth-cookie' },
    ],
    tell: 'kubectl -n authentik get pods -l goauthentik.io/outpost-type=proxy',
  },
  {
    text: 'Failed to provision the user',
    says: 'Nextcloud, page',
    source: 'nextcloud/user_oidc: lib/Controller/LoginController.php',
    causes: [
      { cause: 'auto_provision is off, and there is no account with the user id of the token', see: 'nextcloud-unique-uid' },
      { cause: 'the claim for the user id is not in the token', see: 'username-claim-missing' },
    ],
    tell: 'kubectl -n nextcloud exec deploy/nextcloud -- php occ user_oidc:provider',
  },
  {
    text: 'The discovery endpoint is not reachable.',
    says: 'Nextcloud, page or occ',
    source: 'nextcloud/user_oidc: lib/Controller/SettingsController.php',
    causes: [
      { cause: 'the address is private and allow_local_remote_servers is not set', see: 'nextcloud-private-address' },
      { cause: 'the pod cannot reach authentik', see: 'hairpin' },
    ],
    tell: 'kubectl -n nextcloud exec deploy/nextcloud -- php -r \'echo file_get_contents("https://AUTHENTIK/application/o/nextcloud/.well-known/openid-configuration");\'',
  },
  {
    text: 'Invalid authentication via OAuth2: unable to obtain CSRF cookie: …',
    says: 'oauth2-proxy, log',
    source: 'oauth2-proxy/oauth2-proxy: oauthproxy.go',
    causes: [
      { cause: 'cookie_domains or the host of redirect_url is not the one where the sign-in started', see: 'redirect-missing' },
      { cause: 'the cookie expired during the sign-in, or the sign-in was started in another tab', see: 'tasks/explain-a-token' },
    ],
    tell: 'kubectl -n NAMESPACE logs deploy/oauth2-proxy | grep -i csrf',
  },
  {
    text: 'could not open the browser: …',
    says: 'kubelogin',
    source: 'int128/kubelogin: pkg/usecases/authentication/authcode/browser.go',
    causes: [
      {
        cause: 'there is no browser here (a server, WSL, a container): open the printed address by hand, or use --grant-type=device-code',
        see: 'apps/kubectl',
      },
    ],
    tell: 'kubectl oidc-login get-token -v1 --oidc-issuer-url=ISSUER --oidc-client-id=kubectl',
  },
  {
    text: 'listen tcp …: bind: address already in use',
    says: 'kubelogin',
    source: 'golang/go: src/syscall/zerrors_linux_amd64.go',
    causes: [
      {
        cause: 'another kubelogin sign-in or another program uses port 8000: kubelogin then uses 18000, which must be an allowed redirect URI',
        see: 'redirect-missing',
      },
    ],
    tell: 'ss -ltnp | grep -E ":(8000|18000)"',
  },
  {
    text: 'the server has asked for the client to provide credentials',
    says: 'kubectl',
    source: 'kubernetes/kubernetes: staging/src/k8s.io/apimachinery/pkg/api/errors/errors.go',
    causes: [
      { cause: 'kube-apiserver refuses the token', see: 'tasks/explain-a-token' },
      { cause: 'kube-apiserver trusts no issuer at all', see: 'apiserver-no-issuer' },
      { cause: 'an old token is in the cache: kubectl oidc-login clean', see: 'apps/kubectl' },
    ],
    tell: 'pinout explain < token',
  },
];
