import { type EnvironmentForm, environmentEnds } from '../../login/environment-form.ts';
import { type LoginEnd, oidcEnd, scopesOf, withOpenid } from '../../login/login-end.ts';
import type { Manifests } from '../../tree/manifests.ts';
import type { Release } from '../../tree/release.ts';

/** The default of ramosbugs/openidconnect-rs, which src/sso_client.rs leaves as it is. */
const tokenEndpointAuthMethod = 'client_secret_basic';

/** dani-garcia/vaultwarden src/config.rs, section sso: `openid` is always asked for. */
const form: EnvironmentForm = {
  app: 'vaultwarden',
  tokenEndpointAuthMethod,
  // Others have a client id of that name: Speakr.
  image: /(?:vaultwarden|bitwarden)/i,
  marks: ['SSO_AUTHORITY', 'SSO_ENABLED', 'SSO_ONLY', 'SSO_SIGNUPS_MATCH_EMAIL'],
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
  off: ['SSO_ENABLED', /^false$/i],
};

/** Reads Vaultwarden's end: the environment of any container, or the values of the chart that has `sso`. */
export function readVaultwarden({ containers, releases }: Manifests): LoginEnd[] {
  return [...environmentEnds(form, containers).map(withDomain), ...releases.flatMap(ofChart)];
}

/** Charts for Vaultwarden make `DOMAIN` of a value of that name. */
function withDomain(end: LoginEnd): LoginEnd {
  const domain = end.redirects === undefined ? end.release?.get('domain').locatedText() : undefined;
  if (domain === undefined) return end;
  const missing = end.missing?.filter(({ wanted }) => wanted !== 'DOMAIN') ?? [];
  const url = `${domain.value.replace(/\/$/, '')}/identity/connect/oidc-signin`;
  const known = { ...end, redirects: [{ ...domain, value: { url, use: 'login', matching: 'strict' } as const }], missing };
  return Object.fromEntries(
    Object.entries(known).filter(([field]) => field !== 'callback' && (field !== 'missing' || missing.length > 0)),
  ) as unknown as LoginEnd;
}

function ofChart(release: Release): LoginEnd[] {
  const sso = release.get('sso');
  if (release.chart !== 'vaultwarden' || sso.get('enabled').scalar() !== true) return [];
  const at = sso.located(undefined);
  const asked = scopesOf(sso.get('scopes').locatedText()) ?? ['email', 'profile'].map((value) => ({ ...at, value }));
  const domain = release.get('domain').locatedText();
  const existing = sso.get('existingSecret').locatedText();
  const key = sso.get('clientSecret', 'existingSecretKey').locatedText();
  return [
    oidcEnd({
      app: 'vaultwarden',
      tokenEndpointAuthMethod,
      object: release.object,
      release,
      at,
      needsVerifiedEmail: at,
      scopes: withOpenid(asked, at),
      clientId: sso.get('clientId', 'value').locatedText() ?? sso.get('clientId').locatedText(),
      issuer: sso.get('authority').locatedText(),
      refresh: asked.find(({ value }) => value === 'offline_access'),
      sends: domain === undefined ? undefined : [{ ...domain, value: `${domain.value.replace(/\/$/, '')}/identity/connect/oidc-signin` }],
      secret: existing === undefined || existing.value === '' ? undefined : key === undefined ? { name: existing } : { name: existing, key },
    }),
  ];
}
