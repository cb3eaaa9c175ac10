import { guardsOf } from '../../edge/guards.ts';
import { type EnvironmentForm, environmentEnds } from '../../login/environment-form.ts';
import { forwardAuthEnd, type LoginEnd } from '../../login/login-end.ts';
import type { Manifests } from '../../tree/manifests.ts';

/** gethomepage/homepage docs/installation/index.md, Security & Authentication, since 2.0; src/pages/api/auth/[...nextauth].js */
const form: EnvironmentForm = {
  app: 'homepage',
  clientId: ['HOMEPAGE_OIDC_CLIENT_ID'],
  secret: ['HOMEPAGE_OIDC_CLIENT_SECRET'],
  issuer: ['HOMEPAGE_OIDC_ISSUER'],
  scopes: ['HOMEPAGE_OIDC_SCOPE'],
  defaultScopes: 'openid email profile',
  base: ['HOMEPAGE_EXTERNAL_URL'],
  path: '/api/auth/callback/homepage-oidc',
  off: ['HOMEPAGE_AUTH_ENABLED', /^false$/i],
};

/** Reads the login of homepage itself, and the guarded hosts of every homepage: of its namespace, and among those that it allows. */
export function readHomepage(manifests: Manifests): LoginEnd[] {
  return [...environmentEnds(form, manifests.containers), ...guardedHosts(manifests)];
}

function guardedHosts(manifests: Manifests): LoginEnd[] {
  return manifests.containers.flatMap(({ env, object }) => {
    const allowed = env
      .get('HOMEPAGE_ALLOWED_HOSTS')
      ?.value?.value.split(',')
      .map((host) => `https://${host.trim()}`);
    if (allowed === undefined) return [];
    return guardsOf(manifests)
      .all.filter(({ host, edge }) => edge.object.namespace === object.namespace && allowed.includes(host.value))
      .map(({ host }) => forwardAuthEnd('homepage', object, host));
  });
}
