import { expect, it } from 'vitest';
import { checkFiles } from '../../lib/check/check-tree.ts';
import { treeSaid } from '../support/tree-said.ts';

type Files = Readonly<Record<string, string>>;
/** Each login by its app, with the file of each end. */
const rows = (files: Files) =>
  checkFiles(Object.entries(files).map(([file, text]) => ({ file, text })))
    .logins()
    .map(({ app, read, at, other }) => [app, read, at.at.file, ...(other === undefined ? [] : [other.at.file])].join(' '));

it('a patch of a ConfigMap that is fetched is what can be known of it, in a file of its own as well', () => {
  const files = {
    'dex/kustomization.yaml':
      'resources: ["https://github.com/argoproj/argo-cd/manifests/cluster-install?ref=v3.5.0"]\nnamespace: argocd\npatches: [{path: cm.yaml}]\n',
    'dex/cm.yaml':
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: argocd-cm}\ndata:\n  url: https://cd.example.net\n  dex.config: |\n    connectors: []\n    staticClients:\n      - {id: flows, name: Flows, redirectURIs: ["https://flows.example.net/oauth2/callback"], secretEnv: FLOWS}\n',
    'flows/kustomization.yaml': 'resources: [https://github.com/argoproj/argo-workflows/manifests]\nnamespace: argo\npatchesStrategicMerge: [sso.yaml]\n',
    'flows/sso.yaml':
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: workflow-controller-configmap}\ndata:\n  sso: |\n    issuer: https://cd.example.net/api/dex\n    clientId: {name: flows-sso, key: id}\n    clientSecret: {name: flows-sso, key: secret}\n    redirectUrl: https://flows.example.net/oauth2/callback\n',
  };
  expect(rows(files)).toEqual(['argo-workflows both flows/sso.yaml dex/cm.yaml']);
});

it('so are the operations of a JSON patch, which may stand in the kustomization itself', () => {
  const operations =
    '- {op: add, path: /data/url, value: https://cd.example.net}\n- op: replace\n  path: /data/oidc.config\n  value: |\n    issuer: https://id.example.net/realms/home\n    clientID: cd\n    clientSecret: $oidc.secret\n';
  const from = (rest: string) => `resources: [https://raw.example.net/argo-cd/install.yaml]\nnamespace: argocd\n${rest}`;
  const target = 'target: {version: v1, kind: ConfigMap, name: argocd-cm}';
  const inline = from(`patches:\n  - ${target}\n    patch: |\n${operations.replaceAll(/^/gm, '      ')}\n`);
  expect(rows({ 'cd/kustomization.yaml': inline })).toEqual(['argo-cd app cd/kustomization.yaml']);
  const apart = { 'cd/kustomization.yaml': from(`patchesJson6902: [{${target}, path: cm.yaml}]\n`), 'cd/cm.yaml': operations };
  expect(rows(apart)).toEqual(['argo-cd app cd/cm.yaml']);
  // Of what is not fetched it is known that there is none.
  expect(rows({ ...apart, 'cd/kustomization.yaml': `patches: [{${target}, path: cm.yaml}]\n` })).toEqual([]);
});

it('values that a plugin decrypts first are the file beside', () => {
  const chart = (name: string) =>
    `helmCharts: [{name: ${name}, repo: https://charts.example.net, version: 1.0.0, releaseName: ${name}, namespace: rooms, valuesFile: values.yaml}]\n`;
  const files = {
    'authelia/kustomization.yaml': chart('authelia'),
    'authelia/values.enc.yaml':
      'configMap:\n  identity_providers:\n    oidc:\n      enabled: true\n      clients:\n        - client_id: board\n          client_secret: {value: "ENC[AES256_GCM,data:x,iv:y,tag:z,type:str]"}\n          redirect_uris: ["ENC[AES256_GCM,data:x,iv:y,tag:z,type:str]"]\n',
    'grafana/kustomization.yaml': chart('grafana'),
    'grafana/values.enc.yaml':
      'grafana.ini:\n  server: {root_url: https://board.example.net}\n  auth.generic_oauth: {enabled: true, client_id: board, auth_url: "https://id.example.net/api/oidc/authorization", token_url: "https://id.example.net/api/oidc/token", api_url: "https://id.example.net/api/oidc/userinfo"}\n',
  };
  expect(rows(files)).toEqual(['grafana both grafana/values.enc.yaml authelia/values.enc.yaml']);
});

