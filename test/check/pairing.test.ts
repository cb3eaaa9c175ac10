import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkFiles, checkTree } from '../../lib/check/check-tree.ts';
import { tempFolder } from '../support/temp-folder.ts';

type Files = Readonly<Record<string, string>>;
const list = (files: Files) => Object.entries(files).map(([file, text]) => ({ file, text }));
/** Each login by its app, and what its client is called. */
const pairsIn = (rows: ReturnType<ReturnType<typeof checkFiles>['logins']>) =>
  rows.map(({ app, client, read, pairedBy, certainty }) =>
    [app, read, ...(read === 'both' ? [client, pairedBy, ...(certainty === undefined ? [] : [certainty])] : [])].join(' '),
  );
const said = (files: Files) => pairsIn(checkFiles(list(files)).logins());
const codes = (files: Files) => checkFiles(list(files)).findings.map(({ code }) => code);

const onDisk = (files: Files) => {
  const root = tempFolder();
  for (const [file, text] of Object.entries({ '.git/HEAD': 'ref: x\n', ...files })) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  return pairsIn(checkTree([root]).logins());
};

const authelia = (...clients: readonly string[]): string =>
  `identity_providers:\n  oidc:\n    clients:\n${clients.map((client) => `      - ${client}\n`).join('')}`;
