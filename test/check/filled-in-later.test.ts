import { describe, expect, it } from 'vitest';
import { checkFiles } from '../../lib/check/check-tree.ts';

type Files = Readonly<Record<string, string>>;
const checked = (all: Files) => checkFiles(Object.entries(all).map(([file, text]) => ({ file, text })));
const rows = (all: Files) =>
  checked(all)
    .logins()
    .map(({ app, client, read, pairedBy }) => `${app}: ${read}${pairedBy === undefined ? '' : ` by ${pairedBy}`}${client === undefined ? '' : ` (${client})`}`);

const release = (name: string, env: string, more = '') =>
  `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: ${name}, namespace: home}\nspec:\n  chartRef: {kind: OCIRepository, name: app-template}\n  values:\n    controllers:\n      main:\n        containers:\n          app:\n            image: {repository: ghcr.io/${name}, tag: '1'}\n            ${more}\n            env: ${env}\n`;
const fetched = (name: string, entries: readonly string[], data: string) =>
  `apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: {name: ${name}, namespace: home}\nspec:\n  secretStoreRef: {kind: ClusterSecretStore, name: store}\n  target: {name: ${name}, template: {data: ${data}}}\n  dataFrom: [${entries.map((key) => `{extract: {key: ${key}}}`).join(', ')}]\n`;

const clients = (id: string, end = '\n') =>
  `identity_providers:\n  oidc:\n    jwks:\n      - key: {{ secret "/keys/oidc" | mindent 10 "|" | msquote }}\n    clients:\n      - client_id: '${id}'\n        client_name: Board\n        redirect_uris: ['https://board.example.net/auth/oidc']\n`.replaceAll(
    '\n',
    end,
  );
const authelia = (id: string, end?: string) => ({
  'sso/configuration.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: authelia, namespace: home}\ndata:\n  configuration.yaml: |\n${clients(id, end)
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n')}\n`,
});

describe("Authelia's own templates", () => {
  it('are read with the line ends of Windows too', () => {
    const all = {
      'kustomization.yaml': 'configMapGenerator: [{name: authelia, files: [configuration.yaml]}]\n',
      'configuration.yaml': clients('board', '\r\n'),
    };
    expect(rows(all)).toEqual(['board: provider (board)']);
  });

  it('with a client id from a variable are paired with the app that reads the same entry of the store', () => {
    const all = {
      ...authelia('{{ env "BOARD_OIDC_ID" }}'),
      'sso/release.yaml': release('authelia/authelia', '{}', 'envFrom: [{secretRef: {name: authelia-secret}}]'),
      'sso/secret.yaml': fetched('authelia-secret', ['authelia', 'smtp'], '{BOARD_OIDC_ID: "{{ .BOARD_OIDC_ID }}"}'),
      'board/release.yaml': release(
        'board/board',
        '{OAUTH_OIDC_AUTHORIZE_URL: "https://id.example.net/api/oidc/authorization"}',
        'envFrom: [{secretRef: {name: board-secret}}]',
      ),
      'board/secret.yaml': fetched('board-secret', ['board', 'authelia'], '{OAUTH_OIDC_CLIENT_ID: "{{ .BOARD_OIDC_ID }}"}'),
    };
    expect(rows(all)).toEqual(['board/board: both by secret (Board)']);
  });

  it('are not paired by a name that every entry may have', () => {
    const all = {
      ...authelia('{{ env "OIDC_CLIENT_ID" }}'),
      'sso/release.yaml': release('authelia/authelia', '{}', 'envFrom: [{secretRef: {name: authelia-secret}}]'),
      'sso/secret.yaml': fetched('authelia-secret', ['authelia', 'smtp'], '{OIDC_CLIENT_ID: "{{ .OIDC_CLIENT_ID }}"}'),
      'wiki/release.yaml': release(
        'wiki/wiki',
        '{OAUTH_OIDC_AUTHORIZE_URL: "https://id.example.net/api/oidc/authorization"}',
        'envFrom: [{secretRef: {name: wiki-secret}}]',
      ),
      'wiki/secret.yaml': fetched('wiki-secret', ['wiki', 'smtp'], '{OAUTH_OIDC_CLIENT_ID: "{{ .OIDC_CLIENT_ID }}"}'),
    };
    expect(rows(all).some((row) => row.includes('both'))).toBe(false);
  });

  it('with a variable of which the text is known have that client id', () => {
    const all = { ...authelia('{{ env "BOARD_OIDC_ID" }}'), 'sso/release.yaml': release('authelia/authelia', '{BOARD_OIDC_ID: board-1}') };
    expect(rows(all)).toEqual(['board-1: provider (board-1)']);
  });
});

const application = (name: string, source: string) =>
  `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: ${name}, namespace: argocd}\nspec:\n  destination: {namespace: home}\n  sources: [{repoURL: https://git.example.net/own.git, ref: own}, ${source}]\n`;

