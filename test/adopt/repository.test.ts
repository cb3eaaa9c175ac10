import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { main } from '../../lib/cli/main.ts';
import { loadClusters } from '../../lib/synth/load-clusters.ts';
import { readFolder, tempFolder } from '../support/temp-folder.ts';

const password = 'S3cr3t-in-the-clear-of-somebody';

const authentik = `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: sso, namespace: identity }
spec:
  chart: { spec: { chart: authentik, version: 2026.2.1, sourceRef: { kind: HelmRepository, name: authentik } } }
  values:
    authentik: { postgresql: { password: ${password} } }
    global:
      envFrom: [{ secretRef: { name: sso-settings } }]
      env:
        - { name: AUTHENTIK_POSTGRESQL__HOST, value: pg.databases }
        - { name: AUTHENTIK_POSTGRESQL__PASSWORD, valueFrom: { secretKeyRef: { name: pg-sso, key: password } } }
        - { name: AUTHENTIK_SECRET_KEY, value: ${password} }
    server: { ingress: { enabled: true, ingressClassName: nginx, hosts: ['id.\${SECRET_DOMAIN}'] } }
`;

const scope = (name: string) => `!Find [authentik_providers_oauth2.scopemapping, [managed, goauthentik.io/providers/oauth2/scope-${name}]]`;
const blueprint = `apiVersion: v1
kind: ConfigMap
metadata: { name: blueprints, namespace: identity }
data:
  apps.yaml: |
    version: 1
    metadata: { name: apps }
    entries:
      - model: authentik_providers_oauth2.oauth2provider
        id: grafana
        identifiers: { name: Provider for Grafana }
        attrs:
          client_id: k3YxQ0eT
          client_secret: !Env GRAFANA_SECRET
          client_type: confidential
          redirect_uris: [{ matching_mode: strict, url: 'https://metrics.\${SECRET_DOMAIN}/login/generic_oauth' }]
          property_mappings: [${['openid', 'profile', 'email'].map(scope).join(', ')}]
      - model: authentik_core.application
        identifiers: { slug: grafana }
        attrs: { name: Grafana, provider: !KeyOf grafana }
      - model: authentik_providers_proxy.proxyprovider
        id: start
        identifiers: { name: start }
        attrs: { mode: forward_single, external_host: 'https://start.\${SECRET_DOMAIN}' }
      - model: authentik_core.application
        identifiers: { slug: start }
        attrs: { name: Start, provider: !KeyOf start }
      - model: authentik_providers_oauth2.oauth2provider
        id: wiki
        identifiers: { name: wiki }
        attrs: { client_id: wiki, redirect_uris: [{ matching_mode: regex, url: 'https://wiki\\..*/callback' }] }
      - model: authentik_core.application
        identifiers: { slug: wiki }
        attrs: { name: Wiki, provider: !KeyOf wiki }
      - model: authentik_providers_oauth2.oauth2provider
        id: far
        identifiers: { name: far }
        attrs: { client_id: far, redirect_uris: [{ matching_mode: strict, url: 'https://far.\${OTHER_DOMAIN}/callback' }] }
      - model: authentik_core.application
        identifiers: { slug: far }
        attrs: { name: Far, provider: !KeyOf far }
`;

const grafana = `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: metrics, namespace: monitoring }
spec:
  chart: { spec: { chart: grafana, version: 10.1.0, sourceRef: { kind: HelmRepository, name: grafana } } }
  values:
    envValueFrom: { GF_AUTH_GENERIC_OAUTH_CLIENT_SECRET: { secretKeyRef: { name: metrics-login, key: secret } } }
    grafana.ini:
      server: { root_url: 'https://metrics.\${SECRET_DOMAIN}' }
      auth.generic_oauth:
        enabled: true
        client_id: k3YxQ0eT
        scopes: openid profile email
        auth_url: https://id.\${SECRET_DOMAIN}/application/o/authorize/
        token_url: https://id.\${SECRET_DOMAIN}/application/o/token/
        api_url: https://id.\${SECRET_DOMAIN}/application/o/userinfo/
        role_attribute_path: contains(groups[*], 'admins') && 'Admin' || 'Viewer'
`;

const chat = `apiVersion: apps/v1
kind: Deployment
metadata: { name: chat, namespace: ai }
spec:
  selector: { matchLabels: { app: chat } }
  template:
    metadata: { labels: { app: chat } }
    spec:
      containers:
        - name: chat
          image: ghcr.io/open-webui/open-webui:v0.6.1
          env:
            - { name: WEBUI_URL, value: https://chat.example.org }
            - { name: OAUTH_CLIENT_ID, value: chat }
            - { name: OPENID_PROVIDER_URL, value: http://pocket-id.identity/.well-known/openid-configuration }
`;

const routes = `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: start, namespace: web, annotations: { nginx.ingress.kubernetes.io/auth-url: 'http://sso-authentik-server.identity/outpost.goauthentik.io/auth/nginx' } }
spec: { ingressClassName: nginx, rules: [{ host: 'start.\${SECRET_DOMAIN}', http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: start, port: { number: 80 } } } }] } }] }
`;

