import type { EnvironmentForm } from '../../login/environment-form.ts';
import { clientOf, sharedClient } from './client-names.ts';

/** Downloads, journeys, workouts. */
export const knownMediaApps: readonly EnvironmentForm[] = [
  {
    // autobrr/qui internal/config/config.go, internal/api/handlers/oidc.go: the scopes are fixed, and an issuer may have a slash at its end or none
    app: 'qui',
    ...clientOf('QUI__OIDC_'),
    issuer: ['QUI__OIDC_ISSUER'],
    defaultScopes: 'openid profile email',
    redirect: ['QUI__OIDC_REDIRECT_URL'],
    answersAt: '/api/auth/oidc/callback',
    off: ['QUI__OIDC_ENABLED', /^(?:false|0|f)$/i],
  },
  {
    // autobrr/autobrr internal/config/config.go, internal/auth/oidc.go, internal/http/auth.go: the same
    app: 'autobrr',
    ...clientOf('AUTOBRR__OIDC_'),
    issuer: ['AUTOBRR__OIDC_ISSUER'],
    takes: 'issuer',
    defaultScopes: 'openid profile email',
    redirect: ['AUTOBRR__OIDC_REDIRECT_URL'],
    answersAt: '/api/auth/oidc/callback',
    off: ['AUTOBRR__OIDC_ENABLED', /^(?:false|0|no|off)$/i],
  },
  {
    // mauriceboe/TREK wiki/OIDC-SSO.md, server/src/routes/oidc.ts, server/src/services/oidcService.ts
    app: 'trek',
    ...sharedClient,
    image: /(?:^|\/)trek$/,
    marks: ['OIDC_ADMIN_VALUE'],
    issuer: ['OIDC_ISSUER', 'OIDC_DISCOVERY_URL'],
    scopes: ['OIDC_SCOPE'],
    defaultScopes: 'openid email profile',
    base: ['APP_URL'],
    path: '/api/auth/oidc/callback',
  },
  {
    // CodeWithCJ/SparkyFitness SparkyFitnessServer/utils/oidcEnvConfig.ts, auth.ts: the way back ends in the slug of the provider
    app: 'sparkyfitness',
    ...clientOf('SPARKY_FITNESS_OIDC_'),
    issuer: ['SPARKY_FITNESS_OIDC_ISSUER_URL'],
    scopes: ['SPARKY_FITNESS_OIDC_SCOPE'],
    defaultScopes: 'openid email profile',
    other: /\/sso\/callback\/[a-zA-Z0-9-]+$/,
    off: ['SPARKY_FITNESS_OIDC_AUTH_ENABLED', /^false$/i],
  },
  {
    // autobrr/netronome internal/config/config.go, loadOIDCFromEnv; README.md: OpenID Connect
    app: 'netronome',
    ...clientOf('NETRONOME__OIDC_'),
    issuer: ['NETRONOME__OIDC_ISSUER'],
    scopes: ['NETRONOME__OIDC_SCOPES'],
    redirect: ['NETRONOME__OIDC_REDIRECT_URL'],
  },
  {
    // autobrr/dashbrr internal/config/config.go, OIDCConfig
    app: 'dashbrr',
    ...clientOf('DASHBRR__OIDC_'),
    issuer: ['DASHBRR__OIDC_ISSUER'],
    redirect: ['DASHBRR__OIDC_REDIRECT_URL'],
  },
  {
    // calibrain/shelfmark docs/oidc.md: the way back has the host of the request
    app: 'shelfmark',
    ...sharedClient,
    image: /(?:^|\/)shelfmark(?:-lite)?$/,
    marks: ['OIDC_USE_ADMIN_GROUP'],
    issuer: ['OIDC_DISCOVERY_URL'],
    path: '/api/auth/oidc/callback',
    anyHost: true,
  },
  {
    // szinn/bookboss docs: Single Sign-On (OIDC)
    app: 'bookboss',
    ...clientOf('BOOKBOSS__OIDC__'),
    issuer: ['BOOKBOSS__OIDC__DISCOVERY_URL'],
    defaultScopes: 'openid email',
    base: ['BOOKBOSS__FRONTEND__BASE_URL'],
    path: '/auth/oidc/callback',
  },
];
