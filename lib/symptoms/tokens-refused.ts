import type { Symptom } from './symptom.ts';

/** What apps say of a user whom the identity provider has let in, and of a client that may not do what it asks for. */
export const refusedTokenSymptoms: readonly Symptom[] = [
  {
    text: 'Invalid redirect uri (strict comparison)',
    says: 'authentik, log of the server',
    source: 'goauthentik/authentik: authentik/providers/oauth2/views/authorize.py',
    causes: [{ cause: 'the redirect URI of the app is not among those of its client: host, path, slash or http instead of https', see: 'redirect-missing' }],
    tell: 'pinout check --only redirect-missing',
  },
  {
    text: 'Invalid redirect uri (regex comparison)',
    says: 'authentik, log of the server',
    source: 'goauthentik/authentik: authentik/providers/oauth2/views/authorize.py',
    causes: [
      { cause: 'the redirect URI of the app is not among those of its client: host, path, slash or http instead of https', see: 'redirect-missing' },
      { cause: 'the expression is no full match: dots without a backslash, or an end that is missing', see: 'redirect-wildcard' },
    ],
    tell: 'pinout check --only redirect-missing',
  },
  {
    text: 'Vault login failed. Token verification failed.',
    says: 'Vault, page',
    source: 'hashicorp/vault-plugin-auth-jwt: path_oidc.go',
    causes: [
      { cause: 'the token is for another client: bound_audiences or the client id is wrong', see: 'client-id-mismatch' },
      { cause: 'the provider has no signing key', see: 'signing-key-missing' },
      { cause: 'the issuer differs', see: 'vault-discovery-url' },
    ],
    tell: 'vault write auth/oidc/role/ROLE verbose_oidc_logging=true; the log of Vault then says why',
  },
  {
    text: 'aud claim does not match any bound audience',
    says: 'Vault, page and log',
    source: 'hashicorp/vault#8376',
    causes: [{ cause: 'bound_audiences does not name the client id', see: 'client-id-mismatch' }],
    tell: 'vault read auth/oidc/role/ROLE',
  },
  {
    text: 'Invalid ID token nonce',
    says: 'Vault, answer of its API',
    source: 'hashicorp/vault-plugin-auth-jwt#105',
    causes: [{ cause: 'the callback is called without the nonce of its sign-in: by a script, or from an old tab', see: 'apps/vault' }],
    tell: 'sign in again in a private window',
  },
  {
    text: 'unauthorized redirect_uri: redirect_uri=…',
    says: 'Vault, log; the button does nothing',
    source: 'hashicorp/vault-plugin-auth-jwt: path_oidc.go',
    causes: [
      { cause: 'allowed_redirect_uris of the role does not have this address', see: 'vault-redirect-mount' },
      { cause: 'the role does not exist: default_role is wrong', see: 'vault-default-role' },
    ],
    tell: 'vault read auth/oidc/role/ROLE',
  },
  {
    text: 'role with oidc role_type is not allowed',
    says: 'Vault, page',
    source: 'hashicorp/vault#9209',
    causes: [
      { cause: 'the role is of the type oidc, and the login is with a JWT', see: 'apps/vault' },
      { cause: 'jwt keys are configured beside the discovery URL', see: 'vault-discovery-url' },
    ],
    tell: 'vault read auth/oidc/config',
  },
  {
    text: 'required email domain not fulfilled',
    says: 'Grafana, page and log',
    source: 'grafana/grafana: pkg/services/login/errors.go',
    causes: [{ cause: 'allowed_domains does not have the domain of this address', see: 'apps/grafana' }],
    tell: 'pinout explain --for grafana < token',
  },
  {
    text: 'User sync failed',
    says: 'Grafana, page and log',
    source: 'grafana/grafana#70203',
    causes: [
      { cause: 'another user has this e-mail address or login: oauth_allow_insecure_email_lookup', see: 'grafana-email-lookup' },
      { cause: 'the last administrator would lose the role', see: 'apps/grafana' },
    ],
    tell: 'kubectl -n NAMESPACE logs deploy/grafana | grep user.sync',
  },
  {
    text: 'Error getting user info: …',
    says: 'Grafana, log',
    source: 'grafana/grafana: pkg/login/social/connectors/generic_oauth.go',
    causes: [
      { cause: 'api_url is wrong: it is the userinfo endpoint', see: 'grafana-endpoint-wrong' },
      { cause: 'the pod cannot reach the identity provider', see: 'hairpin' },
    ],
    tell: 'pinout check --only grafana-endpoint-wrong',
  },
  {
    text: 'Sign up is not allowed for this adapter',
    says: 'Grafana, log',
    source: 'grafana/grafana: pkg/services/user/userimpl/user.go',
    causes: [{ cause: 'allow_sign_up is false, and nobody has added the user', see: 'apps/grafana' }],
    tell: 'pinout explain --for grafana < token',
  },
  {
    text: 'SSO sign-up is disabled',
    says: 'Vaultwarden, page',
    source: 'dani-garcia/vaultwarden: src/api/identity.rs',
    causes: [{ cause: 'SSO_SIGNUPS_ALLOWED is false, and nobody has invited the user', see: 'apps/vaultwarden' }],
    tell: 'kubectl -n NAMESPACE get deploy vaultwarden -o yaml | grep -A1 SSO_',
  },
  {
    text: 'unexpected issuer URI `…` (expected `…`)',
    says: 'Vaultwarden and other apps in Rust, log',
    source: 'dani-garcia/vaultwarden#6770',
    causes: [
      { cause: 'SSO_AUTHORITY lacks the slash at its end, or has one too many', see: 'issuer-slash-missing' },
      { cause: 'another slug, or another host', see: 'issuer-mismatch' },
    ],
    tell: 'kubectl -n NAMESPACE debug POD -it --image=curlimages/curl -- curl -sS https://AUTHENTIK/application/o/SLUG/.well-known/openid-configuration',
  },
  {
    text: 'Invalid redirect URL',
    says: 'Actual Budget, answer of its API',
    source: 'actualbudget/actual#7241',
    causes: [
      { cause: 'a program signs in with a password while OpenID is the method: only the browser can', see: 'apps/actual-budget' },
      { cause: 'ACTUAL_OPENID_SERVER_HOSTNAME is not the address in the browser', see: 'redirect-missing' },
    ],
    tell: 'kubectl -n NAMESPACE get deploy actual -o yaml | grep -A1 ACTUAL_OPENID_SERVER_HOSTNAME',
  },
  {
    text: 'Error setting up OpenID client: …',
    says: 'Actual Budget, log at its start',
    source: 'actualbudget/actual#6333',
    causes: [
      {
        cause: 'the pod cannot reach the identity provider, or does not trust its certificate; Actual then offers a password instead',
        see: 'actual-fail-open',
      },
      { cause: 'the issuer is wrong', see: 'issuer-mismatch' },
    ],
    tell: 'kubectl -n NAMESPACE debug POD -it --image=curlimages/curl -- curl -sS https://AUTHENTIK/application/o/SLUG/.well-known/openid-configuration',
  },
  {
    text: 'Failed to decrypt the OIDC client secret',
    says: 'Nextcloud, log',
    source: 'nextcloud/user_oidc: lib/Controller/LoginController.php',
    causes: [{ cause: 'the secret in the database was encrypted with another secret of config.php: set the client secret anew', see: 'tasks/restore' }],
    tell: 'kubectl -n nextcloud exec deploy/nextcloud -- php occ user_oidc:provider NAME',
  },
  {
    text: 'Can not get identifier from provider',
    says: 'Nextcloud with oidc_login, page',
    source: 'pulsejet/nextcloud-oidc-login#311',
    causes: [{ cause: 'the claim that attributes.id names is not in the token', see: 'username-claim-missing' }],
    tell: 'pinout explain --for nextcloud < token',
  },
  {
    text: 'State token does not match',
    says: 'Nextcloud, page',
    source: 'nextcloud/user_oidc#916',
    causes: [
      { cause: 'the sign-in began at another host, or took too long: begin again', see: 'nextcloud-https' },
      { cause: 'the browser kept an old tab', see: 'apps/nextcloud' },
    ],
    tell: 'kubectl -n nextcloud exec deploy/nextcloud -- php occ config:system:get overwriteprotocol',
  },
  {
    text: 'User is not authorized to access this application',
    says: 'authentik and others, page',
    source: 'goauthentik/authentik: authentik/policies/views.py',
    causes: [
      { cause: 'the user is in no group that the application admits', see: 'group-not-admitted' },
      { cause: 'a binding is disabled or negated', see: 'binding-disabled' },
    ],
    tell: 'pinout who APP',
  },
  {
    text: 'the provider did not return an ID token',
    says: 'many apps, log',
    source: 'panva/openid-client: README.md',
    causes: [{ cause: 'the app does not ask for openid, or the provider does not map it', see: 'scope-openid-missing' }],
    tell: 'pinout check --only scope-openid-missing',
  },
  {
    text: 'token is unverifiable',
    says: 'apps in Go, log',
    source: 'golang-jwt/jwt: errors.go',
    causes: [
      { cause: 'the provider has no signing key', see: 'signing-key-missing' },
      { cause: 'the keys of the provider cannot be fetched', see: 'hairpin' },
    ],
    tell: 'pinout explain --for APP < token',
  },
  {
    text: 'failed to verify token signature',
    says: 'many apps, log',
    source: 'golang-jwt/jwt: errors.go',
    causes: [
      { cause: 'the provider has no signing key', see: 'signing-key-missing' },
      { cause: 'another provider issued the token', see: 'issuer-mismatch' },
    ],
    tell: 'pinout explain --for APP < token',
  },
  {
    text: 'User already exists',
    says: 'many apps, page and log',
    source: 'grafana/grafana: pkg/services/user/model.go',
    causes: [
      { cause: 'a user was made by hand with the same name or e-mail address: link it to the login, or remove it', see: 'grafana-email-lookup' },
      { cause: 'the claim for the name of the user changed', see: 'nextcloud-unique-uid' },
    ],
    tell: 'pinout explain --for APP < token',
  },
  {
    text: 'You do not have permission to log in to this server',
    says: 'Nextcloud with groups, page',
    source: 'nextcloud/user_oidc: lib/Controller/LoginController.php',
    causes: [{ cause: 'the user is in none of the groups that may log in', see: 'group-refused-by-app' }],
    tell: 'pinout explain --for nextcloud < token',
  },
  {
    text: 'The client is not authorized to request a token using this method',
    says: 'authentik and others, answer to the app',
    source: 'goauthentik/authentik: authentik/providers/oauth2/errors.py',
    causes: [
      { cause: 'grant_types of the provider lacks this grant', see: 'grant-missing' },
      { cause: 'the client type differs at both ends', see: 'client-type-mismatch' },
    ],
    tell: 'pinout check --only grant-missing,client-type-mismatch',
  },
  {
    text: 'The resource owner or authorization server denied the request',
    says: 'many apps, page',
    source: 'goauthentik/authentik: authentik/providers/oauth2/errors.py',
    causes: [
      { cause: 'the user is in no group that the application admits', see: 'group-not-admitted' },
      { cause: 'the user refused the consent', see: 'tasks/explain-a-token' },
    ],
    tell: 'pinout who APP',
  },
  {
    text: 'unauthorized_client',
    says: 'authentik and others, answer to the app',
    source: 'goauthentik/authentik: authentik/providers/oauth2/errors.py',
    causes: [
      { cause: 'grant_types of the provider lacks this grant', see: 'grant-missing' },
      { cause: 'the client type differs at both ends', see: 'client-type-mismatch' },
    ],
    tell: 'pinout check --only grant-missing,client-type-mismatch',
  },
  {
    text: 'access_denied',
    says: 'many apps, in the address that the browser returns to',
    source: 'goauthentik/authentik: authentik/providers/oauth2/errors.py',
    causes: [
      { cause: 'the user is in no group that the application admits', see: 'group-not-admitted' },
      { cause: 'the user refused the consent', see: 'tasks/explain-a-token' },
    ],
    tell: 'pinout who APP',
  },
  {
    text: 'The requested scope is invalid, unknown, or malformed',
    says: 'authentik and others, answer to the app',
    source: 'goauthentik/authentik: authentik/providers/oauth2/errors.py',
    causes: [{ cause: 'the app asks for a scope that its client does not have', see: 'scope-unmapped' }],
    tell: 'pinout check --only scope-unmapped',
  },
];
