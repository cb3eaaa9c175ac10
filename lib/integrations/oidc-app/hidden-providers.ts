import { type LoginEnd, oidcEnd } from '../../login/login-end.ts';
import type { Container } from '../../tree/containers.ts';

/** Variables with all providers of django-allauth as JSON: paperless-ngx/paperless-ngx docs/configuration.md, TandoorRecipes/recipes docs/features/authentication.md. */
const all = ['PAPERLESS_SOCIALACCOUNT_PROVIDERS', 'PAPERLESS_SOCIALACCOUNT_PROVIDERS_FILE', 'SOCIALACCOUNT_PROVIDERS', 'SOCIALACCOUNT_PROVIDERS_FILE'];

/** Nothing but a placeholder: whoever fills it in brings the JSON as a whole. */
const opaque = /^\s*(?:\{\{[^{}]*\}\}|\$\{[^{}]*\})\s*$/;

/**
 * A login of Paperless or Tandoor whose settings are in a Secret that nobody here can read: that there is one is known, and where it comes back to.
 * JSON that can be read is a matter of settings-app.
 */
export function hiddenProviders(container: Container): LoginEnd[] {
  const { env, object, release } = container;
  const name = all.find((one) => env.has(one));
  const found = name === undefined ? undefined : env.get(name)!;
  const isFile = name?.endsWith('_FILE') === true;
  if (found === undefined ? !container.hidden : found.value !== undefined && !isFile && !opaque.test(found.value.value)) return [];
  const apps = (env.get('PAPERLESS_APPS') ?? env.get('SOCIAL_PROVIDERS'))?.value;
  // Without the app of OpenID Connect the settings are those of another provider, such as GitHub.
  if (apps === undefined ? found === undefined || env.has('PAPERLESS_APPS') || env.has('SOCIAL_PROVIDERS') : !apps.value.includes('openid_connect')) return [];
  const isPaperless = [...env.keys()].some((one) => one.startsWith('PAPERLESS_'));
  return [
    oidcEnd({
      app: isPaperless ? 'paperless' : 'tandoor',
      called: isPaperless ? 'Paperless' : 'Tandoor',
      object,
      release,
      container,
      at: found?.at ?? apps!,
      issuer: undefined,
      clientId: undefined,
      confidential: undefined,
      otherRedirects: /\/accounts\/oidc\/[^/]+\/login\/callback\/$/,
      scopes: undefined,
      refresh: undefined,
      exactIssuer: false,
    }),
  ];
}
