import { describe, expect, it } from 'vitest';
import { communityEnvApps } from '../support/grid/community-env-apps.ts';
import { gatewayEnvApps } from '../support/grid/gateway-env-apps.ts';
import { householdEnvApps } from '../support/grid/household-env-apps.ts';
import type { GridApp } from '../support/grid/ways.ts';
import { blueprintFor, codesIn } from '../support/login-pair.ts';

const issuer = 'https://id.example.net/application/o/SLUG/';
const discovery = `${issuer}.well-known/openid-configuration`;

/** The right settings of each app, and where it sends the browser back to. SLUG stands for the slug, which is the client id too. */
const apps: Readonly<Record<string, { env: Readonly<Record<string, string>>; back: string; issuer?: string }>> = {
  coder: {
    env: { CODER_ACCESS_URL: 'https://app.example.net', CODER_OIDC_ISSUER_URL: issuer, CODER_OIDC_CLIENT_ID: 'SLUG', CODER_OIDC_CLIENT_SECRET: '' },
    back: '/api/v2/users/oidc/callback',
    issuer: 'CODER_OIDC_ISSUER_URL',
  },
  minio: {
    env: {
      MINIO_IDENTITY_OPENID_CONFIG_URL: discovery,
      MINIO_IDENTITY_OPENID_CLIENT_ID: 'SLUG',
      MINIO_IDENTITY_OPENID_CLIENT_SECRET: '',
      MINIO_IDENTITY_OPENID_SCOPES: 'openid,profile,email',
      MINIO_BROWSER_REDIRECT_URL: 'https://app.example.net',
    },
    back: '/oauth_callback',
    issuer: 'MINIO_IDENTITY_OPENID_CONFIG_URL',
  },
  litellm: {
    env: {
      PROXY_BASE_URL: 'https://app.example.net',
      GENERIC_CLIENT_ID: 'SLUG',
      GENERIC_CLIENT_SECRET: '',
      GENERIC_AUTHORIZATION_ENDPOINT: 'https://id.example.net/application/o/authorize/',
      GENERIC_TOKEN_ENDPOINT: 'https://id.example.net/application/o/token/',
      GENERIC_USERINFO_ENDPOINT: 'https://id.example.net/application/o/userinfo/',
    },
    back: '/sso/callback',
  },
  komga: {
    env: {
      SPRING_SECURITY_OAUTH2_CLIENT_REGISTRATION_HOUSE_CLIENT_ID: 'SLUG',
      SPRING_SECURITY_OAUTH2_CLIENT_REGISTRATION_HOUSE_CLIENT_SECRET: '',
      SPRING_SECURITY_OAUTH2_CLIENT_REGISTRATION_HOUSE_SCOPE: 'openid,email',
      SPRING_SECURITY_OAUTH2_CLIENT_REGISTRATION_HOUSE_REDIRECT_URI: '{baseUrl}/{action}/oauth2/code/{registrationId}',
      SPRING_SECURITY_OAUTH2_CLIENT_PROVIDER_HOUSE_ISSUER_URI: issuer,
    },
    back: '/login/oauth2/code/house',
    issuer: 'SPRING_SECURITY_OAUTH2_CLIENT_PROVIDER_HOUSE_ISSUER_URI',
  },
  linkwarden: {
    env: {
      NEXTAUTH_URL: 'https://app.example.net/api/v1/auth',
      NEXT_PUBLIC_AUTHENTIK_ENABLED: 'true',
      AUTHENTIK_ISSUER: 'https://id.example.net/application/o/SLUG',
      AUTHENTIK_CLIENT_ID: 'SLUG',
      AUTHENTIK_CLIENT_SECRET: '',
    },
    back: '/api/v1/auth/callback/authentik',
    issuer: 'AUTHENTIK_ISSUER',
  },
  romm: {
    env: {
      OIDC_ENABLED: 'true',
      OIDC_PROVIDER: 'authentik',
      OIDC_CLIENT_ID: 'SLUG',
      OIDC_CLIENT_SECRET: '',
      OIDC_REDIRECT_URI: 'https://app.example.net/api/oauth/openid',
      OIDC_SERVER_APPLICATION_URL: 'https://id.example.net/application/o/SLUG',
    },
    back: '/api/oauth/openid',
    issuer: 'OIDC_SERVER_APPLICATION_URL',
  },
  vikunja: {
    env: {
      VIKUNJA_SERVICE_PUBLICURL: 'https://app.example.net/',
      VIKUNJA_AUTH_OPENID_ENABLED: 'true',
      VIKUNJA_AUTH_OPENID_PROVIDERS_HOUSE_AUTHURL: issuer,
      VIKUNJA_AUTH_OPENID_PROVIDERS_HOUSE_CLIENTID: 'SLUG',
      VIKUNJA_AUTH_OPENID_PROVIDERS_HOUSE_CLIENTSECRET: '',
    },
    back: '/auth/openid/house',
    issuer: 'VIKUNJA_AUTH_OPENID_PROVIDERS_HOUSE_AUTHURL',
  },
  mealie: {
    env: {
      BASE_URL: 'https://app.example.net',
      OIDC_AUTH_ENABLED: 'true',
      OIDC_CONFIGURATION_URL: discovery,
      OIDC_CLIENT_ID: 'SLUG',
      OIDC_CLIENT_SECRET: '',
    },
    back: '/login',
    issuer: 'OIDC_CONFIGURATION_URL',
  },
  karakeep: {
    env: { NEXTAUTH_URL: 'https://app.example.net', OAUTH_WELLKNOWN_URL: discovery, OAUTH_CLIENT_ID: 'SLUG', OAUTH_CLIENT_SECRET: '' },
    back: '/api/auth/callback/custom',
    issuer: 'OAUTH_WELLKNOWN_URL',
  },
  outline: {
    env: {
      URL: 'https://app.example.net',
      OIDC_CLIENT_ID: 'SLUG',
      OIDC_CLIENT_SECRET: '',
      OIDC_AUTH_URI: 'https://id.example.net/application/o/authorize/',
      OIDC_TOKEN_URI: 'https://id.example.net/application/o/token/',
      OIDC_USERINFO_URI: 'https://id.example.net/application/o/userinfo/',
    },
    back: '/auth/oidc.callback',
  },
  bookstack: {
    env: {
      APP_URL: 'https://app.example.net',
      AUTH_METHOD: 'oidc',
      OIDC_ISSUER: issuer,
      OIDC_ISSUER_DISCOVER: 'true',
      OIDC_CLIENT_ID: 'SLUG',
      OIDC_CLIENT_SECRET: '',
    },
    back: '/oidc/callback',
    issuer: 'OIDC_ISSUER',
  },
  hedgedoc: {
    env: {
      CMD_DOMAIN: 'app.example.net',
      CMD_OAUTH2_CLIENT_ID: 'SLUG',
      CMD_OAUTH2_CLIENT_SECRET: '',
      CMD_OAUTH2_SCOPE: 'openid email profile',
      CMD_OAUTH2_AUTHORIZATION_URL: 'https://id.example.net/application/o/authorize/',
      CMD_OAUTH2_TOKEN_URL: 'https://id.example.net/application/o/token/',
    },
    back: '/auth/oauth2/callback',
  },
  opengist: {
    env: { OG_EXTERNAL_URL: 'https://app.example.net', OG_OIDC_CLIENT_KEY: 'SLUG', OG_OIDC_SECRET: '', OG_OIDC_DISCOVERY_URL: discovery },
    back: '/oauth/openid-connect/callback',
    issuer: 'OG_OIDC_DISCOVERY_URL',
  },
  homebox: {
    env: { HBOX_OIDC_ENABLED: 'true', HBOX_OIDC_ISSUER_URL: issuer, HBOX_OIDC_CLIENT_ID: 'SLUG', HBOX_OIDC_CLIENT_SECRET: '' },
    back: '/api/v1/users/login/oidc/callback',
    issuer: 'HBOX_OIDC_ISSUER_URL',
  },
  ghostfolio: {
    env: {
      ROOT_URL: 'https://app.example.net',
      ENABLE_FEATURE_AUTH_OIDC: 'true',
      OIDC_ISSUER: issuer,
      OIDC_CLIENT_ID: 'SLUG',
      OIDC_CLIENT_SECRET: '',
    },
    back: '/api/auth/oidc/callback',
    issuer: 'OIDC_ISSUER',
  },
  'a chart that nobody knows': {
    env: {
      TRACKER_SSO_ISSUER_URL: issuer,
      TRACKER_SSO_CLIENT_ID: 'SLUG',
      TRACKER_SSO_CLIENT_SECRET: '',
      TRACKER_SSO_REDIRECT_URI: 'https://app.example.net/sso/back',
    },
    back: '/sso/back',
    issuer: 'TRACKER_SSO_ISSUER_URL',
  },
};

