import type { Seen } from '../../contract/observed.ts';
import type { Container, Variable } from '../../tree/containers.ts';
import { defined } from '../../tree/defined.ts';
import { issuerOfDiscovery, labelOf, type LoginEnd, scopesOf } from '../../login/login-end.ts';

/** How an app takes its login from environment variables. */
interface Form {
  readonly app: string;
  readonly clientId: readonly string[];
  readonly secret: readonly string[];
  readonly issuer: readonly string[];
  readonly scopes?: readonly string[];
  /** What it asks for when no variable says it. */
  readonly defaultScopes: string;
  /** `openid` is added by the app itself. */
  readonly addsOpenid?: true;
  /** A variable with the whole redirect URI, or one with the app's address, which the path follows. */
  readonly redirect?: readonly string[];
  readonly base?: readonly string[];
  readonly path?: string;
  readonly other?: RegExp;
  readonly exactIssuer: boolean;
  readonly verifiedEmail?: true;
  readonly groups?: readonly string[];
  /** Image, where variables alone do not tell. */
  readonly image?: RegExp;
  /** Variables without which the redirect URI is wrong. */
  readonly needs?: readonly string[];
}

/** Apps by their variables, the most special first. */
const forms: readonly Form[] = [
  {
    app: 'headlamp',
    clientId: ['HEADLAMP_CONFIG_OIDC_CLIENT_ID'],
    secret: ['HEADLAMP_CONFIG_OIDC_CLIENT_SECRET'],
    issuer: ['HEADLAMP_CONFIG_OIDC_IDP_ISSUER_URL'],
    scopes: ['HEADLAMP_CONFIG_OIDC_SCOPES'],
    defaultScopes: 'profile email',
    addsOpenid: true,
    redirect: ['HEADLAMP_CONFIG_OIDC_CALLBACK_URL'],
    exactIssuer: true,
  },
  {
    app: 'vaultwarden',
    clientId: ['SSO_CLIENT_ID'],
    secret: ['SSO_CLIENT_SECRET'],
    issuer: ['SSO_AUTHORITY'],
    scopes: ['SSO_SCOPES'],
    defaultScopes: 'email profile',
    addsOpenid: true,
    base: ['DOMAIN'],
    path: '/identity/connect/oidc-signin',
    needs: ['DOMAIN'],
    exactIssuer: true,
    verifiedEmail: true,
  },
  {
    app: 'actual',
    clientId: ['ACTUAL_OPENID_CLIENT_ID'],
    secret: ['ACTUAL_OPENID_CLIENT_SECRET'],
    issuer: ['ACTUAL_OPENID_DISCOVERY_URL'],
    defaultScopes: 'openid email profile',
    base: ['ACTUAL_OPENID_SERVER_HOSTNAME'],
    needs: ['ACTUAL_OPENID_SERVER_HOSTNAME'],
    path: '/openid/callback',
    exactIssuer: true,
  },
  {
    app: 'miniflux',
    clientId: ['OAUTH2_CLIENT_ID'],
    secret: ['OAUTH2_CLIENT_SECRET'],
    issuer: ['OAUTH2_OIDC_DISCOVERY_ENDPOINT'],
    defaultScopes: 'openid profile email',
    redirect: ['OAUTH2_REDIRECT_URL'],
    needs: ['OAUTH2_REDIRECT_URL'],
    exactIssuer: true,
  },
  {
    app: 'oauth2-proxy',
    clientId: ['OAUTH2_PROXY_CLIENT_ID'],
    secret: ['OAUTH2_PROXY_CLIENT_SECRET'],
    issuer: ['OAUTH2_PROXY_OIDC_ISSUER_URL'],
    scopes: ['OAUTH2_PROXY_SCOPE'],
    defaultScopes: 'openid email profile',
    redirect: ['OAUTH2_PROXY_REDIRECT_URL'],
    exactIssuer: true,
    verifiedEmail: true,
    groups: ['OAUTH2_PROXY_ALLOWED_GROUPS', 'OAUTH2_PROXY_ALLOWED_GROUP'],
  },
  {
    app: 'open-webui',
    clientId: ['OAUTH_CLIENT_ID'],
    secret: ['OAUTH_CLIENT_SECRET'],
    issuer: ['OPENID_PROVIDER_URL'],
    scopes: ['OAUTH_SCOPES'],
    defaultScopes: 'openid email profile',
    redirect: ['OPENID_REDIRECT_URI'],
    base: ['WEBUI_URL'],
    path: '/oauth/oidc/callback',
    exactIssuer: false,
    groups: ['OAUTH_ALLOWED_ROLES', 'OAUTH_ADMIN_ROLES'],
  },
  {
    app: 'freshrss',
    image: /freshrss/,
    clientId: ['OIDC_CLIENT_ID'],
    secret: ['OIDC_CLIENT_SECRET'],
    issuer: ['OIDC_PROVIDER_METADATA_URL'],
    scopes: ['OIDC_SCOPES'],
    defaultScopes: 'openid',
    other: /\/i\/oidc\/$/,
    exactIssuer: false,
  },
  {
    app: 'oidc',
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
      'OIDC_AUTH_URI',
    ],
    scopes: ['OPENID_SCOPE', 'OIDC_SCOPES', 'OIDC_SCOPE', 'OAUTH_SCOPE', 'OAUTH_SCOPES'],
    defaultScopes: '',
    redirect: ['OIDC_REDIRECT_URI', 'OIDC_REDIRECT_URL', 'OIDC_CALLBACK_URL', 'OAUTH_REDIRECT_URI'],
    exactIssuer: false,
  },
];

