import { describe, expect, it } from 'vitest';
import { blueprintFor } from '../support/login-pair.ts';
import { codesSaid, treeSaid } from '../support/tree-said.ts';

const pod = (name: string, image: string, env: Record<string, string>) =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: ${name}, namespace: rooms}\nspec: {template: {spec: {containers: [${JSON.stringify({ name, image, env: Object.entries(env).map(([key, value]) => ({ name: key, value })) })}]}}}\n`;
const configMap = (name: string, key: string, text: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}, namespace: rooms}\ndata:\n  ${key}: |\n${text.trimEnd().replace(/^/gm, '    ')}\n`;

describe('an app and the one client that is called like it', () => {
  const argo = (host: string) =>
    `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: argocd-cm, namespace: argocd, labels: {app.kubernetes.io/part-of: argocd}}\ndata:\n  url: https://${host}\n  oidc.config: |\n    name: House\n    issuer: https://id.example.net/application/o/argos/\n    clientID: argos\n    clientSecret: $oidc.secret\n    requestedScopes: [openid, profile, email]\n`;
  const client = blueprintFor('argocd', { redirects: ['https://cd.example.net/auth/callback'] });
  const said = (text: string, blueprint = client) => codesSaid({ 'app.yaml': text, [blueprint.file]: blueprint.text });

  it('belong together although client id, slug and host differ', () => {
    expect(said(argo('argo.example.net'))).toEqual(['error redirect-missing', 'error issuer-mismatch', 'error client-id-mismatch']);
  });

  it('are two installations when their domains differ', () => {
    expect(said(argo('argo.example.org'))).toEqual([]);
  });

  it('are no pair when the client has an app, or when another app is called so', () => {
    const other = pod('argo-other', 'example.net/a:1', {
      OIDC_CLIENT_ID: 'argocd',
      OIDC_CLIENT_SECRET: 'x',
      OIDC_ISSUER: 'https://id.example.net/application/o/argocd/',
    });
    expect(codesSaid({ 'app.yaml': argo('argo.example.net'), 'other.yaml': other, [client.file]: client.text })).not.toContain('error client-id-mismatch');
    expect(said(argo('argo.example.net'), blueprintFor('ledger', { redirects: ['https://cd.example.net/auth/callback'] }))).toEqual([]);
  });
});

describe('an app that is installed by the name of the one client that is left', () => {
  const house = (id: string) =>
    configMap('home-assistant', 'configuration.yaml', `auth_oidc:\n  client_id: ${id}\n  discovery_url: https://id.example.net/application/o/hous/`);
  const client = blueprintFor('homeassistant', { redirects: ['https://home.example.net/auth/oidc/callback'] });

  it('is that client most likely, where nothing says its host', () => {
    expect(codesSaid({ 'app.yaml': house('hous'), [client.file]: client.text })).toEqual(['warning client-id-mismatch', 'warning issuer-mismatch']);
  });

  it('may be a stranger when nobody knows what it is', () => {
    const app = pod('home-assistant', 'example.net/a:1', {
      OIDC_CLIENT_ID: 'hous',
      OIDC_CLIENT_SECRET: 'x',
      OIDC_ISSUER: 'https://id.example.net/application/o/hous/',
    });
    expect(codesSaid({ 'app.yaml': app, [client.file]: client.text }).filter((line) => /client-|issuer-/.test(line))).toEqual([
      'warning client-id-mismatch',
      'warning issuer-mismatch',
    ]);
  });
});

