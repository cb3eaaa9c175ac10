import type { SettingsForm } from '../../login/settings-form.ts';
import { camelCase, goCase } from './key-names.ts';
import type { Reader } from '../../manifest/reader.ts';

/** python-social-auth/social-core social_core/backends/open_id_connect.py, for NetBox: netbox-community/netbox docs/administration/authentication */
const netbox = {
  app: 'netbox',
  marks: ['SOCIAL_AUTH_OIDC_OIDC_ENDPOINT'],
  clientId: ['SOCIAL_AUTH_OIDC_KEY'],
  secret: ['SOCIAL_AUTH_OIDC_SECRET'],
  issuer: ['SOCIAL_AUTH_OIDC_OIDC_ENDPOINT'],
  scopes: ['SOCIAL_AUTH_OIDC_SCOPE'],
  defaultScopes: 'openid profile email',
  path: '/oauth/complete/oidc/',
} as const;

/** Apps that are told their login by a file of a program, and by words of a framework. */
export const serviceForms: readonly SettingsForm[] = [
  {
    // gotson/komga, and whatever else is made with Spring Security: docs.spring.io/spring-security/reference/servlet/oauth2/login/core.html
    app: 'spring',
    called: 'the Spring app',
    under: ['security', 'oauth2', 'client', 'registration', '*'],
    clientId: ['client-id', 'clientId'],
    secret: ['client-secret', 'clientSecret'],
    issuerOf: springProvider,
    redirect: ['redirect-uri', 'redirectUri'],
    scopes: ['scope'],
    path: '/login/oauth2/code/*',
    // ClientRegistrations.fromIssuerLocation compares the issuer of the discovery document with the one that was asked for.
    exactIssuer: true,
  },
  { ...netbox, under: ['*'] },
  { ...netbox, about: /\.py(?: |$)/, under: ['^'] },
  {
    // jupyterhub/oauthenticator oauthenticator/generic.py, in jupyterhub_config.py
    app: 'jupyterhub',
    under: ['^'],
    marks: ['c.GenericOAuthenticator.client_id'],
    clientId: ['c.GenericOAuthenticator.client_id'],
    secret: ['c.GenericOAuthenticator.client_secret'],
    endpoints: ['c.GenericOAuthenticator.authorize_url', 'c.GenericOAuthenticator.token_url', 'c.GenericOAuthenticator.userdata_url'],
    redirect: ['c.GenericOAuthenticator.oauth_callback_url'],
    scopes: ['c.GenericOAuthenticator.scope'],
    path: '/hub/oauth_callback',
  },
  {
    // 9p4/jellyfin-plugin-sso SSO-Auth/Config/PluginConfiguration.cs; the way back is /sso/OID/redirect/NAME (providers.md)
    app: 'jellyfin',
    under: ['^'],
    marks: ['OidEndpoint'],
    clientId: ['OidClientId'],
    secret: ['OidSecret'],
    issuer: ['OidEndpoint'],
    path: '/sso/OID/redirect/*',
    id: ['string'],
    off: ['Enabled', /^false$/i],
  },
  {
    // nodered.org/docs/user-guide/runtime/securing-node-red: adminAuth with a strategy of Passport; jaredhanson/passport-openidconnect lib/strategy.js
    app: 'node-red',
    about: /node-?red|settings\.js/i,
    under: ['^'],
    marks: ['authorizationURL', 'tokenURL'],
    ...goCase,
    issuer: ['issuer'],
    endpoints: ['authorizationURL', 'tokenURL', 'userInfoURL'],
    redirect: ['callbackURL'],
    scopes: ['scope'],
    path: '/auth/strategy/callback',
  },
  {
    // argoproj/argo-workflows docs/argo-server-sso.md: the key `sso` of workflow-controller-configmap; docs/workflow-controller-configmap.yaml: redirectUrl
    // is optional
    app: 'argo-workflows',
    about: /workflow/i,
    under: ['^'],
    marks: ['clientId/name', 'clientSecret/name', 'issuer'],
    idElsewhere: ['clientId/name'],
    secret: ['clientSecret/name'],
    issuer: ['issuer'],
    redirect: ['redirectUrl'],
    scopes: ['scopes'],
    path: '/oauth2/callback',
    answersAt: '/oauth2/callback',
    exactIssuer: true,
  },
  {
    // pulsejet/nextcloud-oidc-login README.md: config.php
    app: 'nextcloud',
    under: ['^'],
    marks: ['oidc_login_provider_url'],
    clientId: ['oidc_login_client_id'],
    secret: ['oidc_login_client_secret'],
    issuer: ['oidc_login_provider_url'],
    scopes: ['oidc_login_scope'],
    defaultScopes: 'openid profile',
    path: '/apps/oidc_login/oidc',
  },
  {
    // roundcube/roundcubemail config/defaults.inc.php; program/actions/login/oauth.php
    app: 'roundcube',
    under: ['^'],
    marks: ['oauth_provider'],
    clientId: ['oauth_client_id'],
    secret: ['oauth_client_secret'],
    issuer: ['oauth_config_uri'],
    endpoints: ['oauth_auth_uri', 'oauth_token_uri', 'oauth_identity_uri'],
    scopes: ['oauth_scope'],
    path: '/index.php/login/oauth',
  },
  ...(['GitLabSettings', 'OpenIdSettings'] as const).map((map): SettingsForm => ({
    // mattermost/mattermost server/public/model/config.go: SSOSettings
    app: 'mattermost',
    under: ['^', map],
    clientId: ['Id'],
    secret: ['Secret'],
    issuer: ['DiscoveryEndpoint'],
    endpoints: ['AuthEndpoint', 'TokenEndpoint', 'UserAPIEndpoint'],
    scopes: ['Scope'],
    base: ['ServiceSettings/SiteURL'],
    path: map === 'GitLabSettings' ? '/signup/gitlab/complete' : '/signup/openid/complete',
    off: ['Enable', /^false$/],
  })),
  {
    // owncloud/ocis-charts charts/ocis/values.yaml: its web client is public
    app: 'ocis',
    under: ['^'],
    marks: ['features/externalUserManagement/oidc'],
    clientId: ['services/web/config/oidc/webClientID'],
    issuer: ['features/externalUserManagement/oidc/issuerURI'],
    scopes: ['services/web/config/oidc/webClientScope'],
    base: ['externalDomain'],
    path: '/oidc-callback.html',
    off: ['features/externalUserManagement/enabled', /^false$/],
  },
  {
    // kyverno/policy-reporter charts/policy-reporter/values.yaml: ui.openIDConnect
    app: 'policy-reporter',
    under: ['openIDConnect'],
    ...camelCase,
    idElsewhere: ['secretRef'],
    issuer: ['discoveryUrl'],
    redirect: ['callbackUrl'],
    scopes: ['scopes'],
    path: '/callback',
    off: ['enabled', /^false$/],
  },
  ...(['Provider', 'provider'] as const).map((provider): SettingsForm => {
    const [url, id, secret] = provider === 'Provider' ? ['Url', 'ClientId', 'ClientSecret'] : ['url', 'clientId', 'clientSecret'];
    return {
      // sevensolutions/traefik-oidc-auth: the options of its middleware
      app: 'traefik-oidc-auth',
      under: ['*'],
      marks: [`${provider}/${url}`],
      clientId: [`${provider}/${id}`],
      secret: [`${provider}/${secret}`],
      issuer: [`${provider}/${url}`],
      redirect: ['CallbackUri', 'callbackUri'],
      scopes: ['Scopes', 'scopes'],
      defaultScopes: 'openid profile email',
      path: '/oidc/callback',
    };
  }),
];

/** The issuer of the provider that a registration names, or is called like. */
function springProvider(map: Reader): Reader | undefined {
  const provider = map.above?.above?.get('provider', map.get('provider').text() ?? String(map.key));
  return ['issuer-uri', 'issuerUri'].map((key) => provider?.get(key)).find((node) => node?.exists === true);
}
