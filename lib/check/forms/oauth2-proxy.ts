import type { Seen } from '../../contract/observed.ts';
import type { Container } from '../../tree/containers.ts';
import { defined } from '../../tree/defined.ts';
import { labelOf, type LoginEnd, scopesOf } from '../../login/login-end.ts';

/** An oauth2-proxy with its flags, from the command line or from the values of its chart. */
export interface Oauth2Proxy {
  readonly container: Container;
  readonly at: Seen<unknown>;
  readonly flags: ReadonlyMap<string, Seen<string>>;
}

/** Every oauth2-proxy of a tree. */
export function oauth2ProxiesOf(containers: readonly Container[]): Oauth2Proxy[] {
  return containers.flatMap((container): Oauth2Proxy[] => {
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
  });
}

/** Its end of the login; undefined when it is no OIDC client, or when its variables were read with those of the others. */
export function oauth2ProxyLogin({ container, flags, at }: Oauth2Proxy): LoginEnd | undefined {
  const issuer = flags.get('oidc-issuer-url');
  const { object, release, env } = container;
  if (issuer === undefined || (env.has('OAUTH2_PROXY_CLIENT_ID') && env.has('OAUTH2_PROXY_OIDC_ISSUER_URL'))) return undefined;
  const redirect = flags.get('redirect-url');
  const groups = scopesOf(flags.get('allowed-group') ?? flags.get('allowed-groups')) ?? [];
  const secret = env.get('OAUTH2_PROXY_CLIENT_SECRET');
  return {
    app: 'oauth2-proxy',
    label: labelOf('oauth2-proxy', object),
    object,
    ...(release === undefined ? {} : { release }),
    container,
    at,
    endpoints: [],
    groups,
    exactIssuer: true,
    issuer,
    scopes: scopesOf(flags.get('scope')) ?? ['openid', 'email', 'profile'].map((value) => ({ ...issuer, value })),
    ...(groups.length > 0 ? { usesGroups: groups[0]!, deciders: [{ what: 'its allowed groups', groups, at: groups[0]! }] } : {}),
    ...defined({
      clientId: flags.get('client-id'),
      redirects: redirect === undefined ? undefined : [redirect],
      otherRedirects: /\/oauth2\/callback$/,
      needsVerifiedEmail: flags.get('insecure-oidc-allow-unverified-email')?.value === 'true' ? undefined : issuer,
      secret: secret?.from?.kind === 'Secret' ? { name: secret.from.seen, key: { ...secret.from.seen, value: secret.from.key } } : undefined,
    }),
  };
}