describe('Nextcloud that keeps the token of each login', () => {
  const nextcloud = (config: string, scope: string) =>
    `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: files, namespace: files}\nspec:\n  interval: 1h\n  chart: {spec: {chart: nextcloud, version: 9.2.4, sourceRef: {kind: HelmRepository, name: n}}}\n  values:\n    phpClientHttpsFix: {enabled: true, protocol: https}\n    nextcloud:\n      host: files.example.net\n      configs:\n        login.config.php: "${config}"\n      hooks:\n        before-starting: |\n          php occ user_oidc:provider house --clientid="files" --clientsecret-env=S --discoveryuri="https://id.example.net/application/o/files/.well-known/openid-configuration" --scope="${scope}"\n`;
  const client = blueprintFor('files', {
    redirects: ['https://files.example.net/apps/user_oidc/code', 'https://files.example.net/index.php/apps/user_oidc/code'],
    scopes: ['openid', 'profile', 'email', 'offline_access'],
  });
  const said = (config: string, scope: string) =>
    codesSaid({ 'app.yaml': nextcloud(config, scope), [client.file]: client.text }).filter((line) => line.includes('offline-access-missing'));

  it('needs refresh tokens for it, and people stay logged in without', () => {
    const kept = "<?php $CONFIG = ['user_oidc' => ['store_login_token' => true]];";
    expect(said(kept, 'openid email profile')).toEqual(['warning offline-access-missing']);
    expect(said(kept, 'openid email profile offline_access')).toEqual([]);
    expect(said(kept.replace('true', 'false'), 'openid email profile')).toEqual([]);
    expect(said('<?php', 'openid email profile')).toEqual([]);
  });
});

describe('Opengist', () => {
  const said = (claim: string, scopes: string[]) => {
    const client = blueprintFor('snippets', { redirects: ['https://gist.example.net/oauth/openid-connect/callback'], scopes });
    return codesSaid({
      'app.yaml': pod('gist', 'ghcr.io/thomiceli/opengist:1.11', {
        OG_EXTERNAL_URL: 'https://gist.example.net',
        OG_OIDC_CLIENT_KEY: 'snippets',
        OG_OIDC_SECRET: 'x',
        OG_OIDC_DISCOVERY_URL: 'https://id.example.net/application/o/snippets/.well-known/openid-configuration',
        OG_OIDC_GROUP_CLAIM_NAME: claim,
      }),
      [client.file]: client.text,
    }).filter((line) => line.includes('scope-unmapped'));
  };

  it('asks for a scope that is called like its groups claim', () => {
    expect(said('teams', ['openid', 'profile', 'email'])).toEqual(['warning scope-unmapped']);
    expect(said('teams', ['openid', 'profile', 'email', 'teams'])).toEqual([]);
  });
});

describe('variables without quotes in the brackets of a text', () => {
  const clients = `identity_providers:\n  oidc:\n    clients:\n      - client_id: reader\n        redirect_uris: [https://reader.\${DOMAIN}/oauth2/oidc/callbak, \${OTHER}]\n        scopes: [openid, profile, email, \${MORE}]\n        wrong: [a, b]\n`;
  const reader = pod('reader', 'ghcr.io/miniflux/miniflux:2', {
    OAUTH2_CLIENT_ID: 'reader',
    OAUTH2_CLIENT_SECRET: 'x',
    OAUTH2_OIDC_DISCOVERY_ENDPOINT: 'https://auth.${DOMAIN}',
    OAUTH2_REDIRECT_URL: 'https://reader.${DOMAIN}/oauth2/oidc/callback',
  });

  it('are filled in before somebody reads the text', () => {
    const files = { 'auth.yaml': configMap('authelia', 'configuration.yml', clients), 'app.yaml': reader };
    expect(codesSaid(files)).not.toContain('error yaml-broken');
    expect(codesSaid({ ...files, 'auth.yaml': files['auth.yaml'].replace(', ${OTHER}]', ', https://b.${DOMAIN}/x]') })).toContain('error redirect-missing');
  });

  it('may stand for a whole redirect URI, or for how it is compared', () => {
    const { text } = blueprintFor('wiki', { redirects: ['https://wiki.example.net/cb'] });
    const list = JSON.stringify([{ matching_mode: 'strict', url: 'https://wiki.example.net/cb' }]);
    const said = (instead: string) => codesSaid({ 'bp.yaml': configMap('blueprints', 'wiki.yaml', text.replace(list, instead)) });
    expect(text).toContain(list);
    expect(said('[${REDIRECT}, { matching_mode: "${MODE}", url: "https://wiki.example.net/x" }]')).not.toContain('error redirect-invalid');
    expect(said('[{ matching_mode: exact, url: "https://wiki.example.net/x" }]')).toContain('error redirect-invalid');
  });

  it('stay where they are', () => {
    const { file, text } = blueprintFor('wiki', { redirects: ['https://wiki.example.net/cb'] });
    const whole = configMap(
      'blueprints',
      'wiki.yaml',
      text.replace('"url":"https://wiki.example.net/cb"', '"url": https://wiki.${DOMAIN}/cb').replace('signing_key: ', 'signing_kay: '),
    );
    const lines = treeSaid({ 'bp.yaml': whole });
    expect(file).toBe('blueprints/wiki.yaml');
    expect(lines.filter((line) => line.includes('yaml-broken'))).toEqual([]);
    expect(lines.join('\n')).toContain('signing-key-missing');
  });

  it('do not make broken YAML whole', () => {
    const text = blueprintFor('wiki', { redirects: ['https://wiki.example.net/cb'] }).text.replace('client_id: wiki', 'client_id: [wiki, ${X}');
    expect(codesSaid({ 'bp.yaml': configMap('blueprints', 'wiki.yaml', text) })).toContain('error yaml-broken');
  });
});

