import { describe, expect, it } from 'vitest';
import { checkFiles } from '../../lib/check/check-tree.ts';
import { blueprintFor } from '../support/login-pair.ts';

const rows = (files: Readonly<Record<string, string>>) =>
  checkFiles(Object.entries(files).map(([file, text]) => ({ file, text })))
    .logins()
    .map(({ app, read, pairedBy }) => `${app} ${read}${pairedBy === undefined ? '' : ` ${pairedBy}`}`);
const pod = (env: string, more = '') =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: board, namespace: rooms}\nspec: {template: {spec: {containers: [{name: board, image: "example.net/board:1"${more}, env: [${env}]}]}}}\n`;
const secret = (name: string, key = 'k') => `{name: ${name}, valueFrom: {secretKeyRef: {name: board, key: ${key}}}}`;

describe('a login whose settings are in a Secret', () => {
  it('is recognised by the names of its variables', () => {
    expect(rows({ 'a.yaml': pod(`${secret('BOARD_OIDC_CLIENT_ID')}, ${secret('BOARD_OIDC_ISSUER')}`) })).toEqual(['board app']);
    expect(rows({ 'a.yaml': pod(`${secret('DT_OAUTH2_CLIENT_ID')}, ${secret('DT_OAUTH2_AUTH_URL')}`) })).toEqual(['board app']);
  });

  it('is none when it is switched off, or when it is access to mail or another site', () => {
    expect(rows({ 'a.yaml': pod(`${secret('BOARD_OIDC_CLIENT_ID')}, {name: BOARD_OIDC_ENABLED, value: "false"}`) })).toEqual([]);
    expect(rows({ 'a.yaml': pod(`${secret('MAIL_OAUTH_CLIENT_ID')}, ${secret('MAIL_OAUTH_CLIENT_SECRET')}`) })).toEqual([]);
    expect(rows({ 'a.yaml': pod(`${secret('GITHUB_OAUTH_CLIENT_ID')}, {name: OAUTH_REDIRECT_URL, value: "https://board.example.net/cb"}`) })).toEqual([]);
  });

  it('is paired by what else it says, and nothing is found that nobody can see', () => {
    const client = blueprintFor('board', { redirects: ['https://board.example.net/cb'] });
    const app = pod(`${secret('OIDC_CLIENT_ID')}, ${secret('OIDC_CLIENT_SECRET')}, {name: OIDC_REDIRECT_URI, value: "https://board.example.net/cb"}`);
    expect(rows({ 'a.yaml': app, [client.file]: client.text })).toEqual(['board both redirect']);
  });
});

describe('values that come by targetPath', () => {
  const release = (from: string, values: string) =>
    `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: bot, namespace: rooms}\nspec:\n  interval: 1h\n  chart: {spec: {chart: bot, version: 1.0.0, sourceRef: {kind: HelmRepository, name: n}}}\n  valuesFrom: ${from}\n  values: ${values}\n`;

  it('stand among the others', () => {
    expect(
      rows({
        'a.yaml': release(
          '[{kind: Secret, name: bot, valuesKey: id, targetPath: auth.oidc.clientId}]',
          '{auth: {oidc: {issuerUrl: "https://id.example.net/application/o/bot/"}}}',
        ),
      }),
    ).toEqual(['bot app']);
    expect(
      rows({
        'a.yaml': release(
          '[{kind: Secret, name: bot, valuesKey: url, targetPath: auth.oidc.issuerUrl}, {kind: ConfigMap, name: facts, valuesKey: id, targetPath: auth.oidc.clientId}]',
          '{a: 1}',
        ),
        'b.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: facts, namespace: rooms}\ndata: {id: bot}\n',
      }),
    ).toEqual(['bot app']);
  });
});
