import { defined } from '../../tree/defined.ts';
import { labelOf, type LoginEnd, scopesOf } from '../../login/login-end.ts';
import type { Release } from '../../tree/releases.ts';

/** Headlamp's end in the values of its chart, below `config.oidc`. Its environment variables are read with those of the others. */
export function headlampLogins(releases: readonly Release[]): LoginEnd[] {
  return releases.flatMap((release): LoginEnd[] => {
    if (release.chart !== 'headlamp') return [];
    const oidc = release.get('config', 'oidc');
    const clientId = oidc.get('clientID').seenText();
    const issuer = oidc.get('issuerURL').seenText();
    const external = oidc.get('externalSecret', 'enabled').scalar() === true ? oidc.get('externalSecret', 'name').seenText() : undefined;
    if (clientId === undefined && issuer === undefined && external === undefined) return [];
    const at = oidc.seen(undefined);
    const text = oidc.get('scopes').seenText();
    // Whether the Secret's scopes count has a rule of its own.
    const hidden = external !== undefined && text === undefined;
    const scopes = hidden ? undefined : (scopesOf(text) ?? ['profile', 'email'].map((value) => ({ ...at, value })));
    const callback = oidc.get('callbackURL').seenText();
    return [
      {
        app: 'headlamp',
        label: labelOf('headlamp', release.object),
        object: release.object,
        release,
        at,
        endpoints: [],
        groups: [],
        exactIssuer: true,
        refresh: at,
        ...defined({
          clientId,
          issuer,
          scopes: scopes === undefined || scopes.some(({ value }) => value === 'openid') ? scopes : [{ ...at, value: 'openid' }, ...scopes],
          redirects: callback === undefined || external !== undefined ? undefined : [callback],
          otherRedirects: /\/oidc-callback$/,
          secret: external === undefined ? undefined : { name: external, key: { ...external, value: 'OIDC_CLIENT_SECRET' } },
        }),
      },
    ];
  });
}
