import type { EnvironmentForm } from '../../login/environment-form.ts';
import { clientOf } from './client-names.ts';
import { knownCommunityApps } from './known-apps-community.ts';
import { knownDevelopmentApps } from './known-apps-development.ts';
import { knownDocumentApps } from './known-apps-documents.ts';
import { knownEdgeApps } from './known-apps-edge.ts';
import { knownHomeApps } from './known-apps-home.ts';
import { knownMediaApps } from './known-apps-media.ts';
import { knownOperationsApps } from './known-apps-operations.ts';

/** Apps without a folder of their own whose login is a matter of environment variables, the most special first. */
export const knownApps: readonly EnvironmentForm[] = [
  ...knownCommunityApps,
  {
    // miniflux/v2 internal/config
    app: 'miniflux',
    shared: true,
    image: /miniflux$/,
    marks: ['OAUTH2_OIDC_DISCOVERY_ENDPOINT', 'OAUTH2_REDIRECT_URL', 'OAUTH2_USER_CREATION'],
    ...clientOf('OAUTH2_'),
    issuer: ['OAUTH2_OIDC_DISCOVERY_ENDPOINT'],
    defaultScopes: 'openid profile email',
    redirect: ['OAUTH2_REDIRECT_URL'],
    // internal/ui/ui.go, oauth2Redirect and oauth2Callback
    answersAt: '/oauth2/oidc/callback',
    begins: { callback: '/oauth2/oidc/callback', path: '/oauth2/oidc/redirect' },
    needs: ['OAUTH2_REDIRECT_URL'],
    on: 'OAUTH2_PROVIDER',
    exactIssuer: true,
  },
  {
    // open-webui/open-webui backend/open_webui/config.py
    app: 'open-webui',
    pkceBy: ['OAUTH_CODE_CHALLENGE_METHOD'],
    // Authlib looks for keys at the provider, and authentik shows none: authlib/integrations/base_client/sync_openid.py
    refusesHs256: true,
    shared: true,
    ...clientOf('OAUTH_'),
    issuer: ['OPENID_PROVIDER_URL'],
    takes: 'discovery',
    scopes: ['OAUTH_SCOPES'],
    defaultScopes: 'openid email profile',
    redirect: ['OPENID_REDIRECT_URI'],
    base: ['WEBUI_URL'],
    path: '/oauth/oidc/callback',
    groups: ['OAUTH_ALLOWED_ROLES', 'OAUTH_ADMIN_ROLES'],
    groupsClaim: ['OAUTH_ROLES_CLAIM', 'roles'],
  },
  ...knownDevelopmentApps,
  ...knownDocumentApps,
  ...knownHomeApps,
  ...knownMediaApps,
  ...knownOperationsApps,
  ...knownEdgeApps,
  {
    // Names that many apps share.
    app: 'oidc',
    called: 'the app',
    shared: true,
    clientId: ['OPENID_CLIENT_ID', 'OIDC_CLIENT_ID', 'OAUTH_CLIENT_ID', 'OPENID_CONNECT_CLIENT_ID', 'AUTH_OIDC_CLIENT_ID'],
    secret: ['OPENID_CLIENT_SECRET', 'OIDC_CLIENT_SECRET', 'OAUTH_CLIENT_SECRET', 'OPENID_CONNECT_CLIENT_SECRET', 'AUTH_OIDC_CLIENT_SECRET'],
    issuer: [
      'OPENID_ISSUER',
      'OIDC_ISSUER',
      'OIDC_ISSUER_URL',
      'OIDC_ISSUER_URI',
      'OIDC_DISCOVERY_URL',
      'OIDC_DISCOVERY_URI',
      'OIDC_CONFIGURATION_URL',
      'OIDC_WELL_KNOWN_URL',
      'OAUTH_WELLKNOWN_URL',
      'OAUTH_ISSUER_URL',
      'AUTH_OIDC_ISSUER',
      'OIDC_URI',
    ],
    // Addresses of pages, which say nothing about the issuer.
    endpoints: ['OIDC_AUTH_URI', 'OIDC_AUTH_URL', 'OIDC_AUTHORIZATION_URL', 'OIDC_TOKEN_URI', 'OIDC_TOKEN_URL', 'OIDC_USERINFO_URI', 'OIDC_USERINFO_URL'],
    scopes: ['OPENID_SCOPE', 'OIDC_SCOPES', 'OIDC_SCOPE', 'OAUTH_SCOPE', 'OAUTH_SCOPES'],
    redirect: ['OIDC_REDIRECT_URI', 'OIDC_REDIRECT_URL', 'OIDC_CALLBACK_URL', 'OAUTH_REDIRECT_URI'],
  },
];
