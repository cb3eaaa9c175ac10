import type { Seen } from '../../contract/observed.ts';
import { type EnvironmentForm, environmentEnds } from '../../login/environment-form.ts';
import type { LoginEnd } from '../../login/login-end.ts';
import type { Variable } from '../../tree/containers.ts';
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
export function readFreshrss({ containers }: Manifests): LoginEnd[] {
  return environmentEnds(form, containers).map((end) => {
    const sent = redirectOf(end.container!.env);
    return sent === undefined ? end : { ...end, redirects: [{ ...sent, value: { url: sent.value, use: 'login', matching: 'strict' } }] };
  });
}

/** What a request to the base URL of its installation makes: with the port when Apache believes X-Forwarded-Port (FreshRSS/FreshRSS#5743). */
function redirectOf(env: ReadonlyMap<string, Variable>): Seen<string> | undefined {
  const install = env.get('FRESHRSS_INSTALL')?.value;
  const base = /(?:^|\s)--base-url[\s=](https?:\/\/\S+)/.exec(install?.value ?? '')?.[1];
  if (install === undefined || base === undefined) return undefined;
  const port = env.get('OIDC_X_FORWARDED_HEADERS')?.value?.value.includes('X-Forwarded-Port') === true ? ':443' : '';
  return { ...install, value: `${base.replace(/\/$/, '')}${port}/i/oidc/` };
}