describe('a provider that signs with the client secret', () => {
  const client = (name: string, path: string) => {
    const { file, text } = blueprintFor(name, { redirects: [`https://${name}.example.net${path}`] });
    return { [file]: text.replace(/ *signing_key: .*\n/, '') };
  };
  const issuer = (name: string) => `https://id.example.net/application/o/${name}/`;
  const severity = (files: Record<string, string>) => codesSaid(files).filter((line) => line.includes('signing-key-missing'));

  it('is an error only for apps that are known to refuse it', () => {
    const news = pod('miniflux', 'miniflux/miniflux:2.2.0', {
      OAUTH2_PROVIDER: 'oidc',
      OAUTH2_CLIENT_ID: 'miniflux',
      OAUTH2_OIDC_DISCOVERY_ENDPOINT: issuer('miniflux'),
      OAUTH2_REDIRECT_URL: 'https://miniflux.example.net/oauth2/oidc/callback',
    });
    expect(severity({ 'a.yaml': news, ...client('miniflux', '/oauth2/oidc/callback') })).toEqual(['error signing-key-missing']);
    const board = pod('planka', 'ghcr.io/plankanban/planka:2.0.0', {
      BASE_URL: 'https://planka.example.net',
      OIDC_CLIENT_ID: 'planka',
      OIDC_ISSUER: issuer('planka'),
    });
    expect(severity({ 'a.yaml': board, ...client('planka', '/oidc-callback') })).toEqual(['info signing-key-missing']);
    const forge = `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: gitea, namespace: rooms }\nspec:\n  chart: { spec: { chart: gitea, version: 12.1.0 } }\n  values:\n    gitea:\n      config: { server: { ROOT_URL: https://gitea.example.net } }\n      oauth:\n        - { name: house, provider: openidConnect, key: gitea, autoDiscoverUrl: ${issuer('gitea')}.well-known/openid-configuration }\n`;
    expect(severity({ 'a.yaml': forge, ...client('gitea', '/user/oauth2/house/callback') })).toEqual([]);
  });

  it('fits an Immich that is told so', () => {
    const photos = (algorithm: string) =>
      configMap(
        'immich',
        'immich.yaml',
        `oauth: { enabled: true, clientId: immich, issuerUrl: ${issuer('immich')}, signingAlgorithm: ${algorithm} }\nserver: { externalDomain: https://immich.example.net }`,
      );
    expect(severity({ 'a.yaml': photos('RS256'), ...client('immich', '/auth/login') })).toEqual(['error signing-key-missing']);
    expect(severity({ 'a.yaml': photos('HS256'), ...client('immich', '/auth/login') })).toEqual([]);
  });
});