async function adopt(files: Readonly<Record<string, string>>, ...more: readonly string[]) {
  const root = tempFolder();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, 'git', path)), { recursive: true });
    writeFileSync(join(root, 'git', path), text);
  }
  mkdirSync(join(root, 'new'));
  const app = join(root, 'new/apps/main.ts');
  let out = '';
  let talk = '';
  const code = await main(['adopt', join(root, 'git'), '--app', app, ...more], { out: (text) => (out += text), talk: (text) => (talk += text), env: {} });
  return { code, out, talk, files: readFolder(join(root, 'new')), app };
}

const terraform = 'resource "authentik_provider_oauth2" "old" { name = "old" }\n';
const all = {
  'old.tf': terraform,
  'authentik.yaml': authentik,
  'blueprints.yaml': blueprint,
  'grafana.yaml': grafana,
  'chat.yaml': chat,
  'routes.yaml': routes,
};

describe('a repository with a variable for its domain', () => {
  it('asks for the domain by the name of the variable', async () => {
    const { code, talk, files } = await adopt(all);
    expect([code, files]).toEqual([2, {}]);
    expect(talk).toContain('which end in ${SECRET_DOMAIN}: pass --domain');
  });

  it('becomes files in which what runs stays as it is', async () => {
    const { code, out, talk, files, app } = await adopt(all, '--domain', 'home.example.net');
    expect(code).toBe(0);
    expect(out + talk + JSON.stringify(files)).not.toContain(password);
    // The release takes the values of its login; nothing is installed again, and who may enter stays.
    expect(files['apps/grafana.ts']).toContain(`grafana({
  host: 'metrics',
  namespace: 'monitoring',
  roles: { Admin: ['admins'] },
  access: kept(),
  existing: { release: 'metrics' },
  adopt: { provider: { name: 'Provider for Grafana', clientId: 'k3YxQ0eT' }, secret: { name: 'metrics-login', key: 'secret' } },
  chart: 'grafana',
});`);
    expect(files['apps/start.ts']).toContain(`forwardAuthApp({
  name: 'start',
  access: kept(),
  wayIn: 'present',
  adopt: { provider: 'start' },
});`);
    expect(files['apps/main.ts']).toContain("edge: { className: 'nginx', certificate: 'default' },");
    expect(files['apps/main.ts']).toMatch(
      /idp: \{\s+host: 'id',\s+existing: \{\s+namespace: 'identity',\s+secrets: \['sso-authentik', 'sso-settings'\],\s+env: \{\s+AUTHENTIK_POSTGRESQL__HOST: 'pg\.databases',\s+AUTHENTIK_POSTGRESQL__PASSWORD: \{ name: 'pg-sso', key: 'password' \},?\s+\},\s+service: \{ name: 'sso-authentik-server', port: 80 \}/,
    );
    expect(talk).toContain('idp.existing is HelmRelease identity/sso');
    expect(talk).toMatch(/not read: .*old\.tf: Terraform, which defines logins/);
    expect(talk).toMatch(/remove these logins from your own blueprints in the commit that adds dist.*blueprints\.yaml/);
    // What is not adopted says why, each in its own words.
    expect(out).toMatch(/wiki: not adopted\. its redirect URI is a regular expression/);
    expect(out).toMatch(
      /far: not adopted\. its redirect URI https:\/\/far\.\$\{OTHER_DOMAIN\}\/callback has a part that is not in git: only \$\{SECRET_DOMAIN\} is known/,
    );
    expect(out).toMatch(/chat: not adopted\. its identity provider is at http:\/\/pocket-id\.identity\//);
    // The review names both ends.
    expect(out).toMatch(/start: both ends found; apps\/start\.ts: written\n {2}unchanged\n/);
    expect(out).toMatch(/grafana: both ends found.*\n(?: {2}.*\n)* {2}scope groups added\n(?: {2}.*\n)* {2}in the app: scope groups added\n/);
    expect(out).toContain('in the app: role Viewer of everyone else removed');
    expect(out).not.toContain('client id changed');
    const [cluster] = await loadClusters(app);
    const made = cluster!.placed.map(({ object: { kind, metadata } }) => `${kind} ${metadata.name}`);
    for (const kind of ['HelmRelease', 'Ingress', 'Namespace', 'HTTPRoute', 'OCIRepository'])
      expect(made.filter((one) => one.startsWith(`${kind} `) && !/external-secrets|pinout-secrets/.test(one))).toEqual([]);
    expect(made).toContain('ConfigMap grafana-login-values');
    // The outpost keeps its list, and the bindings theirs.
    expect(cluster!.placed.map(({ folder }) => folder)).not.toContain('identity/outpost');
    expect(JSON.stringify(cluster!.placed.filter(({ folder }) => folder.startsWith('identity/')))).not.toContain('policybinding');
  });
});