type Env = Readonly<Record<string, string>>;
const filled = (env: Env): [string, string][] => Object.entries(env).map(([name, value]) => [name, value.replace('SLUG', 'shelf')]);
const secretRef = { valueFrom: { secretKeyRef: { name: 'shelf-oidc', key: 'secret' } } };
const valueOf = (name: string, value: string) => (name.endsWith('SECRET') ? secretRef : value);
const asMap = (env: Env) => Object.fromEntries(filled(env).map(([name, value]) => [name, valueOf(name, value)]));
const asList = (env: Env) => filled(env).map(([name, value]) => ({ name, ...(name.endsWith('SECRET') ? secretRef : { value }) }));

const release = (values: unknown) =>
  `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: shelf, namespace: rooms }\nspec:\n  chartRef: { kind: OCIRepository, name: charts }\n  values: ${JSON.stringify(values)}\n`;
const pod = (container: unknown) =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: shelf, namespace: rooms }\nspec: { template: { spec: { containers: [${JSON.stringify(container)}] } } }\n`;
const bringing = (head: string, data: Env) => `---\n${head}${JSON.stringify(Object.fromEntries(filled(data)))}\n`;

/** Where the same settings may stand. */
const forms: Readonly<Record<string, (env: Env, app?: string) => string>> = {
  'a container with a list': (env, app = 'shelf') => pod({ name: 'app', image: `example.net/${app}:1`, env: asList(env) }),
  'app-template with a map': (env, app = 'shelf') =>
    release({ controllers: { shelf: { containers: { app: { image: { repository: `example.net/${app}`, tag: '1' }, env: asMap(env) } } } } }),
  'a chart with extraEnvVars': (env, app = 'shelf') => release({ image: { repository: `example.net/${app}` }, extraEnvVars: asList(env) }),
  'a chart with a name of its own for them': (env) => release({ web: { settings: asMap(env) } }),
  'a ConfigMap as environment': (env, app = 'shelf') =>
    pod({ name: 'app', image: `example.net/${app}:1`, envFrom: [{ configMapRef: { name: 'shelf' } }] }) +
    bringing('apiVersion: v1\nkind: ConfigMap\nmetadata: { name: shelf, namespace: rooms }\ndata: ', env),
  'the template of an ExternalSecret as environment': (env, app = 'shelf') =>
    pod({ name: 'app', image: `example.net/${app}:1`, envFrom: [{ secretRef: { name: 'shelf' } }] }) +
    bringing(
      'apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: { name: shelf, namespace: rooms }\nspec:\n  secretStoreRef: { kind: ClusterSecretStore, name: store }\n  data: [{ secretKey: secret, remoteRef: { key: shelf } }]\n  target:\n    template:\n      data: ',
      { ...env, ...Object.fromEntries(Object.keys(env).flatMap((name) => (name.endsWith('SECRET') ? [[name, '{{ .secret }}']] : []))) },
    ),
};

const right = (back: string) => blueprintFor('shelf', { redirects: [`https://app.example.net${back}`] });

