import type { Seen } from '../../contract/observed.ts';
import { type EnvironmentForm, environmentEnds, secretOf } from '../../login/environment-form.ts';
import { type LoginEnd, oidcEnd, scopesOf } from '../../login/login-end.ts';
import type { Container } from '../../tree/containers.ts';
import type { Manifests } from '../../tree/manifests.ts';
import { perTree } from '../../tree/per-tree.ts';

/** An oauth2-proxy with its flags, from the command line or from the values of its chart. */
export interface Oauth2Proxy {
  readonly container: Container;
  readonly at: Seen<unknown>;
  readonly flags: ReadonlyMap<string, Seen<string>>;
}

/** Every oauth2-proxy of a tree. */
export const oauth2ProxiesOf = perTree(({ containers }: Manifests): Oauth2Proxy[] =>
  containers.flatMap((container): Oauth2Proxy[] => {
    const chart = container.release?.chart === 'oauth2-proxy';
    if (!chart && !/(?:^|\/)oauth2-proxy$/.test(container.image)) return [];
    const flags = new Map<string, Seen<string>>();
    for (const arg of container.args) {
      const [, name, value] = /^--?([a-z-]+)(?:=(.*))?$/s.exec(arg.text() ?? '') ?? [];
      if (name !== undefined) flags.set(name, arg.seen(value ?? 'true'));
    }
    if (chart) for (const [name, value] of container.release.get('extraArgs').entries()) flags.set(name, value.seen(String((value.scalar() ?? '') as number)));
    for (const [name, variable] of container.env)
      if (name.startsWith('OAUTH2_PROXY_') && variable.value !== undefined) flags.set(name.slice(13).toLowerCase().replaceAll('_', '-'), variable.value);
    return [{ container, at: container.imageAt, flags }];
  }),
);

/** oauth2-proxy/oauth2-proxy pkg/apis/options: each flag has a variable. */
const form: EnvironmentForm = {
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
  decides: 'its allowed groups',
  secretMayHide: true,
};

/** Reads the ends of oauth2-proxies: by their environment where that is whole, else by flags. */
export function readOauth2Proxy(manifests: Manifests): LoginEnd[] {
  const byFlags = oauth2ProxiesOf(manifests)
    .filter(({ container }) => !isWhole(container))
    .flatMap(endOf);
  const taken = new Set(byFlags.map(({ container }) => container));
  return [
    ...environmentEnds(
      form,
      manifests.containers.filter((container) => !taken.has(container)),
    ),
    ...byFlags,
  ];
}

const isWhole = ({ env }: Container): boolean => env.has('OAUTH2_PROXY_CLIENT_ID') && env.has('OAUTH2_PROXY_OIDC_ISSUER_URL');

function endOf({ container, flags, at }: Oauth2Proxy): LoginEnd[] {
  const issuer = flags.get('oidc-issuer-url');
  if (issuer === undefined) return [];
  const { object, release, env } = container;
  const redirect = flags.get('redirect-url');
  const groups = scopesOf(flags.get('allowed-group') ?? flags.get('allowed-groups')) ?? [];
  return [
    oidcEnd({
      app: 'oauth2-proxy',
      object,
      release,
      container,
      at,
      groups,
      issuer,
      endpoints: ['login-url', 'redeem-url', 'profile-url'].flatMap((name) => flags.get(name) ?? []),
      scopes: scopesOf(flags.get('scope')) ?? ['openid', 'email', 'profile'].map((value) => ({ ...issuer, value })),
      usesGroups: groups[0],
      deciders: groups.length === 0 ? undefined : [{ what: 'its allowed groups', groups, at: groups[0]! }],
      clientId: flags.get('client-id'),
      sends: redirect === undefined ? undefined : [redirect],
      otherRedirects: /\/oauth2\/callback$/,
      needsVerifiedEmail: flags.get('insecure-oidc-allow-unverified-email')?.value === 'true' ? undefined : issuer,
      secret: secretOf(env.get('OAUTH2_PROXY_CLIENT_SECRET')),
    }),
  ];
}
