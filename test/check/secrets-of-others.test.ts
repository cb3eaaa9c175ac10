import { describe, expect, it } from 'vitest';
import { checkFiles } from '../../lib/check/check-tree.ts';
import { treeSaid } from '../support/tree-said.ts';

/** A login that reads its client secret from a Secret; the namespace has another one, so that what is missing would be noticed. */
const login = (secret: string, key = 'client-secret', namespace = 'web') =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: feeds, namespace: ${namespace}}\nspec:\n  template:\n    spec:\n      containers:\n        - name: app\n          image: miniflux/miniflux:2.2.13\n          env:\n            - {name: OAUTH2_OIDC_DISCOVERY_ENDPOINT, value: "https://id.example.org/application/o/feeds/"}\n            - {name: OAUTH2_REDIRECT_URL, value: "https://feeds.example.org/oauth2/oidc/callback"}\n            - {name: OAUTH2_CLIENT_ID, value: feeds}\n            - {name: OAUTH2_CLIENT_SECRET, valueFrom: {secretKeyRef: {name: ${secret}, key: ${key}}}}\n`;
const external = (name: string, namespace = 'web', rest = '') =>
  `apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: {name: ${name}, namespace: ${namespace}}\nspec:\n  secretStoreRef: {kind: ClusterSecretStore, name: store}\n  data: [{secretKey: client-secret, remoteRef: {key: a}}]\n${rest}`;
const object = (apiVersion: string, kind: string, name: string, spec: string, namespace = 'web') =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: ${name}, namespace: ${namespace}}\nspec: ${spec}\n`;
const said = (secret: string, more: string, key?: string) =>
  treeSaid({ 'app.yaml': login(secret, key), 'other.yaml': external('database-url'), 'more.yaml': more }).flatMap((line) =>
    line.includes(' secret-missing ') ? [line.split(' ')[0]] : [],
  );