const release = (name: string, chart: string, values: string): string =>
  `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: ${name}, namespace: rooms}\nspec:\n  chart: {spec: {chart: ${chart}, version: 0.45.0, sourceRef: {kind: HelmRepository, name: n}}}\n  values:\n${values.replaceAll(/^/gm, '    ')}\n`;
const authelia = (host: string, ...clients: readonly string[]): string =>
  `session: {cookies: [{domain: ${host.split('.').slice(1).join('.')}, authelia_url: "https://${host}"}]}\nidentity_providers:\n  oidc:\n    clients:\n${clients.map((one) => `      - ${one}\n`).join('')}`;

it("Headlamp's Secret says its client where an operator fills it in", () => {
  const files = {
    'a.yaml': release(
      'headlamp',
      'headlamp',
      'config: {oidc: {secret: {create: false}, externalSecret: {enabled: true, name: eyes}, callbackURL: "https://eyes.example.net/oidc-callback"}}',
    ),
    'b/secret.yaml':
      'apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: {name: eyes, namespace: rooms}\nspec:\n  secretStoreRef: {kind: ClusterSecretStore, name: s}\n  target:\n    template:\n      data: {OIDC_CLIENT_ID: eyes, OIDC_CLIENT_SECRET: "{{ .secret }}", OIDC_ISSUER_URL: "https://id.example.net", OIDC_CALLBACK_URL: "https://eyes.example.net/oidc-callback"}\n  data: [{secretKey: secret, remoteRef: {key: eyes}}]\n',
    'c.yaml': authelia('id.example.net', '{client_id: eyes, redirect_uris: ["https://eyes.example.net/other"]}'),
  };
  expect(rows(files)).toEqual(['headlamp both a.yaml c.yaml']);
  expect(treeSaid(files).filter((line) => line.includes('redirect-missing'))).toHaveLength(1);
});

it('a client id of Grafana that stands in a Secret makes no second login of its file', () => {
  const ini =
    'envValueFrom: {GF_AUTH_GENERIC_OAUTH_CLIENT_ID: {secretKeyRef: {name: board, key: id}}}\ngrafana.ini:\n  auth.generic_oauth:\n    enabled: true\n    client_id: "${GF_AUTH_GENERIC_OAUTH_CLIENT_ID}"\n    auth_url: https://id.example.net/application/o/authorize/\n    token_url: https://id.example.net/application/o/token/\n    sign_out_redirect_url: https://id.example.net/application/o/board/end-session/';
  expect(rows({ 'a.yaml': release('board', 'grafana', ini) })).toEqual(['board app a.yaml']);
});

it('stages with a client of one name are told by the host of their provider, or by the file of the client id', () => {
  const pod =
    'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: links}\nspec: {template: {spec: {containers: [{name: links, image: "ghcr.io/sissbruecker/linkding:1.44.0", envFrom: [{configMapRef: {name: links}}]}]}}}\n';
  const settings = (host: string) =>
    `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: links}\ndata: {LD_ENABLE_OIDC: "True", OIDC_RP_CLIENT_ID: links, OIDC_OP_AUTHORIZATION_ENDPOINT: "https://${host}/auth", OIDC_OP_TOKEN_ENDPOINT: "https://${host}/token", OIDC_OP_USER_ENDPOINT: "https://${host}/userinfo"}\n`;
  const dex = (host: string) =>
    `issuer: https://${host}\nstaticClients:\n  - {id: links, name: Links, secretEnv: LINKS, redirectURIs: ["https://links.example.net/oidc/callback/"]}\n`;
  const stages = (idp: (host: string) => string, folder: (stage: string) => string) =>
    rows({
      'apps/base/kustomization.yaml': 'resources: [pod.yaml]\n',
      'apps/base/pod.yaml': pod,
      ...Object.fromEntries(
        ['live', 'next'].flatMap((stage) => [
          [`apps/${stage}/kustomization.yaml`, `namespace: ${stage}\nresources: [../base, cm.yaml]\n`],
          [`apps/${stage}/cm.yaml`, settings(`id.${stage}.example.net`)],
          [folder(stage), idp(`id.${stage}.example.net`)],
        ]),
      ),
    }).map((row) => row.split(' ').slice(2).join(' '));
  expect(stages(dex, (stage) => `auth/${stage}.yaml`)).toEqual(['apps/live/cm.yaml auth/live.yaml', 'apps/next/cm.yaml auth/next.yaml']);
  const client = '{client_id: links, redirect_uris: ["https://links.example.net/oidc/callback/"]}';
  expect(
    stages(
      (host) => authelia(host, client),
      (stage) => `apps/${stage}/auth/configuration.yaml`,
    ),
  ).toEqual(['apps/live/cm.yaml apps/live/auth/configuration.yaml', 'apps/next/cm.yaml apps/next/auth/configuration.yaml']);
});

