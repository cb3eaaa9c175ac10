import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkFiles, checkTree } from '../../lib/check/check-tree.ts';
import { tempFolder } from '../support/temp-folder.ts';
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

  it('is recognised by what switches it on, where the rest may be in a Secret that is not here', () => {
    const mealie = (env: string, more = '') => pod(env, more).replace('example.net/board:1', 'example.net/mealie:1');
    const on = '{name: OIDC_AUTH_ENABLED, value: "true"}';
    expect(rows({ 'a.yaml': mealie(on, ', envFrom: [{secretRef: {name: elsewhere}}]') })).toEqual(['board app']);
    expect(rows({ 'a.yaml': mealie(on.replace('true', 'false'), ', envFrom: [{secretRef: {name: elsewhere}}]') })).toEqual([]);
    expect(rows({ 'a.yaml': mealie(on) })).toEqual([]);
    const guacamole = pod('{name: OPENID_ENABLED, value: "true"}', ', envFrom: [{secretRef: {name: elsewhere}}]').replace(
      'example.net/board:1',
      'guacamole/guacamole',
    );
    expect(rows({ 'a.yaml': guacamole })).toEqual(['board app']);
  });

  it.each([
    ['n8n', 'extraEnvVars: {N8N_SSO_OIDC_CLIENT_ID: flows, N8N_SSO_OIDC_DISCOVERY_ENDPOINT: "https://id.example.net/.well-known/openid-configuration"}'],
    ['DefectDojo', 'extraConfigs: {DD_SOCIAL_AUTH_KEYCLOAK_AUTHORIZATION_URL: "https://id.example.net/realms/a/protocol/openid-connect/auth"}'],
  ])("is that of %s in its chart's values", (_, values) => {
    const text = `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: board, namespace: rooms}\nspec:\n  chart: {spec: {chart: board, version: 1.0.0, sourceRef: {kind: HelmRepository, name: n}}}\n  values: {main: {${values}}}\n`;
    expect(rows({ 'a.yaml': text })).toEqual(['board app']);
  });

  it("is that of Home Assistant's openid, whose client id a tag takes from elsewhere", () => {
    const text = `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: house, namespace: rooms}\ndata:\n  configuration.yaml: |\n    openid:\n      client_id: !secret id\n      configure_url: "https://id.example.net/application/o/house/.well-known/openid-configuration"\n`;
    expect(rows({ 'a.yaml': text })).toEqual(['home-assistant app']);
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

it('a host of Tailscale has the domain of its network behind it', () => {
  const host = (name: string) =>
    `apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: authentik, namespace: sso}\nspec: {ingressClassName: tailscale, rules: [{host: ${name}, http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: authentik-server, port: {number: 80}}}}]}}]}\n`;
  const app = pod('{name: OIDC_CLIENT_ID, value: board}, {name: OIDC_ISSUER, value: "https://login.tail1.ts.net/application/o/board/"}');
  const said = (name: string) =>
    checkFiles([
      { file: 'a.yaml', text: app },
      { file: 'sso/authentik.yaml', text: host(name) },
    ])
      .findings.map(({ code }) => code)
      .filter((code) => code === 'issuer-host-unknown');
  expect(said('login')).toEqual([]);
  expect(said('sign-in')).toEqual(['issuer-host-unknown']);
});

it('comments and what a dashboard watches are no login', () => {
  const map = (name: string, text: string) => ({
    'map.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: names, namespace: rooms}\ndata: {${name}: "${text}"}\n`,
  });
  const address = 'https://id.example.org/realms/home/protocol/openid-connect/token';
  const release = (values: string) =>
    `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: board, namespace: rooms}\nspec:\n  chart: {spec: {chart: board, version: 1.0.0, sourceRef: {kind: HelmRepository, name: n}}}\n  values: ${values}\n`;
  expect(rows({ 'a.yaml': release(`{targets: ["${address}"]}`) })).toEqual([]);
  expect(rows({ 'a.yaml': release(`{args: ["--token=${address}"]}`) })).toHaveLength(1);
  for (const [name, before, count] of [
    ['Corefile', '#', 0],
    ['siteMonitor', '', 0],
    ['Corefile', 'forward', 1],
  ] as const)
    expect(rows(map(name, `.:53 {\\n  ${before} ${address}\\n}`))).toHaveLength(count);
});

it('tasks for a shell are no login, and settings of any app are called like their file', () => {
  const tasks = 'version: "3"\ntasks: {init: {env: {OIDC_CLIENT_ID: a, OIDC_ISSUER_URL: "https://id.example.net/realms/a"}}}\n';
  expect(rows({ 'taskfiles/vault.yml': tasks })).toEqual([]);
  expect(rows({ 'values/board.yaml': 'env: {OIDC_CLIENT_ID: a, OIDC_ISSUER_URL: "https://id.example.net/realms/a"}\n' })).toEqual(['board app']);
});

it('a file of variables has the name of its app, and specifications of what runs are meant', () => {
  const sops = 'OG_OIDC_CLIENT_KEY: ENC[AES256_GCM,data:aa,iv:bb,tag:cc,type:str]\nOG_OIDC_DISCOVERY_URL: ENC[AES256_GCM,data:dd,iv:ee,tag:ff,type:str]\n';
  const client = blueprintFor('opengist', { redirects: ['https://gist.example.net/cb'] });
  const at = (folder: string) => rows({ [`${folder}/opengist.sops.yaml`]: sops, [client.file]: client.text });
  expect(at('kubernetes/specs/secrets')).toEqual(['opengist both name']);
  expect(at('specs/secrets')).toEqual(['opengist provider']);
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

const folder = () => {
  const root = tempFolder();
  const put = (file: string, text: string) => {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  };
  put('.git/HEAD', 'ref: x\n');
  return { root, put };
};

describe('a chart of the repository itself', () => {
  const template = 'env:\n  - name: BOARD_OIDC_CLIENT_ID\n    value: {{ .Values.id | quote }}\n{{- if .Values.x }}\n{{- end }}\n';
  const said = (root: string) =>
    checkTree([root])
      .logins()
      .map(({ app, read, settings, why }) => ({ app, read, settings, why }));

  it('whose templates set up a login is named, where nothing installs it', () => {
    const { root, put } = folder();
    put('charts/board/Chart.yaml', 'apiVersion: v2\nname: board\nversion: 1.0.0\n');
    put('charts/board/templates/pod.yaml', template);
    expect(said(root)).toEqual([
      {
        app: 'board',
        read: 'neither',
        settings: ['BOARD_OIDC_CLIENT_ID'],
        why: 'the templates of this chart look like a login, but could not be rendered: nothing here installs the chart, or a value is missing',
      },
    ]);
  });

  it('that comes from elsewhere says nothing', () => {
    const { root, put } = folder();
    put('charts/board/Chart.yaml', 'apiVersion: v2\nname: board\nversion: 1.0.0\nhome: https://board.example.net\n');
    put('charts/board/templates/pod.yaml', template);
    expect(said(root)).toEqual([]);
  });
});

describe('a file of clients', () => {
  const clients =
    'identity_providers:\n  oidc:\n    clients:\n      - client_id: reader\n        redirect_uris: [https://reader.example.net/cb]\n      - client_id: wiki\n        redirect_uris: [https://wiki.example.net/cb]\n';

  it('that two generators take is read once', () => {
    const { root, put } = folder();
    put(
      'auth/kustomization.yaml',
      'resources: [release.yaml]\nconfigMapGenerator: [{name: authelia, files: [configuration.yaml]}, {name: template, files: [configuration.yaml]}]\n',
    );
    put('auth/release.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: other}\n');
    put('auth/configuration.yaml', clients);
    expect(
      checkTree([root])
        .logins()
        .map(({ app }) => app),
    ).toEqual(['reader', 'wiki']);
  });
});

describe('what is no login of its own', () => {
  const issuer = '{name: OIDC_CONFIGURATION_URL, value: "https://id.example.net/application/o/board/.well-known/openid-configuration"}';
  const client = '{name: OIDC_CLIENT_ID, value: board}';
  const mealie = (on: string) => pod(`{name: OIDC_AUTH_ENABLED, value: "${on}"}, ${client}, ${issuer}`).replace('example.net/board:1', 'example.net/mealie:1');

  it('is one that its switch turns off', () => {
    expect(rows({ 'a.yaml': mealie('true') })).toEqual(['board app']);
    expect(rows({ 'a.yaml': mealie('false') })).toEqual([]);
  });

  it('is a program beside an app, which takes all of the same Secret', () => {
    const shared =
      'apiVersion: v1\nkind: Secret\nmetadata: {name: board, namespace: rooms}\nstringData: {OAUTH_CLIENT_SECRET: "${A}", OAUTH_WELLKNOWN_URL: "${B}"}\n';
    const all = ', envFrom: [{secretRef: {name: board}}]';
    const app = pod('{name: OAUTH_CLIENT_ID, value: board}', all).replace('example.net/board:1', 'ghcr.io/karakeep-app/karakeep:0.30.0');
    const search = pod('', all).replaceAll('board, namespace', 'search, namespace').replace('example.net/board:1', 'getmeili/meilisearch:v1.13.3');
    const found = rows({ 'a/app.yaml': app, 'b/search.yaml': search, 'c/secret.yaml': shared });
    expect(found.filter((row) => row.startsWith('search'))).toEqual([]);
    expect(rows({ 'b/search.yaml': search, 'c/secret.yaml': shared }).length).toBeGreaterThan(0);
    expect(found.length).toBeGreaterThan(0);
  });
});
