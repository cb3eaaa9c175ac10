import { defined } from '../../tree/defined.ts';
import { labelOf, type LoginEnd, scopesOf } from '../../login/login-end.ts';
import type { Release } from '../../tree/releases.ts';

/** Vaultwarden's end in the values of the chart that has `sso`. Its environment variables are read with those of the others. */
export function vaultwardenLogins(releases: readonly Release[]): LoginEnd[] {
  return releases.flatMap((release): LoginEnd[] => {
    const sso = release.get('sso');
    if (release.chart !== 'vaultwarden' || sso.get('enabled').scalar() !== true) return [];
    const at = sso.seen(undefined);
    const issuer = sso.get('authority').seenText();
    const clientId = sso.get('clientId', 'value').seenText() ?? sso.get('clientId').seenText();
    const asked = scopesOf(sso.get('scopes').seenText()) ?? ['email', 'profile'].map((value) => ({ ...at, value }));
    const domain = release.get('domain').seenText();
    const existing = sso.get('existingSecret').seenText();
    const key = sso.get('clientSecret', 'existingSecretKey').seenText();
    const refresh = asked.find(({ value }) => value === 'offline_access');
    return [
      {
        app: 'vaultwarden',
        label: labelOf('vaultwarden', release.object),
        object: release.object,
        release,
        at,
        endpoints: [],
        groups: [],
        exactIssuer: true,
        needsVerifiedEmail: at,
        scopes: [{ ...at, value: 'openid' }, ...asked.filter(({ value }) => value !== 'openid')],
        ...defined({
          clientId,
          issuer,
          refresh,
          redirects: domain === undefined ? undefined : [{ ...domain, value: `${domain.value.replace(/\/$/, '')}/identity/connect/oidc-signin` }],
          secret: existing === undefined || existing.value === '' ? undefined : key === undefined ? { name: existing } : { name: existing, key },
        }),
      },
    ];
  });
}
