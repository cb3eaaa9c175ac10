import { describe, expect, it } from 'vitest';
import { codesSaid } from '../support/tree-said.ts';

/** Settings as authentik's documentation shows them beside the redirect URI, each with its provider. */

const provider = (path: string, type = 'confidential') => `version: 1
metadata: { name: shelf }
entries:
  - model: authentik_providers_oauth2.oauth2provider
    id: shelf
    identifiers: { name: shelf }
    attrs:
      authorization_flow: !Find [authentik_flows.flow, [slug, default-provider-authorization-implicit-consent]]
      invalidation_flow: !Find [authentik_flows.flow, [slug, default-provider-invalidation-flow]]
      client_type: ${type}
      client_id: shelf${type === 'public' ? '' : '\n      client_secret: !Env SHELF_SECRET'}
      signing_key: !Find [authentik_crypto.certificatekeypair, [name, authentik Self-signed Certificate]]
      redirect_uris: [{ matching_mode: strict, url: "https://shelf.example.org${path}" }]
      property_mappings:
        - !Find [authentik_providers_oauth2.scopemapping, [scope_name, openid]]
        - !Find [authentik_providers_oauth2.scopemapping, [scope_name, profile]]
        - !Find [authentik_providers_oauth2.scopemapping, [scope_name, email]]
  - model: authentik_core.application
    identifiers: { slug: shelf }
    attrs: { name: Shelf, provider: !KeyOf shelf }
`;
const issuer = 'https://id.example.org/application/o/shelf/';
const endpoint = (name: string) => `https://id.example.org/application/o/${name}/`;
const variables = (env: Readonly<Record<string, string>>, image = 'shelf') =>
  JSON.stringify({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'shelf', namespace: 'rooms' },
    spec: {
      selector: { matchLabels: { app: 'shelf' } },
      template: {
        metadata: { labels: { app: 'shelf' } },
        spec: { containers: [{ name: 'app', image: `${image}:1.0.0`, env: Object.entries(env).map(([name, value]) => ({ name, value })) }] },
      },
    },
  });
const file = (name: string, text: string) =>
  JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'shelf', namespace: 'rooms' }, data: { [name]: text } });

const said = (path: string, app: string, type?: string) =>
  codesSaid({ 'idp.yaml': provider(path, type), 'app.json': app }).filter((line) => !line.startsWith('info') && !line.endsWith('secret-literal'));

describe('a login that is told by a file', () => {
  it('has the host of the provider before its paths, which is no issuer', () => {
    const text = `[app]\nhost = https://shelf.example.org\n\n[oauth.generic]\nclient_id = shelf\nhost = https://id.example.org\ntoken_endpoint = /application/o/token/\nauth_endpoint = /application/o/authorize/\nscope = openid email`;
    expect(said('/oauth/callback/generic', file('config.ini', text))).toEqual([]);
    expect(said('/oauth/callback', file('config.ini', text))).toEqual(['error redirect-missing']);
    expect(said('/anywhere', file('shelf.ini', text.replace('oauth.generic', 'login')))).toEqual([]);
  });

  it('stands in a custom resource of RabbitMQ', () => {
    const additionalConfig = `auth_oauth2.issuer = ${issuer}\nmanagement.oauth_client_id = shelf\nmanagement.oauth_scopes = openid profile`;
    const app = (path: string) =>
      said(
        path,
        JSON.stringify({
          apiVersion: 'rabbitmq.com/v1beta1',
          kind: 'RabbitmqCluster',
          metadata: { name: 'shelf', namespace: 'rooms' },
          spec: { rabbitmq: { additionalConfig } },
        }),
        'public',
      );
    expect(app('/js/oidc-oauth/login-callback.html')).toEqual([]);
    expect(app('/callback')).toEqual(['error redirect-missing']);
  });

  it('is a keyword list of Elixir', () => {
    const text = `import Config\n\nconfig :mobilizon, :auth,\n  oauth_consumer_strategies: [{:keycloak, "Home"}]\n\nconfig :ueberauth, Ueberauth.Strategy.Keycloak.OAuth,\n  client_id: "shelf",\n  client_secret: System.get_env("SECRET"),\n  authorize_url: "${endpoint('authorize')}",\n  token_url: "${endpoint('token')}",\n  token_method: :post\n`;
    expect(said('/auth/keycloak/callback', file('mobilizon.exs', text))).toEqual([]);
    expect(said('/auth/callback', file('mobilizon.exs', text))).toEqual(['error redirect-missing']);
  });

  it('is JSON in a file of variables', () => {
    const apps = `{"openid_connect":{"APPS":[{"provider_id":"home","client_id":"shelf","secret":"x","settings":{"server_url":"${issuer}"}}]}}`;
    const text = `PAPERLESS_APPS=allauth.socialaccount.providers.openid_connect\nPAPERLESS_SOCIALACCOUNT_PROVIDERS=${apps}\n`;
    expect(said('/accounts/oidc/home/login/callback/', file('paperless.conf', text))).toEqual([]);
    expect(said('/accounts/oidc/house/login/callback/', file('paperless.conf', text))).toEqual(['error redirect-missing']);
  });
});

describe('a login that is told by variables', () => {
  const chronograf = {
    PUBLIC_URL: 'https://shelf.example.org',
    GENERIC_CLIENT_ID: 'shelf',
    GENERIC_CLIENT_SECRET: 'x',
    GENERIC_AUTH_URL: endpoint('authorize'),
    GENERIC_TOKEN_URL: endpoint('token'),
    GENERIC_API_URL: endpoint('userinfo'),
  };

  it('has the value of one in its way back', () => {
    const named = variables({ ...chronograf, GENERIC_NAME: 'home' }, 'chronograf');
    expect(said('/oauth/home/callback', named)).toEqual([]);
    expect(said('/oauth/home/callback/', named)).toEqual(['error redirect-missing']);
    expect(said('/oauth/generic/callback', variables(chronograf, 'chronograf'))).toEqual([]);
  });

  it('has a path where others have the whole redirect URI', () => {
    const env = { SHELF_AUTH_OIDC_ISSUER: issuer, SHELF_AUTH_CLIENT_ID: 'shelf', SHELF_AUTH_CLIENT_SECRET: 'x', SHELF_AUTH_REDIRECT_URI: '/auth' };
    expect(said('/auth', variables(env))).toEqual([]);
    expect(said('/login', variables(env))).toEqual(['error redirect-missing']);
  });

  it('needs no secret where tokens come to the browser', () => {
    const env = { OPENID_CLIENT_ID: 'shelf', OPENID_ISSUER: issuer, OPENID_JWKS_ENDPOINT: `${issuer}jwks/`, OPENID_REDIRECT_URI: 'https://shelf.example.org/' };
    expect(said('/', variables(env))).toEqual([]);
    expect(said('/', variables(env, 'guacamole/guacamole'))).toEqual([]);
    expect(said('/', variables(env, 'guacamole/guacamole'), 'public')).toEqual([]);
    expect(said('/', variables({ ...env, OPENID_ISSUER: issuer.slice(0, -1) }, 'guacamole/guacamole'))).toEqual(['error issuer-slash-missing']);
  });
});