describe('flags of kube-apiserver in a Talos patch', () => {
  it('are one login', () => {
    const text = `cluster:\n  apiServer:\n    extraArgs:\n      oidc-issuer-url: http://id.example.net/application/o/cluster/\n      oidc-client-id: cluster\n      oidc-username-claim: sub\n      oidc-username-prefix: "oidc:"\n      oidc-groups-claim: groups\n      oidc-groups-prefix: "oidc:"\n`;
    const client = blueprintFor('cluster', { redirects: ['http://localhost:8000'], type: 'public' });
    expect(codesSaid({ 'talos/patch.yaml': text, [client.file]: client.text }).filter((line) => line.includes('issuer-not-https'))).toEqual([
      'error issuer-not-https',
    ]);
  });
});

describe('a Secret that an operator makes', () => {
  const kanidm = `apiVersion: kaniop.rs/v1beta1\nkind: KanidmOAuth2Client\nmetadata: {name: reader, namespace: rooms}\nspec:\n  kanidmRef: {name: kanidm}\n  displayname: Reader\n  origin: https://reader.example.net\n  redirectUrl: [https://reader.example.net/oauth2/oidc/callback]\n  scopeMap: [{group: people, scopes: [openid, profile, email]}]\n  secretKeyAliases: {clientId: [OAUTH2_CLIENT_ID], clientSecret: [OAUTH2_CLIENT_SECRET]}\n`;
  const pocket = `apiVersion: pocketid.internal/v1alpha1\nkind: PocketIDOIDCClient\nmetadata: {name: reader, namespace: rooms}\nspec:\n  clientID: reader\n  callbackUrls: [https://reader.example.net/oauth2/oidc/callback]\n  secret: {keys: {clientID: OAUTH2_CLIENT_ID, clientSecret: OAUTH2_CLIENT_SECRET}}\n`;
  const reader = (secret: string, redirect: string, issuer: string) =>
    `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: reader, namespace: rooms}\nspec: {template: {spec: {containers: [{name: reader, image: "ghcr.io/miniflux/miniflux:2", envFrom: [{secretRef: {name: ${secret}}}], env: [{name: OAUTH2_OIDC_DISCOVERY_ENDPOINT, value: "${issuer}"}, {name: OAUTH2_REDIRECT_URL, value: "${redirect}"}]}]}}}\n`;

  it.each([
    ['kaniop', kanidm, 'reader-kanidm-oauth2-credentials', 'https://id.example.net/oauth2/openid/reader'],
    ['the operator of Pocket ID', pocket, 'reader-oidc-credentials', 'https://id.example.net'],
  ])('by %s brings the client id by the names that its object gives', (_, client, secret, issuer) => {
    expect(codesSaid({ 'client.yaml': client, 'app.yaml': reader(secret, 'https://reader.example.net/oauth2/oidc/callback', issuer) })).toEqual([]);
    expect(codesSaid({ 'client.yaml': client, 'app.yaml': reader(secret, 'https://reader.example.net/callback', issuer) })).toContain('error redirect-missing');
  });

  it('brings values of a chart', () => {
    const operator = (issuer: string) =>
      `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: bot, namespace: rooms}\nspec:\n  interval: 1h\n  install: {strategy: {name: RetryOnFailure}}\n  upgrade: {strategy: {name: RetryOnFailure}}\n  chart: {spec: {chart: bot, version: 1.0.0, sourceRef: {kind: HelmRepository, name: n}}}\n  valuesFrom: [{kind: Secret, name: reader-kanidm-oauth2-credentials, valuesKey: CLIENT_ID, targetPath: auth.oidc.clientId}]\n  values: {auth: {oidc: {enabled: true, issuerUrl: "${issuer}", redirectUrl: "https://reader.example.net/oauth2/oidc/callback"}}}\n`;
    const said = (issuer: string) => codesSaid({ 'client.yaml': kanidm, 'app.yaml': operator(issuer) }).filter((line) => line.includes('issuer-mismatch'));
    expect(said('https://id.example.net/oauth2/openid/reader')).toEqual([]);
    expect(said('https://id.example.net/oauth2/openid/writer')).toEqual(['error issuer-mismatch']);
  });
});

