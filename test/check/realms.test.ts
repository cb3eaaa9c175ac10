import { describe, expect, it } from 'vitest';
import { checkFiles } from '../../lib/check/check-tree.ts';
import { type Files, fromSecret, pod, variable } from '../support/foreign-trees.ts';

const list = (files: Files) => Object.entries(files).map(([file, text]) => ({ file, text }));
const said = (files: Files) =>
  checkFiles(list(files))
    .logins()
    .map(({ app, client, read, pairedBy }) => [app, read, ...(read === 'both' ? [client, pairedBy] : [])].join(' '));

describe('a realm', () => {
  const realm = (name: string, clients: string) =>
    `apiVersion: k8s.keycloak.org/v2alpha1\nkind: KeycloakRealmImport\nmetadata: {name: ${name}, namespace: door}\nspec: {keycloakCRName: door, realm: {realm: ${name}, clients: [${clients}]}}\n`;
  const app = (name: string) =>
    pod('board', [
      fromSecret('OIDC_CLIENT_ID', 'board-login', 'id'),
      variable('OIDC_ISSUER', `https://id.example.net/realms/${name}`),
      variable('OIDC_REDIRECT_URI', 'https://board.example.net/cb'),
    ]);

  it('that is called like one of its clients is no mark of it', () => {
    const clients = '{clientId: rooms, redirectUris: ["http://localhost:8000"]}, {clientId: letters, redirectUris: ["https://board.example.net/cb"]}';
    expect(said({ 'a.yaml': app('rooms'), 'r.yaml': realm('rooms', clients) })).toEqual(['board both letters redirect', 'rooms provider']);
  });

  it('beside that of the app has clients of others at its hosts', () => {
    const client = '{clientId: letters, redirectUris: ["https://board.example.net/oauth2/callback"]}';
    expect(said({ 'a.yaml': app('rooms'), 'r.yaml': realm('rooms', client) })).toEqual(['board both letters host']);
    expect(said({ 'a.yaml': app('rooms'), 'r.yaml': realm('hallway', client) })).toEqual(['board app', 'letters provider']);
  });
});

it('a client of one id in two realms is that of the realm which the app names', () => {
  const realm = (name: string): string =>
    `apiVersion: k8s.keycloak.org/v2alpha1\nkind: KeycloakRealmImport\nmetadata: {name: ${name}, namespace: sso}\nspec: {realm: {realm: ${name}, clients: [{clientId: board, name: ${name}, redirectUris: ["https://board.example.net/cb"]}]}}\n`;
  const app = (name: string) => pod('board', [variable('OIDC_CLIENT_ID', 'board'), variable('OIDC_ISSUER', `https://id.example.net/realms/${name}`)]);
  for (const name of ['first', 'other']) {
    const rows = checkFiles(list({ 'a.yaml': app(name), 'first.yaml': realm('first'), 'other.yaml': realm('other') })).logins();
    expect(rows.map(({ other, certainty }) => [other?.at.file, certainty])).toEqual([
      [`${name}.yaml`, undefined],
      [undefined, undefined],
    ]);
  }
});
