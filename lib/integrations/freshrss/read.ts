import type { Located } from '../../contract/observed.ts';
import { type EnvironmentForm, environmentEnds } from '../../login/environment-form.ts';
import type { LoginEnd } from '../../login/login-end.ts';
import type { Container, Variable } from '../../tree/containers.ts';
import type { ServedHost } from '../../tree/edges.ts';
import type { Manifests } from '../../tree/manifests.ts';

/** FreshRSS/FreshRSS Docker/FreshRSS.Apache.conf: mod_auth_openidc separates scopes with colons or spaces, and makes the redirect URI of the request. */
const form: EnvironmentForm = {
  app: 'freshrss',
  image: /freshrss/,
  shared: true,
  clientId: ['OIDC_CLIENT_ID'],
  secret: ['OIDC_CLIENT_SECRET'],
  issuer: ['OIDC_PROVIDER_METADATA_URL'],
  scopes: ['OIDC_SCOPES'],
  separator: /:/g,
  defaultScopes: 'openid',
  other: /\/i\/oidc\/$/,
  exactIssuer: false,
  off: ['OIDC_ENABLED', /^0$/],
};

/** Reads FreshRSS' end out of the environment of any container. */
export function readFreshrss({ containers, edges }: Manifests): LoginEnd[] {
  return environmentEnds(form, containers).map((end) => {
    const sent = redirectOf(end.container!.env) ?? redirectAt(end.container!, edges);
    return sent === undefined ? end : { ...end, redirects: [{ ...sent, value: { url: sent.value, use: 'login', matching: 'strict' } }] };
  });
}

/** The same of the one host at which it answers: that of its release, or the only one beside it. */
function redirectAt({ object, env }: Container, edges: readonly ServedHost[]): Located<string> | undefined {
  const near = edges.filter((edge) => edge.object.namespace === object.namespace);
  const own = near.filter((edge) => edge.object === object);
  const hosts = new Map((own.length > 0 ? own : near.filter((edge) => edge.object.name === object.name)).map(({ host }) => [host.value, host]));
  const [host, ...more] = hosts.values();
  // Envoy sends no X-Forwarded-Port, nginx and Traefik do: a route of the Gateway API does not say who is behind it.
  if (portOf(env) !== '' && near.some((edge) => edge.form === 'route' && edge.object.kind !== 'IngressRoute')) return undefined;
  const path = env.get('FRESHRSS_INSTALL')?.value?.value.includes('--base-url') === true;
  return host === undefined || more.length > 0 || path ? undefined : { ...host, value: `https://${host.value}${portOf(env)}/i/oidc/` };
}

/** What a request to the base URL of its installation makes: with the port when Apache believes X-Forwarded-Port (FreshRSS/FreshRSS#5743). */
function redirectOf(env: ReadonlyMap<string, Variable>): Located<string> | undefined {
  const install = env.get('FRESHRSS_INSTALL')?.value;
  const base = /(?:^|\s)--base-url[\s=](https?:\/\/\S+)/.exec(install?.value ?? '')?.[1];
  if (install === undefined || base === undefined) return undefined;
  return { ...install, value: `${base.replace(/\/$/, '')}${portOf(env)}/i/oidc/` };
}

const portOf = (env: ReadonlyMap<string, Variable>): string =>
  env.get('OIDC_X_FORWARDED_HEADERS')?.value?.value.includes('X-Forwarded-Port') === true ? ':443' : '';
