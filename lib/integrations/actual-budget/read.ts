import { type EnvironmentForm, environmentEnds } from '../../login/environment-form.ts';
import type { LoginEnd } from '../../login/login-end.ts';
import type { Manifests } from '../../tree/manifests.ts';

/** actualbudget/actual packages/sync-server/src/load-config.js; accounts/openid.js: the scopes are fixed, and openid-client 5 takes the issuer that it finds. */
const form: EnvironmentForm = {
  app: 'actual',
  // The default of openid-client 5.
  tokenEndpointAuthMethod: 'client_secret_basic',
  clientId: ['ACTUAL_OPENID_CLIENT_ID'],
  secret: ['ACTUAL_OPENID_CLIENT_SECRET'],
  issuer: ['ACTUAL_OPENID_DISCOVERY_URL'],
  endpoints: ['ACTUAL_OPENID_AUTHORIZATION_ENDPOINT', 'ACTUAL_OPENID_TOKEN_ENDPOINT', 'ACTUAL_OPENID_USERINFO_ENDPOINT'],
  defaultScopes: 'openid email profile',
  base: ['ACTUAL_OPENID_SERVER_HOSTNAME'],
  needs: ['ACTUAL_OPENID_SERVER_HOSTNAME'],
  path: '/openid/callback',
  refusesHs256: true,
};

/** Reads Actual Budget's end out of the environment of any container. */
export function readActualBudget({ containers }: Manifests): LoginEnd[] {
  return environmentEnds(form, containers);
}
