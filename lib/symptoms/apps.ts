import type { Symptom } from './symptom.ts';

/** What Grafana, Vault, Nextcloud and Headlamp say. */
export const appSymptoms: readonly Symptom[] = [
  {
    text: 'user not a member of one of the required groups',
    says: 'Grafana, log',
    source: 'grafana/grafana: pkg/login/social/connectors/common.go',
    causes: [
      { cause: 'groups_attribute_path is not set: since 11.6 Grafana then finds no groups', see: 'grafana-groups-path' },
      { cause: 'the scope with the groups is not requested, or not mapped', see: 'groups-claim-empty' },
      { cause: 'the mapping reads groups from the wrong field for this version of authentik', see: 'groups-accessor' },
      { cause: 'allowed_groups names a group that does not exist', see: 'group-unknown' },
      { cause: 'the user is not in any of them', see: 'tasks/people' },
    ],
    tell: 'pinout explain --for APP < token',
  },
  {
    text: 'idP did not return a role attribute, but role_attribute_strict is set',
    says: 'Grafana, log',
    source: 'grafana/grafana: pkg/login/social/connectors/social_base.go',
    causes: [
      { cause: 'role_attribute_path returns no role for the groups of the user', see: 'grafana-role-path-missing' },
      { cause: 'the token has no groups', see: 'groups-claim-empty' },
    ],
    tell: 'pinout explain --for APP < token',
  },
  {
    text: 'IdP did not return a role attribute, please contact your administrator',
    says: 'Grafana, page',
    source: 'grafana/grafana: pkg/login/social/connectors/errors.go',
    causes: [
      { cause: 'role_attribute_path returns no role for the groups of the user', see: 'grafana-role-path-missing' },
      { cause: 'the token has no groups', see: 'groups-claim-empty' },
    ],
    tell: 'pinout explain --for APP < token',
  },
  {
    text: 'Missing saved oauth state',
    says: 'Grafana, page; [auth.oauth.state.missing] in its log',
    source: 'grafana/grafana: pkg/services/authn/clients/oauth.go',
    causes: [
      { cause: 'the host of root_url is not the host in the browser, so the cookie is lost', see: 'grafana-root-url' },
      { cause: 'the sign-in was started in another tab, or took too long', see: 'apps/grafana' },
    ],
    tell: 'curl -sSI https://GRAFANA/login/generic_oauth',
  },
  {
    text: 'Failed to get token from provider',
    says: 'Grafana, log',
    source: 'grafana/grafana: pkg/services/authn/clients/oauth.go',
    causes: [
      { cause: 'the Grafana pod cannot reach authentik', see: 'hairpin' },
      { cause: 'the client secrets differ', see: 'secret-mismatch' },
      { cause: 'token_url is wrong', see: 'grafana-endpoint-wrong' },
    ],
    tell: 'kubectl -n NAMESPACE debug POD -it --image=curlimages/curl -- curl -sS https://AUTHENTIK/application/o/SLUG/.well-known/openid-configuration',
  },
  {
    text: 'cannot remove last grafana admin',
    says: 'Grafana, log',
    source: 'grafana/grafana: pkg/services/user/model.go',
    causes: [{ cause: 'a login was linked to the local administrator by e-mail address', see: 'grafana-email-lookup' }],
    tell: 'kubectl -n monitoring logs deploy/grafana | grep -i admin',
  },
  {
    text: 'Missing auth_url. Please check that allowed_redirect_uris for the role include this mount path.',
    says: 'Vault, page',
    source: 'hashicorp/vault: ui/app/components/auth/form/oidc-jwt.ts',
    causes: [
      { cause: 'the redirect URI of the page is not in allowed_redirect_uris', see: 'vault-redirect-mount' },
      { cause: 'the role does not exist: default_role is missing or misspelled', see: 'vault-default-role' },
    ],
    tell: 'vault read auth/oidc/role/ROLE',
  },
  {
    text: 'error checking oidc discovery URL',
    says: 'Vault, answer 400',
    source: 'hashicorp/vault-plugin-auth-jwt: path_config.go',
    causes: [
      { cause: 'oidc_discovery_url is the URL of the discovery document, or has no trailing slash', see: 'vault-discovery-url' },
      { cause: 'the Vault pod cannot reach authentik', see: 'hairpin' },
      { cause: 'Vault does not trust the certificate: oidc_discovery_ca_pem', see: 'apps/vault' },
    ],
    tell: 'kubectl -n vault exec vault-0 -- wget -qO- https://AUTHENTIK/application/o/vault/.well-known/openid-configuration',
  },
  {
    text: '"groups" claim not found in token',
    says: 'Vault, page',
    source: 'hashicorp/vault-plugin-auth-jwt: path_login.go',
    causes: [
      { cause: 'oidc_scopes of the role does not include a scope with groups', see: 'vault-scopes-missing' },
      { cause: 'the requested scope carries no groups', see: 'groups-claim-empty' },
    ],
    tell: 'pinout explain --for APP < token',
  },
  {
    text: 'claim "…" not found in token',
    says: 'Vault, page',
    source: 'hashicorp/vault-plugin-auth-jwt: path_login.go',
    causes: [{ cause: 'user_claim names a claim that no requested scope carries', see: 'vault-scopes-missing' }],
    tell: 'pinout explain --for APP < token',
  },
  {
    text: 'error validating claims: claim "…" does not match any associated bound claim values',
    says: 'Vault, page',
    source: 'hashicorp/vault-plugin-auth-jwt: claims.go',
    causes: [
      { cause: 'the user is in none of the groups of bound_claims', see: 'tasks/people' },
      { cause: 'bound_claims names a group that does not exist', see: 'group-unknown' },
      { cause: 'the scope that the role requests carries no groups', see: 'groups-claim-empty' },
      { cause: 'the groups are empty: the mapping reads them from the wrong field', see: 'groups-accessor' },
    ],
    tell: 'pinout explain --for APP < token',
  },
  {
    text: 'error validating claims: claim "…" is missing',
    says: 'Vault, page',
    source: 'hashicorp/vault-plugin-auth-jwt: claims.go',
    causes: [
      { cause: 'oidc_scopes of the role does not include the scope that carries the claim', see: 'vault-scopes-missing' },
      { cause: 'the provider does not map the scope', see: 'groups-claim-empty' },
    ],
    tell: 'pinout explain --for APP < token',
  },
  {
    text: 'role "…" could not be found',
    says: 'Vault, page',
    source: 'hashicorp/vault-plugin-auth-jwt: path_oidc.go',
    causes: [
      { cause: 'default_role is missing, or names a role that does not exist', see: 'vault-default-role' },
      { cause: 'the tile passes role=, which the page ignores', see: 'vault-launch-role' },
    ],
    tell: 'vault list auth/oidc/role',
  },
  {
    text: 'Vault login failed. Expired or missing OAuth state.',
    says: 'Vault, page',
    source: 'hashicorp/vault-plugin-auth-jwt: path_oidc.go',
    causes: [
      { cause: 'the sign-in took longer than five minutes, or was started in another tab', see: 'apps/vault' },
      { cause: 'the Vault nodes do not share login state, and the browser reached another node', see: 'apps/vault' },
    ],
    tell: 'vault read auth/oidc/config',
  },
  {
    text: 'Vault login failed. Error exchanging oidc code: "…"',
    says: 'Vault, page',
    source: 'hashicorp/vault-plugin-auth-jwt: path_oidc.go',
    causes: [
      { cause: 'the client secrets differ', see: 'secret-mismatch' },
      { cause: 'the Vault pod cannot reach authentik', see: 'hairpin' },
    ],
    tell: 'kubectl -n authentik logs deploy/authentik-server | grep -i error',
  },
  {
    text: 'audience claim found in JWT but no audiences bound to the role',
    says: 'Vault, page',
    source: 'hashicorp/vault-plugin-auth-jwt: claims.go',
    causes: [{ cause: 'the role is for a JWT and not for OIDC: it needs bound_audiences', see: 'apps/vault' }],
    tell: 'vault read auth/oidc/role/ROLE',
  },
  {
    text: 'Could not reach the OpenID Connect provider.',
    says: 'Nextcloud, page',
    source: 'nextcloud/user_oidc: lib/Controller/LoginController.php',
    causes: [
      { cause: 'Nextcloud refuses private addresses: allow_local_remote_servers is not set', see: 'nextcloud-private-address' },
      { cause: 'the pod cannot reach authentik', see: 'hairpin' },
      { cause: 'the discovery URL is wrong', see: 'issuer-mismatch' },
    ],
    tell: 'kubectl -n nextcloud exec deploy/nextcloud -- sh -c \'grep -c "local access rules" data/nextcloud.log\'',
  },
  {
    text: 'Host "…" violates local access rules',
    says: 'Nextcloud, nextcloud.log',
    source: 'nextcloud/server: lib/private/Http/Client/Client.php',
    causes: [{ cause: 'allow_local_remote_servers is not set', see: 'nextcloud-private-address' }],
    tell: 'php occ config:system:get allow_local_remote_servers',
  },
  {
    text: '[action: userOidcLogin, attempts: …]',
    says: 'Nextcloud, nextcloud.log',
    source: 'nextcloud/server: lib/private/Security/Bruteforce/Throttler.php',
    causes: [
      { cause: 'brute force protection slows down the address after failed logins: php occ security:bruteforce:reset ADDRESS', see: 'apps/nextcloud' },
      { cause: 'Nextcloud sees the proxy as the client of every request: set TRUSTED_PROXIES', see: 'apps/nextcloud' },
    ],
    tell: 'php occ security:bruteforce:attempts ADDRESS',
  },
  {
    text: 'You must access Nextcloud with HTTPS to use OpenID Connect.',
    says: 'Nextcloud, page',
    source: 'nextcloud/user_oidc: lib/Controller/LoginController.php',
    causes: [{ cause: 'Nextcloud does not know that it is served over https', see: 'nextcloud-https' }],
    tell: 'php occ config:system:get overwriteprotocol',
  },
  {
    text: 'The received state does not match the expected value.',
    says: 'Nextcloud, page',
    source: 'nextcloud/user_oidc: lib/Controller/LoginController.php',
    causes: [
      { cause: 'the session was lost between the two requests: another host, or http', see: 'nextcloud-https' },
      { cause: 'the sign-in was started in another tab', see: 'apps/nextcloud' },
    ],
    tell: 'curl -sSI https://NEXTCLOUD/apps/user_oidc/login/1',
  },
  {
    text: 'Access through untrusted domain',
    says: 'Nextcloud, page',
    source: 'nextcloud/server: core/templates/untrustedDomain.php',
    causes: [{ cause: 'the host is not in trusted_domains: set nextcloud.host', see: 'apps/nextcloud' }],
    tell: 'php occ config:system:get trusted_domains',
  },
  {
    text: 'failed to refresh token: getting refresh token: key not found',
    says: 'Headlamp, log',
    source: 'kubernetes-sigs/headlamp#4361',
    causes: [
      { cause: 'Headlamp does not request offline_access', see: 'offline-access-missing' },
      { cause: 'the provider does not map offline_access', see: 'scope-unmapped' },
      { cause: 'the pod was restarted, or there are several: each keeps tokens in memory', see: 'headlamp-replicas' },
    ],
    tell: 'pinout check --only offline-access-missing,scope-unmapped',
  },
  {
    text: 'oauth2: token expired and refresh token is not set',
    says: 'Headlamp and other programs in Go, log',
    source: 'golang/oauth2: oauth2.go',
    causes: [
      { cause: 'the app does not request offline_access', see: 'offline-access-missing' },
      { cause: 'the provider does not map offline_access', see: 'scope-unmapped' },
      { cause: 'the provider does not allow the grant refresh_token', see: 'grant-missing' },
    ],
    tell: 'pinout check --only offline-access-missing,scope-unmapped',
  },
  {
    text: 'invalid request',
    says: 'Headlamp, page after the sign-in',
    source: 'kubernetes-sigs/headlamp#4019',
    causes: [{ cause: 'Headlamp has several replicas, and another pod does not know the login state', see: 'headlamp-replicas' }],
    tell: 'kubectl -n headlamp get deploy headlamp',
  },
];
