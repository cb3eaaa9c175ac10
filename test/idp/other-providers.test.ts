import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { repositoryOf } from '../../lib/check/repository-of.ts';
import { identityProviders } from '../../lib/idp/providers.ts';
import { readTree, treeOf } from '../../lib/tree/tree.ts';
import { manifestsIn } from '../support/said.ts';

const fixtures = 'test/check/fixtures/redirect-missing';

const others = identityProviders.map(({ facts }) => facts.name).filter((name) => name !== 'authentik');

it('knows the provider of every folder', () => {
  const folders = readdirSync('lib/idp', { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
  expect(identityProviders.map(({ facts }) => facts.name).sort()).toEqual(folders.sort());
});

it.each(others)('pairs an app with its client in %s', (name) => {
  const { pairs } = repositoryOf(readTree([`${fixtures}/valid-${name}.yaml`]));
  // Zitadel makes up the ids of its clients.
  expect(pairs.all.map(({ login, client }) => [login.app, client.idp.name, client.clientId?.value ?? client.name?.value])).toEqual([
    ['miniflux', name, 'feeds'],
  ]);
  expect(pairs.unpairedClients).toEqual([]);
});

const clientsIn = (name: string, ...texts: readonly string[]) =>
  identityProviders
    .find(({ facts }) => facts.name === name)!
    .read(manifestsIn(...texts))
    .clients.map(({ clientId, clientType, redirects, scopes }) => ({
      id: clientId?.value,
      type: clientType?.value,
      redirects: redirects?.map(({ value }) => value.url),
      scopes: scopes?.map(({ value }) => value),
    }));

const release = (chart: string, values: string) =>
  `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: idp, namespace: identity }\nspec:\n  chart: { spec: { chart: ${chart}, version: 1.0.0, sourceRef: { kind: HelmRepository, name: charts } } }\n  values:\n${values.replace(/^/gm, '    ')}`;

const oidc = 'identity_providers:\n  oidc:\n    clients:\n      - { id: wiki, public: true, redirect_uris: [https://wiki.example.net/cb] }\n';
const wiki = { id: 'wiki', type: 'public', redirects: ['https://wiki.example.net/cb'], scopes: ['openid', 'groups', 'profile', 'email'] };

it.each([
  ['a file of its own', oidc],
  ['the values of its chart', release('authelia', `configMap:\n${oidc.replace(/^/gm, '  ')}`)],
  [
    'a text in the values of a chart',
    release('app-template', `configMaps:\n  config:\n    data:\n      configuration.yaml: |\n${oidc.replace(/^/gm, '        ')}`),
  ],
  [
    'the template of an ExternalSecret',
    `apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: { name: authelia, namespace: identity }\nspec:\n  target:\n    template:\n      data:\n        configuration.yaml: |\n${oidc.replace(/^/gm, '          ')}`,
  ],
])('reads clients of Authelia from %s', (_, text) => {
  expect(clientsIn('authelia', text)).toEqual([wiki]);
});

it('leaves out what the chart of Authelia does not switch on', () => {
  expect(clientsIn('authelia', release('authelia', `configMap:\n${oidc.replace('oidc:', 'oidc:\n    enabled: false').replace(/^/gm, '  ')}`))).toEqual([]);
});

it('reads clients of Dex from the values of its chart', () => {
  const text = release(
    'dex',
    'config:\n  issuer: https://dex.example.net\n  staticClients:\n    - { id: wiki, secret: $WIKI, redirectURIs: [https://wiki.example.net/cb] }',
  );
  expect(clientsIn('dex', text)).toMatchObject([{ id: 'wiki', type: 'confidential', redirects: ['https://wiki.example.net/cb'] }]);
});

it.each([
  [
    'of Crossplane',
    'apiVersion: openidclient.keycloak.crossplane.io/v1alpha1\nkind: Client\nmetadata: { name: wiki }\nspec:\n  forProvider: { clientId: wiki, realmId: home, accessType: CONFIDENTIAL, validRedirectUris: [https://wiki.example.net/cb] }',
  ],
  [
    'of the first operator',
    'apiVersion: keycloak.org/v1alpha1\nkind: KeycloakClient\nmetadata: { name: wiki, namespace: identity }\nspec:\n  client: { clientId: wiki, redirectUris: [https://wiki.example.net/cb] }',
  ],
  [
    'of the operator of EPAM',
    'apiVersion: v1.edp.epam.com/v1\nkind: KeycloakClient\nmetadata: { name: wiki, namespace: identity }\nspec: { clientId: wiki, public: false, redirectUris: [https://wiki.example.net/cb] }',
  ],
])('reads a client of Keycloak by the custom resource %s', (_, text) => {
  expect(clientsIn('keycloak', text)).toEqual([{ id: 'wiki', type: 'confidential', redirects: ['https://wiki.example.net/cb'], scopes: undefined }]);
});

it('passes over clients of a realm that no browser signs in to', () => {
  const client = (fields: string) => `      - { clientId: x, ${fields} }\n`;
  const text = `apiVersion: k8s.keycloak.org/v2alpha1\nkind: KeycloakRealmImport\nmetadata: { name: home }\nspec:\n  realm:\n    realm: home\n    clients:\n${['protocol: saml', 'bearerOnly: true', 'enabled: false', 'standardFlowEnabled: false'].map(client).join('')}      - { clientId: account-console, publicClient: true }\n`;
  expect(clientsIn('keycloak', text)).toEqual([]);
});

it('does not pair across providers that have a client of one name', () => {
  const kanidm = `${fixtures}/valid-kanidm.yaml`;
  const client = repositoryOf(readTree([kanidm])).clients;
  expect(client).toHaveLength(1);
  const text = 'issuer: https://dex.example.net\nstaticClients:\n  - { id: feeds, redirectURIs: [https://feeds.home.example.net/oauth2/oidc/callback] }\n';
  const tree = readTree([kanidm]);
  const both = repositoryOf({ ...tree, documents: [...treeOf([{ file: 'dex.yaml', text }]).documents, ...tree.documents] });
  expect(both.clients.map(({ idp }) => idp.name).sort()).toEqual(['dex', 'kanidm']);
  expect(both.pairs.all.map(({ client: { idp } }) => idp.name)).toEqual(['kanidm']);
});