/** Logins in the environment of containers: apps are told by the names of their variables. */
export function environmentLogins(containers: readonly Container[]): LoginEnd[] {
  return containers.flatMap((container) => {
    // Names of issuers are an app's own, save for the last form's; the client id may hide in a Secret.
    const form = forms.find(({ app, clientId, issuer, image }) =>
      shared.has(app) && image?.test(container.image) !== true
        ? has(container.env, issuer) && has(container.env, clientId)
        : has(container.env, issuer) || has(container.env, clientId),
    );
    return form === undefined ? [] : [loginOf(form, container)];
  });
}

const shared = new Set(['oidc', 'freshrss', 'open-webui']);

const has = (env: ReadonlyMap<string, Variable>, names: readonly string[]): boolean => names.some((name) => env.has(name));

function loginOf(form: Form, container: Container): LoginEnd {
  const { env, object, release } = container;
  const variable = (names: readonly string[] = []) => names.map((name) => env.get(name)).find((one) => one !== undefined);
  const value = (names?: readonly string[]): Seen<string> | undefined => variable(names)?.value;
  const at = (variable(form.clientId) ?? variable(form.issuer))!.at;
  const secret = variable(form.secret);
  const issuer = value(form.issuer);
  const scopesText = variable(form.scopes);
  const asked =
    scopesText === undefined ? (form.defaultScopes === '' ? undefined : scopesOf({ ...at, value: form.defaultScopes })) : scopesOf(scopesText.value);
  const scopes =
    asked !== undefined && form.addsOpenid === true ? [...(asked.some((one) => one.value === 'openid') ? [] : [{ ...at, value: 'openid' }]), ...asked] : asked;
  const base = value(form.base);
  const redirect =
    value(form.redirect) ?? (base === undefined || form.path === undefined ? undefined : { ...base, value: base.value.replace(/\/$/, '') + form.path });
  const refresh = scopes?.find((scope) => scope.value === 'offline_access') ?? (form.app === 'headlamp' ? at : undefined);
  const groups = scopesOf(value(form.groups)) ?? [];
  return {
    app: form.app,
    label: labelOf(form.app === 'oidc' ? 'the app' : form.app, object),
    object,
    ...(release === undefined ? {} : { release }),
    container,
    at,
    endpoints: [],
    groups,
    exactIssuer: form.exactIssuer,
    ...(groups.length > 0
      ? { usesGroups: groups[0]!, ...(form.app === 'oauth2-proxy' ? { deciders: [{ what: 'its allowed groups', groups, at: groups[0]! }] } : {}) }
      : {}),
    ...defined({
      clientId: value(form.clientId),
      issuer: issuer === undefined ? undefined : { ...issuer, value: issuerOfDiscovery(issuer.value) },
      scopes,
      redirects: redirect === undefined ? undefined : [redirect],
      otherRedirects: form.other,
      refresh,
      missing: missingOf(form, container),
      confidential: secret !== undefined ? true : container.hidden || form.app === 'oauth2-proxy' ? undefined : false,
      secret: secret?.from?.kind === 'Secret' ? { name: secret.from.seen, key: { ...secret.from.seen, value: secret.from.key } } : undefined,
      needsVerifiedEmail: form.verifiedEmail === true ? at : undefined,
    }),
  };
}

/** Variables that the app needs: not there, or without a value. A whole Secret as environment may hold any of them. */
function missingOf(form: Form, { env, hidden, image }: Container): LoginEnd['missing'] {
  const told = !shared.has(form.app) || form.image?.test(image) === true;
  const needs = [
    { name: 'client id', names: form.clientId },
    { name: 'issuer', names: form.issuer },
    ...(form.needs ?? []).map((one) => ({ name: one, names: [one] })),
  ];
  const absent = !told || hidden ? [] : needs.filter(({ names }) => !has(env, names)).map(({ name, names }) => ({ name, wanted: names[0]! }));
  const empty = [...form.clientId, ...form.secret, ...form.issuer, ...(form.scopes ?? []), ...(form.redirect ?? []), ...(form.base ?? [])].flatMap((name) => {
    const variable = env.get(name);
    return variable !== undefined && variable.value === undefined && variable.from === undefined && variable.elsewhere !== true
      ? [{ name: `value for ${name}`, wanted: name, at: variable.at }]
      : [];
  });
  return absent.length + empty.length === 0 ? undefined : [...absent, ...empty];
}