describe('grafana.ini as a text', () => {
  const ini = (root: string) =>
    configMap(
      'grafana',
      'grafana.ini',
      `[server]\nroot_url = ${root}\n[auth.generic_oauth]\nenabled = true\nclient_id = dashboards\nclient_secret = $__file{/etc/secret}\nscopes = openid email profile\nauth_url = https://id.example.net/application/o/authorize/\ntoken_url = https://id.example.net/application/o/token/\napi_url = https://id.example.net/application/o/userinfo/\n`,
    );
  const client = blueprintFor('dashboards', { redirects: ['https://grafana.example.net/login/generic_oauth'] });

  it('is a login like any other', () => {
    const said = (root: string) => codesSaid({ 'app.yaml': ini(root), [client.file]: client.text }).filter((line) => line.startsWith('error'));
    expect(said('https://grafana.example.net/')).toEqual([]);
    expect(said('https://graph.example.net/')).toEqual(['error redirect-missing']);
  });
});

describe("Authelia's own templates", () => {
  const clients = (path: string) =>
    configMap(
      'authelia',
      'configuration.yaml',
      `identity_providers:\n  oidc:\n    jwks:\n      - key: {{ secret "/config/jwk" | mindent 10 "|" | msquote }}\n    clients:\n      - client_id: reader\n        client_secret: {{ env "READER_HASH" }}\n        redirect_uris:\n          - "https://reader.{{ env "DOMAIN" }}/elsewhere"\n          - "https://reader.example.net${path}"\n        scopes: [openid, email, profile]\n{{- if env "MORE" }}\ntheme: dark\n{{- end }}\n`,
    );
  const reader = pod('reader', 'ghcr.io/miniflux/miniflux:2', {
    OAUTH2_CLIENT_ID: 'reader',
    OAUTH2_CLIENT_SECRET: 'x',
    OAUTH2_OIDC_DISCOVERY_ENDPOINT: 'https://auth.example.net',
    OAUTH2_REDIRECT_URL: 'https://reader.example.net/oauth2/oidc/callback',
  });

  it('are filled in later, and what stands around them is read', () => {
    const said = (path: string) =>
      codesSaid({ 'auth.yaml': clients(path), 'app.yaml': reader }).filter((line) => /redirect-missing|yaml-broken|client-/.test(line));
    expect(said('/oauth2/oidc/callback')).toEqual([]);
    expect(said('/oauth2/oidc/callbak')).toEqual(['error redirect-missing']);
  });
});

describe("authentik's endpoints without the slash at their end", () => {
  const grafana = (auth: string, token: string) =>
    configMap(
      'grafana',
      'grafana.ini',
      `[server]\nroot_url = https://grafana.example.net/\n[auth.generic_oauth]\nenabled = true\nclient_id = dashboards\nscopes = openid email profile\nauth_url = https://id.example.net/application/o/${auth}\ntoken_url = https://id.example.net/application/o/${token}\napi_url = https://id.example.net/application/o/userinfo/\n`,
    );
  const said = (auth: string, token: string) => codesSaid({ 'app.yaml': grafana(auth, token) }).filter((line) => line.includes('grafana-endpoint-wrong'));

  it('are found where they are only read', () => {
    expect(said('authorize', 'token/')).toEqual(['info grafana-endpoint-wrong']);
    expect(said('authorize/', 'token')).toEqual(['error grafana-endpoint-wrong']);
    expect(said('dashboards/authorize/', 'token/')).toEqual(['error grafana-endpoint-wrong']);
  });
});