const pod = (name: string, env: string): string =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: ${name}, namespace: rooms}\nspec: {template: {spec: {containers: [{name: ${name}, image: "example.net/${name}:1", env: [${env}]}]}}}\n`;
const fromSecret = (name: string, of = 'board-login', key = name): string => `{name: ${name}, valueFrom: {secretKeyRef: {name: ${of}, key: ${key}}}}`;
const route = (name: string, host: string, service = name): string =>
  `apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {name: ${name}, namespace: rooms}\nspec: {hostnames: ["${host}"], rules: [{backendRefs: [{name: ${service}, port: 80}]}]}\n`;
const hidden = [fromSecret('OIDC_CLIENT_ID'), fromSecret('OIDC_CLIENT_SECRET'), fromSecret('OIDC_ISSUER')].join(', ');

describe('a component that several Kustomizations of Flux include', () => {
  const ks = (app: string): string =>
    `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: ${app}, namespace: flux-system}\nspec:\n  path: ./apps/${app}\n  components: [../../login]\n  postBuild: {substitute: {APP: ${app}, TITLE: ${app.toUpperCase()}}, substituteFrom: [{kind: Secret, name: elsewhere}]}\n`;
  const files = {
    'flux/kustomization.yaml': 'resources: [orchid.yaml, quartz.yaml]\n',
    'flux/orchid.yaml': ks('orchid'),
    'flux/quartz.yaml': ks('quartz'),
    ...Object.fromEntries(
      ['orchid', 'quartz'].flatMap((app) => [
        [`apps/${app}/kustomization.yaml`, 'resources: [route.yaml]\n'],
        [`apps/${app}/route.yaml`, route(app, `${app}.example.net`)],
      ]),
    ),
    'login/kustomization.yaml': 'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nresources: [client.yaml, policy.yaml]\n',
    'login/client.yaml':
      'apiVersion: pocketid.internal/v1alpha1\nkind: PocketIDOIDCClient\nmetadata: {name: "${OIDC_APP:=${APP}}", namespace: rooms}\nspec: {name: "${TITLE}", clientID: "${OIDC_APP:=${APP}}", callbackUrls: ["https://${SUB:=${APP}}.${DOMAIN}/oauth2/callback"]}\n',
    'login/policy.yaml':
      'apiVersion: gateway.envoyproxy.io/v1alpha1\nkind: SecurityPolicy\nmetadata: {name: "${APP}", namespace: rooms}\nspec:\n  targetRefs: [{group: gateway.networking.k8s.io, kind: HTTPRoute, name: "${ROUTE:=${APP}}"}]\n  oidc: {provider: {issuer: "https://id.${DOMAIN}"}, clientID: "${OIDC_APP:=${APP}}", clientSecret: {name: "${APP}-oidc"}, redirectURL: "https://${SUB:=${APP}}.${DOMAIN}/oauth2/callback"}\n',
  };

  it('gives each app a client of its own, though a Secret may say another name', () => {
    expect(said(files)).toEqual(['orchid both ORCHID client-id', 'quartz both QUARTZ client-id']);
  });
});

it('calls a client that is encrypted no ciphertext', () => {
  const client = authelia(
    "{client_id: 'ENC[AES256_GCM,data:x,type:str]', client_name: 'ENC[AES256_GCM,data:y,type:str]', redirect_uris: ['ENC[AES256_GCM,data:z,type:str]']}",
  );
  expect(said({ 'c.yaml': client })).toEqual(['an encrypted client provider']);
});

describe('the host at which an app answers', () => {
  const client = authelia("{client_id: '{{ secret \"/x/id\" }}', client_name: Letters, redirect_uris: ['https://board.example.net/cb']}");
  const other = "{client_id: '{{ secret \"/x/other\" }}', client_name: Maps, redirect_uris: ['https://maps.example.net/cb']}";

  it('pairs it with the client that sends people back there', () => {
    expect(said({ 'a.yaml': pod('board', hidden), 'r.yaml': route('board', 'board.example.net'), 'c.yaml': client })).toEqual([
      'board both Letters served likely',
    ]);
    expect(said({ 'a.yaml': pod('board', hidden), 'r.yaml': route('public', 'board.example.net', 'board'), 'c.yaml': client })).toEqual([
      'board both Letters served likely',
    ]);
  });

  it('is a variable that is equal to itself', () => {
    const files = {
      'a.yaml': pod('board', hidden),
      'r.yaml': route('board', 'board.${DOMAIN}'),
      'c.yaml': client.replace('board.example.net', 'board.${DOMAIN}'),
    };
    expect(said(files)).toEqual(['board both Letters served likely']);
  });

  it('says nothing of an app at another host, or of two apps at one', () => {
    expect(said({ 'a.yaml': pod('board', hidden), 'r.yaml': route('maps', 'board.example.net'), 'c.yaml': client })).toEqual(['Letters provider', 'board app']);
    const two = `${pod('board', hidden)}---\n${pod('desk', hidden)}`;
    const routes = `${route('board', 'board.example.net')}---\n${route('desk', 'board.example.net')}`;
    expect(said({ 'x/a.yaml': two.split('---\n')[0]!, 'y/b.yaml': two.split('---\n')[1]!, 'r.yaml': routes, 'c.yaml': client })).toEqual([
      'Letters provider',
      'board app',
      'desk app',
    ]);
    expect(said({ 'a.yaml': pod('board', hidden), 'r.yaml': route('board', 'board.example.net'), 'c.yaml': authelia(other) })).toEqual([
      'Maps provider',
      'board app',
    ]);
  });
});

describe('a name', () => {
  it('of a client that begins that of the settings makes a guess, on which nothing rests', () => {
    const settings =
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: photos-config-template, namespace: rooms}\ndata:\n  a.yaml: |\n    oidc: {clientId: "{{ .id }}", issuer: "https://id.${DOMAIN}"}\n';
    const files = {
      'a.yaml': settings,
      'c.yaml': authelia("{client_id: '${ID}', client_name: Photos, redirect_uris: ['https://p.example.net/cb'], scopes: [openid]}"),
    };
    expect(said(files)).toEqual(['photos-config-template both Photos name guessed']);
    expect(checkFiles(list(files)).findings.filter(({ severity }) => severity !== 'info')).toEqual([]);
  });

  it('of one of two alike is that one', () => {
    const client = (name: string) => `{client_id: '\${${name.toUpperCase()}}', client_name: ${name}, redirect_uris: ['https://${name}.example.net/cb']}`;
    const files = { 'x/a.yaml': pod('board', hidden), 'y/b.yaml': pod('board-lab', hidden), 'c.yaml': authelia(client('board'), client('board-lab')) };
    expect(said(files)).toEqual(['board both board name likely', 'board-lab both board-lab name likely']);
  });
});

describe('a Secret that travels', () => {
  const client =
    'apiVersion: pocketid.internal/v1alpha1\nkind: PocketIDOIDCClient\nmetadata: {name: letters, namespace: door}\nspec:\n  callbackUrls: ["https://letters.${DOMAIN}/cb"]\n  secret: {name: letters-login, keys: {clientID: LETTERS_ID, clientSecret: LETTERS_SECRET}}\n';
  const push = (data: string) =>
    `apiVersion: external-secrets.io/v1alpha1\nkind: PushSecret\nmetadata: {name: letters, namespace: door}\nspec:\n  secretStoreRefs: [{name: vault, kind: ClusterSecretStore}]\n  selector: {secret: {name: letters-login}}\n  data: [${data}]\n`;
  const fetched = (template: string, store = 'vault', entry = '/shared/logins') =>
    `apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: {name: board-login, namespace: rooms}\nspec:\n  secretStoreRef: {name: ${store}, kind: ClusterSecretStore}\n  target: {template: {data: {${template}}}}\n  dataFrom: [{extract: {key: ${entry}}}]\n`;
  const byKey = '{match: {secretKey: LETTERS_ID, remoteRef: {remoteKey: /shared/logins, property: LETTERS_ID}}}';

  it('into a store and out again is one', () => {
    const app = pod('board', [fromSecret('OIDC_CLIENT_ID'), fromSecret('OIDC_ISSUER')].join(', '));
    const out = fetched('OIDC_CLIENT_ID: "{{ .LETTERS_ID | toString }}", OIDC_ISSUER: "https://id.${DOMAIN}"');
    expect(said({ 'a.yaml': app, 'e.yaml': out, 'p.yaml': push(byKey), 'c.yaml': client })).toEqual(['board both letters secret']);
    expect(said({ 'a.yaml': app, 'e.yaml': out, 'p.yaml': push('{match: {remoteRef: {remoteKey: /shared/logins}}}'), 'c.yaml': client })).toEqual([
      'board both letters secret',
    ]);
    expect(said({ 'a.yaml': app, 'e.yaml': out, 'c.yaml': client })).toEqual(['board app', 'letters provider']);
  });

  it('into the template of a file of settings is one', () => {
    const settings =
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: board-settings, namespace: rooms}\ndata:\n  a.yaml: |\n    oidc: {clientId: "{{ .LETTERS_ID }}", issuer: "https://id.${DOMAIN}"}\n';
    const out = fetched('').replace('template: {data: {}}', 'template: {templateFrom: [{configMap: {name: board-settings, items: [{key: a.yaml}]}}]}');
    expect(said({ 'a.yaml': settings, 'e.yaml': out, 'p.yaml': push(byKey), 'c.yaml': client })).toEqual(['board-settings both letters secret']);
  });

  it('out of the cluster itself is the one that is there', () => {
    const store =
      'apiVersion: external-secrets.io/v1\nkind: ClusterSecretStore\nmetadata: {name: inside}\nspec: {provider: {kubernetes: {remoteNamespace: door}}}\n';
    const app = pod('board', [fromSecret('OIDC_CLIENT_ID'), fromSecret('OIDC_ISSUER')].join(', '));
    const out = fetched('OIDC_CLIENT_ID: "{{ .LETTERS_ID }}", OIDC_ISSUER: "https://id.${DOMAIN}"', 'inside', 'letters-login');
    expect(said({ 'a.yaml': app, 'e.yaml': out, 's.yaml': store, 'c.yaml': client })).toEqual(['board both letters secret']);
    expect(said({ 'a.yaml': app, 'e.yaml': out, 's.yaml': store.replace('door', 'hall'), 'c.yaml': client })).toEqual(['board app', 'letters provider']);
  });
});

describe('an issuer that names its client', () => {
  const client =
    'apiVersion: kaniop.rs/v1beta1\nkind: KanidmOAuth2Client\nmetadata: {name: letters, namespace: door}\nspec: {origin: "https://x.example.net/", redirectUrl: ["https://x.example.net/i/oidc/"], scopeMap: [{group: all, scopes: [openid]}]}\n';
  const app = (id: string) => pod('board', `${fromSecret('OIDC_CLIENT_ID')}, {name: OIDC_ISSUER, value: "https://id.example.net/oauth2/openid/${id}"}`);

  it('pairs them', () => {
    expect(said({ 'a.yaml': app('letters'), 'c.yaml': client })).toEqual(['board both letters slug']);
    expect(said({ 'a.yaml': app('maps'), 'c.yaml': client })).toEqual(['board app', 'letters provider']);
  });
});

describe('what a provider is told', () => {
  it('in a file with lines of a template is read', () => {
    const values =
      'dex:\n  config:\n    issuer: https://id.example.net\n    {{- $secret := "x" }}\n    staticClients:\n      - id: board\n        name: Board\n        redirectURIs: ["https://board.example.net/cb"]\n';
    const app = pod('board', '{name: OIDC_CLIENT_ID, value: board}, {name: OIDC_ISSUER, value: "https://id.example.net"}');
    expect(said({ 'a.yaml': app, 'dex/values.yaml': values })).toEqual(['board both board client-id']);
  });

  it('by an export of a realm is read', () => {
    const realm = JSON.stringify({ realm: { realm: 'home' }, clients: [{ clientId: 'board', redirectUris: ['https://board.example.net/cb'] }] }, null, 1);
    const app = pod('board', '{name: OIDC_CLIENT_ID, value: board}, {name: OIDC_ISSUER, value: "https://id.example.net/realms/home"}');
    expect(onDisk({ 'a.yaml': app, 'realm.json': realm })).toEqual(['board both board client-id']);
  });

  it('by a default in quotes is what the quotes hold', () => {
    const client =
      'apiVersion: keycloak.example.net/v1\nkind: KeycloakClient\nmetadata: {name: x, namespace: door}\nspec:\n  clientId: ${CLIENT:-"${APP}"}\n  redirectUris: ["https://board.example.net/cb"]\n';
    const files = {
      'cluster/ks.yaml':
        'apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: door, namespace: flux-system}\nspec: {interval: 1h, path: ./door, prune: true, sourceRef: {kind: GitRepository, name: flux-system}, postBuild: {substitute: {APP: board}}}\n',
      'door/kustomization.yaml': 'resources: [client.yaml, app.yaml]\n',
      'door/client.yaml': client,
      'door/app.yaml': pod('board', '{name: OIDC_CLIENT_ID, value: board}, {name: OIDC_ISSUER, value: "https://id.example.net/realms/home"}'),
    };
    expect(onDisk(files)).toEqual(['board both board client-id']);
  });
});

describe('charts that a chart of Applications installs', () => {
  it('are rendered, although it brings other things too', () => {
    const chart = (name: string) => `apiVersion: v2\nname: ${name}\nversion: 1.0.0\n`;
    const set =
      'apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata:\n  name: all\n  namespace: {{ .Release.Namespace }}\nspec:\n  generators: [{git: {repoURL: x, revision: main, directories: [{path: apps/*}]}}]\n  template: {metadata: {name: "{{ `{{path.basename}}` }}"}, spec: {project: default, destination: {namespace: "{{ `{{path.basename}}` }}"}, source: {repoURL: x, path: "{{ `{{path}}` }}"}}}\n';
    const files = {
      'root/Chart.yaml': chart('root'),
      'root/templates/set.yaml': set,
      'root/templates/more.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: more}\ndata: {a: b}\n',
      'apps/board/Chart.yaml': chart('board'),
      'apps/board/templates/client.yaml':
        'apiVersion: kaniop.rs/v1beta1\nkind: KanidmOAuth2Client\nmetadata: {name: board}\nspec: {origin: "https://b.example.net/", redirectUrl: ["https://b.example.net/cb"]}\n',
      'apps/board/templates/pod.yaml': pod(
        'board',
        '{name: OIDC_CLIENT_ID, value: board}, {name: OIDC_ISSUER, value: "https://id.example.net/oauth2/openid/board"}',
      ),
    };
    expect(onDisk(files)).toEqual(['board both board client-id']);
  });
});

describe('a redirect URI', () => {
  it('at another host is right where the app is open at several', () => {
    const settings =
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: immich, namespace: rooms}\ndata:\n  immich.yaml: |\n    server: {externalDomain: "https://share.example.net"}\n    oauth: {enabled: true, clientId: immich, clientSecret: "{{ .s }}", issuerUrl: "https://id.example.net", mobileOverrideEnabled: true, mobileRedirectUri: "https://img.example.net/api/oauth/mobile-redirect"}\n';
    const client = (path: string) =>
      authelia(
        `{client_id: immich, client_name: Immich, scopes: [openid, email, profile], redirect_uris: ['https://img.example.net${path}', 'https://img.example.net/user-settings', 'https://img.example.net/api/oauth/mobile-redirect']}`,
      );
    expect(codes({ 'a.yaml': settings, 'c.yaml': client('/auth/login') })).not.toContain('redirect-missing');
    expect(codes({ 'a.yaml': settings, 'c.yaml': client('/auth/logon') })).toContain('redirect-missing');
  });
});

describe('settings in a form that nobody reads', () => {
  const client = (id: string, name: string) => `{client_id: ${id}, client_name: ${name}, redirect_uris: ['https://${name}.example.net/cb']}`;
  const php = (name: string, id: string) =>
    `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}, namespace: rooms}\ndata:\n  login.php: |\n    $c = ['oidc_login_provider_url' => 'https://id.example.net/.well-known/openid-configuration', 'oidc_login_client_id' => '${id}'];\n`;

  it('are paired by the client id in them, then by their name, and that is said', () => {
    expect(said({ 'a.yaml': php('letters', 'board'), 'c.yaml': authelia(client('board', 'Maps'), client('desk', 'Letters')) })).toEqual([
      'desk provider',
      'letters both board client-id likely',
    ]);
    expect(said({ 'a.yaml': php('letters', 'x'), 'c.yaml': authelia(client('desk', 'Letters')) })).toEqual(['letters both desk name guessed']);
  });

  it('of two apps that may be meant are of none', () => {
    const two = { 'x/a.yaml': php('letters-one', 'x'), 'y/b.yaml': php('letters-two', 'y') };
    expect(said({ ...two, 'c.yaml': authelia(client('desk', 'Letters')) })).toEqual(['desk provider', 'letters-one neither', 'letters-two neither']);
  });

  it('are found by the Secret that an operator makes of the client', () => {
    const made =
      'apiVersion: pocketid.internal/v1alpha1\nkind: PocketIDOIDCClient\nmetadata: {name: letters, namespace: rooms}\nspec: {callbackUrls: ["https://l.example.net/cb"]}\n';
    const proxy = (name: string) =>
      `apiVersion: example.net/v1\nkind: Gate\nmetadata: {name: gate, namespace: rooms}\nspec: {login: {secretRef: {name: ${name}}}}\n`;
    expect(said({ 'a.yaml': proxy('letters-oidc-credentials'), 'c.yaml': made })).toEqual(['gate both letters secret likely']);
    expect(said({ 'a.yaml': proxy('letters-oidc'), 'c.yaml': made })).toEqual(['letters provider']);
  });
});

it('a login that is left says what would pair it', () => {
  const why = (files: Files) =>
    checkFiles(list(files))
      .logins()
      .find(({ read }) => read === 'app')?.why;
  const client = authelia("{client_id: '${ID}', client_name: Maps, redirect_uris: ['https://maps.example.net/cb']}");
  expect(why({ 'a.yaml': pod('board', hidden), 'c.yaml': client })).toBe(
    'the client id is in a Secret, no issuer was found, no redirect URI is set; to pair it, write its redirect URI in git, or give the client the name of the app',
  );
  expect(why({ 'a.yaml': pod('board', hidden) })).toBe("the identity provider's end is not in git");
  expect(said({ 'a.yaml': pod('board', `${hidden}, {name: OIDC_REDIRECT_URI, value: "https://maps.example.net/cb"}`), 'c.yaml': client })).toEqual([
    'board both Maps redirect',
  ]);
});
