import { blueprintFor } from './login-pair.ts';

/** A correct login as people write it, of which every setting of the app stands on a line of its own. */
export interface Whole {
  readonly name: string;
  readonly app: string;
  readonly client: { readonly file: string; readonly text: string };
  /** The line after which a source of settings that nobody reads is named, and what is written there. */
  readonly unread: { readonly after: RegExp; readonly text: string };
}

/** One part of a login that is not in the tree, or not to be read. */
export interface Hidden {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
}

const idp = 'https://id.example.net/application/o';
const secret = (key: string): string => `{ secretKeyRef: { name: by-hand, key: ${key} } }`;

const deployment = (name: string, image: string, env: Readonly<Record<string, string>>): string =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: ${name}, namespace: rooms }\nspec:\n  selector: { matchLabels: { app: ${name} } }\n  template:\n    metadata: { labels: { app: ${name} } }\n    spec:\n      containers:\n        - name: ${name}\n          image: ${image}\n          env:\n${Object.entries(
    env,
  )
    .map(([key, value]) => `            - { name: ${key}, ${value.startsWith('{') ? `valueFrom: ${value}` : `value: "${value}"`} }\n`)
    .join('')}`;

const release = (name: string, values: string): string =>
  `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: ${name}, namespace: rooms }\nspec:\n  interval: 1h\n  chart: { spec: { chart: ${name}, version: 9.0.0, sourceRef: { kind: HelmRepository, name: charts } } }\n  values:\n${values}`;

const ofPod = { after: /^ {10}image: /, text: '          envFrom: [{ secretRef: { name: more-by-hand } }]' };
const ofRelease = { after: /^ {2}interval: /, text: '  valuesFrom: [{ kind: Secret, name: more-by-hand }]' };

/** Logins of several forms, complete: nothing is wrong with them. */
export const wholes: readonly Whole[] = [
  {
    name: 'an app by OIDC_ variables',
    app: deployment('board', 'example.net/board:1', {
      OIDC_ISSUER: `${idp}/board/`,
      OIDC_CLIENT_ID: 'board',
      OIDC_CLIENT_SECRET: secret('client'),
      OIDC_REDIRECT_URI: 'https://board.example.net/callback',
      OIDC_SCOPES: 'openid profile email',
    }),
    client: blueprintFor('board', { redirects: ['https://board.example.net/callback'] }),
    unread: ofPod,
  },
  {
    name: 'Mealie with its secret in a file',
    app: deployment('meals', 'ghcr.io/mealie-recipes/mealie:v3.0.2', {
      BASE_URL: 'https://meals.example.net',
      OIDC_AUTH_ENABLED: 'true',
      OIDC_CONFIGURATION_URL: `${idp}/meals/.well-known/openid-configuration`,
      OIDC_CLIENT_ID: 'meals',
      OIDC_CLIENT_SECRET_FILE: '/run/secrets/meals/client',
    }),
    client: blueprintFor('meals', { redirects: ['https://meals.example.net/login'] }),
    unread: ofPod,
  },
  {
    name: 'Miniflux',
    app: deployment('feeds', 'miniflux/miniflux:2.2.19', {
      BASE_URL: 'https://feeds.example.net',
      OAUTH2_PROVIDER: 'oidc',
      OAUTH2_CLIENT_ID: 'feeds',
      OAUTH2_CLIENT_SECRET: secret('client'),
      OAUTH2_REDIRECT_URL: 'https://feeds.example.net/oauth2/oidc/callback',
      OAUTH2_OIDC_DISCOVERY_ENDPOINT: `${idp}/feeds/`,
    }),
    client: blueprintFor('feeds', { redirects: ['https://feeds.example.net/oauth2/oidc/callback'] }),
    unread: ofPod,
  },
  {
    name: 'FreshRSS',
    app: deployment('news', 'freshrss/freshrss:1.27.0', {
      OIDC_ENABLED: '1',
      OIDC_PROVIDER_METADATA_URL: `${idp}/news/.well-known/openid-configuration`,
      OIDC_CLIENT_ID: 'news',
      OIDC_CLIENT_SECRET: secret('client'),
      OIDC_CLIENT_CRYPTO_KEY: secret('crypto'),
      OIDC_REMOTE_USER_CLAIM: 'preferred_username',
      OIDC_SCOPES: 'openid email profile',
      OIDC_X_FORWARDED_HEADERS: 'X-Forwarded-Host X-Forwarded-Proto',
    }),
    client: blueprintFor('news', { redirects: ['https://news.example.net/i/oidc/'] }),
    unread: ofPod,
  },
  {
    name: 'Vaultwarden',
    app: deployment('vault', 'vaultwarden/server:1.36.0', {
      DOMAIN: 'https://vault.example.net',
      SSO_ENABLED: 'true',
      SSO_AUTHORITY: `${idp}/vault/`,
      SSO_CLIENT_ID: 'vault',
      SSO_CLIENT_SECRET: secret('client'),
      SSO_SCOPES: 'email profile offline_access',
    }),
    client: blueprintFor('vault', {
      redirects: ['https://vault.example.net/identity/connect/oidc-signin'],
      scopes: ['openid', 'profile', 'email', 'offline_access'],
    }),
    unread: ofPod,
  },
  {
    name: 'Grafana',
    app: release(
      'grafana',
      `    envFromSecret: by-hand\n    grafana.ini:\n      server:\n        root_url: https://charts.example.net/\n      auth.generic_oauth:\n        enabled: true\n        client_id: charts\n        client_secret: $__file{/etc/secrets/client}\n        scopes: openid profile email\n        auth_url: ${idp}/authorize/\n        token_url: ${idp}/token/\n        api_url: ${idp}/userinfo/\n`,
    ),
    client: blueprintFor('charts', { redirects: ['https://charts.example.net/login/generic_oauth'] }),
    unread: ofRelease,
  },
  {
    name: 'Headlamp',
    app: release(
      'headlamp',
      `    config:\n      oidc:\n        clientID: head\n        clientSecret: \${CLIENT_SECRET}\n        issuerURL: ${idp}/head/\n        scopes: openid profile email offline_access\n        callbackURL: https://head.example.net/oidc-callback\n`,
    ),
    client: blueprintFor('head', { redirects: ['https://head.example.net/oidc-callback'], scopes: ['openid', 'profile', 'email', 'offline_access'] }),
    unread: ofRelease,
  },
  {
    name: 'Argo CD',
    app: release(
      'argo-cd',
      `    global:\n      domain: cd.example.net\n    configs:\n      cm:\n        oidc.config: |\n          name: House\n          issuer: ${idp}/cd/\n          clientID: cd\n          clientSecret: $by-hand:client\n          requestedScopes: [openid, profile, email]\n`,
    ),
    client: blueprintFor('cd', { redirects: ['https://cd.example.net/auth/callback'] }),
    unread: ofRelease,
  },
];