describe('a Secret that a controller makes is there', () => {
  it.each([
    ['feeds-login', object('secrets.hashicorp.com/v1beta1', 'VaultStaticSecret', 'x', '{destination: {name: feeds-login, create: true}}')],
    ['feeds-login', object('secrets.hashicorp.com/v1beta1', 'VaultDynamicSecret', 'x', '{destination: {name: feeds-login}}')],
    ['feeds-login', object('onepassword.com/v1', 'OnePasswordItem', 'feeds-login', '{itemPath: a}')],
    [
      'feeds-login',
      object(
        'secrets.infisical.com/v1alpha1',
        'InfisicalSecret',
        'x',
        '{managedSecretReference: {secretName: feeds-login, secretNamespace: web}}',
        'infisical',
      ),
    ],
    [
      'feeds-login',
      object('secrets.infisical.com/v1alpha1', 'InfisicalSecret', 'x', '{managedKubeSecretReferences: [{secretName: feeds-login, secretNamespace: web}]}'),
    ],
    ['feeds-login', object('k8s.bitwarden.com/v1', 'BitwardenSecret', 'x', '{secretName: feeds-login}')],
    ['feeds-login', object('lerentis.uploadfilter24.eu/v1beta8', 'BitwardenSecret', 'x', '{name: feeds-login, namespace: web}', 'bitwarden')],
    ['feeds-login', object('secrets.doppler.com/v1alpha1', 'DopplerSecret', 'x', '{managedSecret: {name: feeds-login, namespace: web}}', 'doppler')],
    ['feeds-login', object('isindir.github.com/v1alpha3', 'SopsSecret', 'x', '{secretTemplates: [{name: feeds-login}]}')],
    ['feeds-login', object('bitnami.com/v1alpha1', 'SealedSecret', 'feeds-login', '{encryptedData: {client-secret: AgB}}')],
    ['feeds-tls', object('cert-manager.io/v1', 'Certificate', 'x', '{secretName: feeds-tls}')],
    ['db-app', object('postgresql.cnpg.io/v1', 'Cluster', 'db', '{instances: 1}')],
    ['db-superuser', object('postgresql.cnpg.io/v1', 'Cluster', 'db', '{instances: 1}')],
    ['feeds.db.credentials.postgresql.acid.zalan.do', object('acid.zalan.do/v1', 'postgresql', 'db', '{users: {feeds: []}}')],
    ['db-pguser-feeds', object('postgres-operator.crunchydata.com/v1beta1', 'PostgresCluster', 'db', '{users: [{name: feeds}]}')],
    ['mq-default-user', object('rabbitmq.com/v1beta1', 'RabbitmqCluster', 'mq', '{}')],
    ['feeds-login', object('k8s.mariadb.com/v1alpha1', 'MariaDB', 'db', '{rootPasswordSecretKeyRef: {name: feeds-login, key: a, generate: true}}')],
    ['feeds-conn', object('database.example.org/v1', 'XPostgres', 'x', '{writeConnectionSecretToRef: {name: feeds-conn, namespace: web}}', 'infra')],
    ['feeds-kanidm-oauth2-credentials', object('kaniop.rs/v1beta1', 'KanidmOAuth2Client', 'feeds', '{origin: a}')],
    [
      'feeds-oidc-credentials',
      object('pocketid.internal/v1alpha1', 'PocketIDOIDCClient', 'feeds', '{name: Feeds, secret: {keys: {clientSecret: client-secret}}}'),
    ],
    ['feeds-oidc', object('keycloak.hostzero.com/v1beta1', 'KeycloakClient', 'feeds', '{clientSecretRef: {create: true, name: feeds-oidc}}')],
    ['feeds-login', object('example.org/v1', 'SomethingNobodyKnows', 'x', '{outputs: [{secret: feeds-login}]}')],
    ['feeds-generated', object('example.org/v1', 'SomethingNobodyKnows', 'feeds', '{}')],
    ['feeds-login', object('external-secrets.io/v1', 'ClusterExternalSecret', 'feeds-login', '{namespaceSelectors: [{}], externalSecretSpec: {}}', '""')],
    ['feeds-login', external('"${APP}-login"')],
    [
      'feeds-login',
      'apiVersion: kyverno.io/v1\nkind: ClusterPolicy\nmetadata: {name: copy}\nspec: {rules: [{name: a, generate: {kind: Secret, apiVersion: v1, name: feeds-login, namespace: "{{request.object.metadata.name}}"}}]}\n',
    ],
    [
      'feeds-login',
      object('helm.toolkit.fluxcd.io/v2', 'HelmRelease', 'feeds', '{chart: {spec: {chart: ./charts/feeds, sourceRef: {kind: GitRepository, name: home}}}}'),
    ],
    [
      'feeds-login',
      object('fluxcd.controlplane.io/v1', 'ResourceSet', 'apps', '{resources: [{apiVersion: v1, kind: Secret, metadata: {name: << inputs.name >>}}]}'),
    ],
  ])('%s, by %s', (secret, more) => {
    expect(said(secret, more)).toEqual([]);
  });

  it.each([
    ['reflector', 'reflector.v1.k8s.emberstack.com/reflection-auto-enabled: "true", reflector.v1.k8s.emberstack.com/reflection-auto-namespaces: "web,mail"'],
    ['reflector, everywhere', 'reflector.v1.k8s.emberstack.com/reflection-auto-enabled: "true"'],
    [
      'reflector, by pattern',
      'reflector.v1.k8s.emberstack.com/reflection-auto-enabled: "true", reflector.v1.k8s.emberstack.com/reflection-auto-namespaces: "we.*"',
    ],
    ['replicator', 'replicator.v1.mittwald.de/replicate-to: "mail,web"'],
    ['replicator, by labels', 'replicator.v1.mittwald.de/replicate-to-matching: team=web'],
    ['kubed', 'kubed.appscode.com/sync: "team=web"'],
  ])('copied by %s', (_, annotations) => {
    expect(said('feeds-login', external('feeds-login', 'auth', `  target: {template: {metadata: {annotations: {${annotations}}}}}\n`))).toEqual([]);
  });
});