it('what something asks whether it answers is no login', () => {
  const probe = (list: string) =>
    release('probe', 'prometheus-blackbox-exporter', `serviceMonitor: {${list}: [{name: id, url: "https://id.example.net/realms/home"}]}`);
  expect(rows({ 'a.yaml': probe('targets') })).toEqual([]);
  expect(rows({ 'a.yaml': probe('providers') })).toHaveLength(1);
});

it('an app that is told where to ask for the user may take any signature', () => {
  const client =
    'version: 1\nmetadata: {name: post}\nentries:\n  - model: authentik_providers_oauth2.oauth2provider\n    id: p\n    identifiers: {name: post}\n    attrs: {client_id: post, client_type: confidential, redirect_uris: [{matching_mode: strict, url: "https://post.example.net/settings"}], authorization_flow: !Find [authentik_flows.flow, [slug, default-provider-authorization-implicit-consent]]}\n  - model: authentik_core.application\n    identifiers: {slug: post}\n    attrs: {name: Post, provider: !KeyOf p}\n';
  const pod = (before: string) =>
    `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: post, namespace: rooms}\nspec: {template: {spec: {containers: [{name: a, image: "example.net/post:1", env: [{name: ${before}OAUTH_CLIENT_ID, value: post}, {name: ${before}OAUTH_URL, value: "https://id.example.net/application/o/post/"}, {name: ${before}OAUTH_AUTH_URL, value: "https://id.example.net/application/o/authorize/"}, {name: ${before}OAUTH_TOKEN_URL, value: "https://id.example.net/application/o/token/"}, {name: ${before}OAUTH_USERINFO_URL, value: "https://id.example.net/application/o/userinfo/"}]}]}}}\n`;
  const severities = (before: string) =>
    treeSaid({ 'a.yaml': pod(before), 'b.yaml': client }).flatMap((line) => (line.includes(' signing-key-missing ') ? [line.split(' ')[0]] : []));
  expect(severities('POSTIZ_')).toEqual([]);
  expect(severities('OTHER_')).toEqual(['info']);
});

it('a Secret that an operator decrypts has the keys that its file shows', () => {
  const sops = 'ENC[AES256_GCM,data:x,iv:y,tag:z,type:str]';
  const files = (name: string) => ({
    'kustomization.yaml': 'namespace: rooms\nresources: [secret.yaml, pod.yaml]\n',
    'secret.yaml': `apiVersion: isindir.github.com/v1alpha3\nkind: SopsSecret\nmetadata: {name: shelf}\nspec:\n  secretTemplates:\n    - name: ${name}\n      stringData: {OIDC_CLIENT_ID: "${sops}", OIDC_CLIENT_SECRET: "${sops}", OIDC_ISSUER: "${sops}"}\n`,
    'pod.yaml':
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: board}\nspec: {template: {spec: {containers: [{name: board, image: "ghcr.io/plankanban/planka:2.1.1", envFrom: [{secretRef: {name: shelf-env}}]}]}}}\n',
  });
  expect(rows(files('shelf-env'))).toEqual(['board app pod.yaml']);
  // The name may be encrypted as well: which app reads it is not known then.
  expect(rows(files(`"${sops}"`))).toHaveLength(1);
});

it("what asks Keycloak's API by name and password is no login", () => {
  const secret = (rest: string) =>
    `apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: {name: door, namespace: rooms}\nspec:\n  target:\n    template:\n      data:\n        credentials: |\n          {"client_id": "door", ${rest}"url": "http://keycloak.rooms", "realm": "home"}\n`;
  expect(rows({ 'a.yaml': secret('"username": "keeper", "password": "{{ .password }}", ') })).toEqual([]);
  expect(rows({ 'a.yaml': secret('') })).toHaveLength(1);
});