describe('what is filled in before somebody reads it', () => {
  it('a blueprint in the template of an ExternalSecret may have placeholders without quotes', () => {
    const all = {
      'sso.yaml':
        "apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: {name: blueprints, namespace: sso}\nspec:\n  target:\n    template:\n      data:\n        board.yaml: |\n          version: 1\n          entries:\n            - model: authentik_providers_oauth2.oauth2provider\n              identifiers: {name: board}\n              attrs:\n                client_id: board\n                client_secret: {{ .board_secret }}\n                redirect_uris: [{url: 'https://board.example.net/cb', matching_mode: strict}]\n",
    };
    expect(rows(all)).toEqual(['board: provider (board)']);
    expect(checked(all).findings.filter(({ code }) => code === 'yaml-broken')).toEqual([]);
  });

  it('values for a chart of another repository are those of a chart of that name', () => {
    const all = {
      'apps/board.yaml': application(
        'board',
        '{repoURL: https://git.example.net/charts.git, path: charts/mealie, helm: {valueFiles: [$own/board/values.yaml]}}',
      ),
      'board/values.yaml':
        'env: {OIDC_CLIENT_ID: board, OIDC_CONFIGURATION_URL: "https://id.example.net/application/o/board/.well-known/openid-configuration"}\n',
    };
    expect(rows(all)).toEqual(['board: app (board)']);
  });

  it('a chart of the app may give it a secret that no variable names', () => {
    const sso =
      'version: 1\nmetadata: {name: board}\nentries:\n  - {model: authentik_providers_oauth2.oauth2provider, id: p, identifiers: {name: board}, attrs: {client_id: board, client_type: confidential, redirect_uris: []}}\n  - {model: authentik_core.application, identifiers: {slug: board}, attrs: {name: Board, provider: !KeyOf p}}\n';
    const env = { OIDC_CLIENT_ID: 'board', OIDC_CONFIGURATION_URL: 'https://id.example.net/application/o/board/.well-known/openid-configuration' };
    const said = (app: Parameters<typeof checked>[0]) => checked({ 'sso.yaml': sso, ...app }).findings.some(({ code }) => code === 'client-type-mismatch');
    const variables = JSON.stringify(Object.entries(env).map(([name, value]) => ({ name, value })));
    expect(
      said({
        'board.yaml': `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: board, namespace: web}\nspec: {template: {spec: {containers: [{name: board, image: ghcr.io/mealie-recipes/mealie:v3.0.0, env: ${variables}}]}}}\n`,
      }),
    ).toBe(true);
    const chart = '{repoURL: https://git.example.net/charts.git, path: charts/mealie, helm: {valueFiles: [$own/board/values.yaml]}}';
    expect(said({ 'apps/board.yaml': application('board', chart), 'board/values.yaml': `env: ${JSON.stringify(env)}\n` })).toBe(false);
  });

  it('objects that a chart installs from its values are objects of the tree', () => {
    const extra =
      "extraObjects:\n  - apiVersion: v1\n    kind: ConfigMap\n    metadata: {name: blueprints}\n    data:\n      board.yaml: |\n        version: 1\n        entries:\n          - model: authentik_providers_oauth2.oauth2provider\n            identifiers: {name: board}\n            attrs: {client_id: board, redirect_uris: []}\n  - |\n    apiVersion: v1\n    kind: ConfigMap\n    metadata: {name: more, namespace: other}\n    data:\n      wiki.yaml: |\n        version: 1\n        entries:\n          - model: authentik_providers_oauth2.oauth2provider\n            identifiers: {name: wiki}\n            attrs: {client_id: wiki, redirect_uris: []}\n  - {apiVersion: v1, kind: ConfigMap, metadata: {name: '{{ .Release.Name }}-x'}}\n";
    const all = {
      'release.yaml': `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: any, namespace: sso}\nspec:\n  chart: {spec: {chart: any, sourceRef: {kind: HelmRepository, name: any}}}\n  values:\n${extra
        .split('\n')
        .map((line) => `    ${line}`)
        .join('\n')}\n`,
    };
    expect(rows(all)).toEqual(['board: provider (board)', 'wiki: provider (wiki)']);
  });

  it('a text in JSON may hold actions with quotes and braces of their own', () => {
    const json =
      '{"oauth": {"enabled": true, "clientId": "{{ .OIDC_CLIENT_ID }}", "issuerUrl": "https://id.example.net/application/o/photos/"}, "template": "{{"{{\'}}y{{\'}}"}}/x"}';
    const all = {
      'immich.yaml': `apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: {name: immich-config, namespace: home}\nspec:\n  target:\n    template:\n      data:\n        immich.json: |\n          ${json}\n`,
    };
    expect(rows(all)).toEqual(['immich: app']);
  });

  it('a login of which one part stands in a ConfigMap and one in a Secret is one', () => {
    const all = {
      'release.yaml':
        'apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: flux-operator, namespace: flux-system}\nspec:\n  chart: {spec: {chart: flux-operator, sourceRef: {kind: HelmRepository, name: any}}}\n  valuesFrom:\n    - {kind: ConfigMap, name: values}\n    - {kind: Secret, name: client, valuesKey: id, targetPath: web.config.authentication.oauth2.clientID}\n',
      'values.yaml':
        'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: values, namespace: flux-system}\ndata:\n  values.yaml: |\n    web: {config: {baseURL: "https://flux.example.net", authentication: {type: OAuth2, oauth2: {issuerURL: "https://id.example.net"}}}}\n',
    };
    expect(rows(all)).toEqual(['flux-operator: app']);
  });
});