describe('a Secret that is not there', () => {
  it('is doubtful when its name is near one that is, or only in another namespace', () => {
    expect(said('databse-url', '')).toEqual(['warning']);
    expect(said('database-url-secret', '')).toEqual(['warning']);
    // Terraform makes another one, of another thing.
    expect(said('database-url-oidc', '')).toEqual([]);
    expect(said('feeds-login', external('feeds-login', 'auth'))).toEqual(['warning']);
    const elsewhere = 'reflector.v1.k8s.emberstack.com/reflection-auto-enabled: "true", reflector.v1.k8s.emberstack.com/reflection-auto-namespaces: "mail"';
    expect(said('feeds-login', external('feeds-login', 'auth', `  target: {template: {metadata: {annotations: {${elsewhere}}}}}\n`))).toEqual(['warning']);
  });

  it('gets keys of an operator that generates them', () => {
    const text = `apiVersion: v1\nkind: Secret\nmetadata: { name: feeds-login, namespace: web, annotations: { secret-generator.v1.mittwald.de/autogenerate: "other, url" } }\nstringData: { id: x }\n`;
    expect(said('feeds-login', text, 'url')).toEqual([]);
    expect(said('feeds-login', text, 'password')).toEqual(['error']);
  });

  it('may have been made by hand', () => {
    expect(said('feeds-login', '')).toEqual([]);
    expect(said('feeds-login', object('postgresql.cnpg.io/v1', 'Cluster', 'db', '{instances: 1}'))).toEqual([]);
    expect(said('feeds-login', object('monitoring.coreos.com/v1', 'ServiceMonitor', 'feeds', '{endpoints: []}'))).toEqual([]);
  });

  it('and a key that is not there is an error', () => {
    expect(said('database-url', '', 'password')).toEqual(['error']);
    expect(said('database-url', '')).toEqual([]);
  });
});

describe('a file that a blueprint reads', () => {
  const blueprint = (path: string) =>
    `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: feeds, namespace: web}\ndata:\n  feeds.yaml: |\n    version: 1\n    metadata: {name: feeds}\n    entries:\n      - model: authentik_providers_oauth2.oauth2provider\n        id: p\n        identifiers: {name: feeds}\n        attrs: {client_id: feeds, client_type: confidential, client_secret: !File ${path}}\n      - model: authentik_core.application\n        identifiers: {slug: feeds}\n        attrs: {name: Feeds, provider: !KeyOf p}\n`;
  const errors = (path: string) =>
    treeSaid({ 'app.yaml': login('feeds-login'), 'login.yaml': external('feeds-login'), 'bp.yaml': blueprint(path) }).filter((line) =>
      line.includes('secret-missing'),
    );

  it('is of the Secret that its folder names only where the chart mounts it', () => {
    expect(errors('/run/secrets/feeds/client-secret')).toEqual([]);
    expect(errors('/blueprints/mounted/secret-feeds-login/client-secret')).toEqual([]);
    expect(errors('/blueprints/mounted/secret-feeds-logins/client-secret')).toHaveLength(1);
  });
});

describe('what a Secret holds in base64', () => {
  const base64 = (text: string) => Buffer.from(text).toString('base64');
  const secret = (issuer: string, more = '') =>
    `apiVersion: v1\nkind: Secret\nmetadata: {name: feeds, namespace: web}\n${more}data:\n  OAUTH2_OIDC_DISCOVERY_ENDPOINT: ${issuer}\n  OAUTH2_CLIENT_ID: ${base64('feeds')}\n`;
  const app =
    'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: feeds, namespace: web}\nspec:\n  template:\n    spec:\n      containers:\n        - {name: app, image: "miniflux/miniflux:2.2.13", envFrom: [{secretRef: {name: feeds}}]}\n';
  const client =
    'version: 1\nmetadata: {name: feeds}\nentries:\n  - {model: authentik_providers_oauth2.oauth2provider, id: p, identifiers: {name: feeds}, attrs: {client_id: feeds, client_type: public, redirect_uris: []}}\n  - {model: authentik_core.application, identifiers: {slug: feeds}, attrs: {name: Feeds, provider: !KeyOf p}}\n';
  const found = (issuer: string, more?: string) =>
    checkFiles(Object.entries({ 'app.yaml': app, 'secret.yaml': secret(issuer, more), 'sso.yaml': client }).map(([file, text]) => ({ file, text })))
      .findings.filter(({ code }) => code === 'issuer-mismatch')
      .map(({ file, line, column }) => `${file}:${line}:${column}`);

  it('is read as text, and said where it stands', () => {
    expect(found(base64('https://id.example.org/application/o/feeds/'))).toEqual([]);
    expect(found(base64('https://id.example.org/application/o/feed/'))).toEqual(['secret.yaml:5:35']);
  });

  it('is left alone where SOPS encrypted it, or where it is no text', () => {
    expect(found(base64('https://id.example.org/application/o/feed/'), 'sops: {mac: a}\n')).toEqual([]);
    expect(found('ENC[AES256_GCM,data:aHR0cHM6Ly9h,iv:a,tag:a,type:str]')).toEqual([]);
    expect(found(Buffer.from([0, 1, 2, 255, 254, 253]).toString('base64'))).toEqual([]);
  });
});
