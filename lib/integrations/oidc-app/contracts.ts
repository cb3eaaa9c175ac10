import { oidc, type OidcContract, type OidcInput } from '../../contract/contract.ts';
import { type Facts, hostUnder } from '../../contract/facts.ts';
import { hostName, slugName } from '../../contract/names.ts';
import { loginRedirect, logoutRedirect } from '../../contract/redirect.ts';
import { clientSecretRef } from '../../contract/secret-ref.ts';
import { refuseUnused } from '../../delivery/run-shapes.ts';
import type { OidcAppOptions } from './options.ts';

/** The contract of any app that speaks OpenID Connect. @throws PinoutError of the contract's constructors */
export function oidcAppContracts(options: OidcAppOptions, facts: Facts): readonly [OidcContract] {
  const slug = slugName(options.name, { app: typeof options.name === 'string' && options.name !== '' ? options.name : 'oidc-app', field: 'name' });
  const host = hostOf(options, slug, facts);
  const full = (address: string): string => (address.startsWith('/') ? `https://${host}${address}` : address);
  if (options.clientType === 'public') refuseUnused(options, ['secretGeneration'], 'of a client without a secret', slug);
  const roles = Object.keys(options.roles ?? {}).length > 0;
  const input: Record<string, unknown> = {
    slug,
    clientType: options.clientType ?? 'confidential',
    ...(options.clientType === 'public' ? {} : { secret: clientSecretRef(slug, options.secretGeneration ?? 1, slug) }),
    redirects: [
      ...(options.redirects ?? []).map((one, index) => loginRedirect(full(one), { app: slug, field: `redirects[${index}]` })),
      ...(options.postLogout ?? []).map((one, index) => logoutRedirect(full(one), { app: slug, field: `postLogout[${index}]` })),
    ],
    scopes: options.scopes ?? ['openid', 'profile', 'email', ...(roles ? ['groups'] : [])],
    ...(options.access === undefined ? {} : { access: options.access }),
    ...(options.roles === undefined ? {} : { roles: options.roles }),
    ...(options.emailVerified === undefined ? {} : { emailVerified: options.emailVerified }),
    tile: {
      name: slug.charAt(0).toUpperCase() + slug.slice(1),
      ...options.tile,
      // A path of the app itself, such as the one that starts its sign-in.
      launchUrl: full(options.tile?.launchUrl ?? '/'),
    },
  };
  return [oidc(input as unknown as OidcInput)];
}

/** True when pinout installs nothing of the app. */
export const isElsewhere = ({ chart, image }: Pick<OidcAppOptions, 'chart' | 'image'>): boolean => chart === undefined && image === undefined;

/** The host of an app: below the domain where its way in is ours, anywhere else when it is there already. */
export function hostOf(options: OidcAppOptions, slug: string, facts: Facts): string {
  const at = { app: slug, field: 'host' };
  const given: unknown = options.host ?? slug;
  return isElsewhere(options) && typeof given === 'string' && given.includes('.') ? hostName(given, at) : hostUnder(given, facts.domain, at);
}