describe.each(Object.entries(apps))('%s', (app, { env, back, issuer: named }) => {
  it.each(Object.entries(forms))('is read from %s, and a right login has no findings', (_, form) => {
    expect(codesIn(form(env, app), right(back))).toEqual([]);
  });

  it('is told when the way back is not allowed', () => {
    const text = forms['a container with a list']!(env, app);
    expect(codesIn(text, blueprintFor('shelf', { redirects: ['https://app.example.net/elsewhere'] }))).toContain('redirect-missing');
  });

  it.each(Object.entries(forms))('is told when the client id or the slug differs, in %s', (_, form) => {
    const other = blueprintFor('shelf', { redirects: [`https://app.example.net${back}`], clientId: 'ledger' });
    expect(codesIn(form(env, app), other)).toContain('client-id-mismatch');
    if (named === undefined) return;
    const codes = codesIn(form({ ...env, [named]: env[named]!.replace('SLUG', 'shelves') }, app), right(back));
    expect(codes).toContain('issuer-mismatch');
  });
});

describe('known apps', () => {
  it('leave alone what is switched off', () => {
    const { env } = apps['coder']!;
    const off = { ...apps['vikunja']!.env, VIKUNJA_AUTH_OPENID_ENABLED: 'false' };
    expect(codesIn(forms['a container with a list']!(off), right('/elsewhere'))).toEqual([]);
    expect(codesIn(forms['a container with a list']!(env), right('/elsewhere'))).not.toEqual([]);
  });

  it('say which scope is not mapped', () => {
    const text = forms['app-template with a map']!({ ...apps['coder']!.env, CODER_OIDC_SCOPES: 'openid,profile,email,offline_access' });
    expect(codesIn(text, right('/api/v2/users/oidc/callback'))).toContain('scope-unmapped');
  });

  it('say that an app which compares issuers byte for byte needs the slash', () => {
    const text = forms['app-template with a map']!({ ...apps['coder']!.env, CODER_OIDC_ISSUER_URL: 'https://id.example.net/application/o/SLUG' });
    expect(codesIn(text, right('/api/v2/users/oidc/callback'))).toContain('issuer-slash-missing');
  });
});