/** Every way in which one part of a login can be kept elsewhere. */
export function hiddenPartsOf({ app, client, unread }: Whole): Hidden[] {
  const lines = app.split('\n');
  const start = lines.findIndex((line) => /^(?: {10}env:| {2}values:)$/.test(line)) + 1;
  const withSource = (some: readonly string[]): string => some.flatMap((line) => (unread.after.test(line) ? [line, unread.text] : [line])).join('\n');
  const both = (text: string) => ({ 'app.yaml': text, [client.file]: client.text });
  const settings = lines.flatMap((line, at) => (at >= start && /: .*[^\s|]$/.test(line) ? [{ line, at }] : []));
  return [
    { name: 'the identity provider is set up by hand', files: { 'app.yaml': app } },
    { name: 'the app is in another repository', files: { [client.file]: client.text } },
    { name: 'everything comes from elsewhere', files: both(withSource(lines.slice(0, start - 1))) },
    ...settings.flatMap(({ line, at }): Hidden[] => [
      { name: `${line.trim()} stands where nobody reads it`, files: both(withSource(lines.toSpliced(at, 1))) },
      { name: `${line.trim()} is a variable`, files: both(lines.with(at, opaqueIn(line)).join('\n')) },
    ]),
  ];
}

/** A line whose value is filled in later. */
const opaqueIn = (line: string): string =>
  line.includes('value: "')
    ? line.replace(/value: ".*"/, 'value: "${FILLED_IN_LATER}"')
    : line.includes('valueFrom')
      ? line
      : line.replace(/: .*$/, ': ${FILLED_IN_LATER}');