/** Where their way back is not known for sure, or is told apart by versions. */
const anyWay = new Set(['Penpot', 'Rallly', 'Gramps Web', 'traefik-forward-auth', 'Dependency-Track', 'DbGate']);

/** Apps by names that others share. */
const rareApps: Readonly<Record<string, GridApp>> = {
  'Bar Assistant': {
    runs: 'ghcr.io/karlomikus/barassistant',
    env: {
      AUTHENTIK_BASE_URL: 'https://id.example.net/',
      AUTHENTIK_CLIENT_ID: 'shelf',
      AUTHENTIK_CLIENT_SECRET: 'x',
      AUTHENTIK_REDIRECT_URI: 'https://app.example.net/oauth/callback',
    },
    back: ['/oauth/callback'],
  },
  'Velero UI': {
    runs: 'ghcr.io/otwld/velero-ui',
    env: {
      OAUTH_AUTH_ENABLED: 'true',
      OAUTH_AUTHORIZATION_URL: 'https://id.example.net/application/o/authorize/',
      OAUTH_TOKEN_URL: 'https://id.example.net/application/o/token/',
      OAUTH_USER_INFO_URL: 'https://id.example.net/application/o/userinfo/',
      OAUTH_CLIENT_ID: 'shelf',
      OAUTH_CLIENT_SECRET: 'x',
      OAUTH_REDIRECT_URI: 'https://app.example.net/login',
    },
    back: ['/login'],
  },
  DbGate: {
    runs: 'docker.io/dbgate/dbgate',
    env: {
      OAUTH_AUTH: 'https://id.example.net/application/o/authorize/',
      OAUTH_TOKEN: 'https://id.example.net/application/o/token/',
      OAUTH_CLIENT_ID: 'shelf',
      OAUTH_CLIENT_SECRET: 'x',
      OAUTH_LOGIN_FIELD: 'preferred_username',
    },
    back: ['/'],
  },
};

describe.each(Object.entries({ ...communityEnvApps, ...gatewayEnvApps, ...householdEnvApps, ...rareApps }))('%s', (app, { runs, env = {}, back, type }) => {
  const text = pod({ name: 'app', image: `${runs}:99.0.0`, env: Object.entries(env).map(([name, value]) => ({ name, value })) });
  const at = (paths: readonly string[], more: { clientId?: string } = {}) =>
    blueprintFor('shelf', { redirects: paths.map((path) => `https://app.example.net${path}`), ...(type === undefined ? {} : { type }), ...more });

  it('is told when another client is allowed', () => {
    expect(codesIn(text, at(back, { clientId: 'ledger' })).some((code) => /^client-(?:id-mismatch|unknown)$/.test(code))).toBe(true);
  });

  // The others say nothing of a way back that they may have in another version.
  it(anyWay.has(app) ? 'takes any way back that it may have' : 'is told when the way back is not allowed', () => {
    expect(codesIn(text, at(['/elsewhere'])).includes('redirect-missing')).toBe(!anyWay.has(app));
  });
});
