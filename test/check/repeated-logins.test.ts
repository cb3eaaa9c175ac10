import { describe, expect, it } from 'vitest';
import { checkFiles } from '../../lib/check/check-tree.ts';

/** Logins that several objects tell, and that are listed once. */

const listed = (files: Readonly<Record<string, string>>) =>
  checkFiles(Object.entries(files).map(([file, text]) => ({ file, text })))
    .logins()
    .map(({ app, client, read }) => [app, client, read].filter((one) => one !== undefined).join(' '));

const workload = (name: string, container: string, kind = 'Deployment') =>
  `apiVersion: ${kind === 'Job' ? 'batch/v1' : 'apps/v1'}\nkind: ${kind}\nmetadata: { name: ${name}, namespace: web }\nspec: { template: { spec: { containers: [{ name: app, image: "example.net/${name}:1", ${container} }] } } }\n`;
const idFrom = (variable: string) => `env: [{ name: ${variable}, valueFrom: { secretKeyRef: { name: notes-login, key: id } } }]`;

describe('a login', () => {
  it('of an object that a list and Flux both apply', () => {
    const list = (...files: string[]) => `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [${files.join(', ')}]\n`;
    const flux =
      'apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: apps, namespace: flux-system }\nspec: { interval: 1h, prune: true, path: ./all/apps, sourceRef: { kind: GitRepository, name: house }, postBuild: { substitute: { REALM: house } } }\n';
    const policy =
      'apiVersion: gateway.envoyproxy.io/v1alpha1\nkind: SecurityPolicy\nmetadata: { name: notes, namespace: web }\nspec: { targetRefs: [{ kind: HTTPRoute, name: notes }], oidc: { provider: { issuer: "https://id.example.net/realms/${REALM}" }, clientID: notes, clientSecret: { name: notes } } }\n';
    const files = {
      'all/kustomization.yaml': list('flux.yaml', 'apps'),
      'all/flux.yaml': flux,
      'all/apps/kustomization.yaml': list('policy.yaml'),
      'all/apps/policy.yaml': policy,
    };
    expect(listed(files)).toEqual(['notes notes app']);
  });

  it('of an app and the Jobs that take its Secret, and not of another app', () => {
    const app = workload('notes', idFrom('NOTES_OIDC_CLIENT_ID'));
    expect(listed({ 'a.yaml': app, 'b.yaml': workload('restore', idFrom('NOTES_OIDC_CLIENT_ID'), 'Job') })).toEqual(['notes app']);
    expect(listed({ 'a.yaml': app, 'b.yaml': workload('notes-worker', idFrom('NOTES_OIDC_CLIENT_ID')) })).toEqual(['notes app']);
    expect(listed({ 'a.yaml': app, 'b.yaml': workload('wiki', idFrom('WIKI_OIDC_CLIENT_ID')) })).toEqual(['notes app', 'wiki app']);
  });

  it('of Grafana whose values name the variables of a Secret', () => {
    const address = 'https://id.example.net/application/o';
    const values = `{ envFromSecret: grafana-login, grafana.ini: { server: { root_url: "https://grafana.example.net" }, auth.generic_oauth: { enabled: true, client_id: "$__env{GF_AUTH_GENERIC_OAUTH_CLIENT_ID}", client_secret: "$__env{GF_AUTH_GENERIC_OAUTH_CLIENT_SECRET}", scopes: openid email, auth_url: ${address}/authorize/, token_url: ${address}/token/, api_url: ${address}/userinfo/ } } }`;
    const release = `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: grafana, namespace: web }\nspec: { interval: 1h, chart: { spec: { chart: grafana, version: 10.1.0, sourceRef: { kind: HelmRepository, name: grafana } } }, values: ${values} }\n`;
    const secret =
      'apiVersion: v1\nkind: Secret\nmetadata: { name: grafana-login, namespace: web }\nstringData: { GF_AUTH_GENERIC_OAUTH_CLIENT_ID: "ENC[AES256_GCM,data:x]", GF_AUTH_GENERIC_OAUTH_CLIENT_SECRET: "ENC[AES256_GCM,data:y]" }\n';
    expect(listed({ 'a.yaml': release, 'b.yaml': secret })).toHaveLength(1);
  });

  it('of variables beside a ConfigMap with the rest', () => {
    const config = (name: string) =>
      `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name}, namespace: web }\ndata:\n  config.yaml: |\n    oidc: { clientId: notes, issuer: "https://id.example.net/realms/house" }\n`;
    const app = workload('notes', idFrom('NOTES_OIDC_CLIENT_ID'));
    expect(listed({ 'a/app.yaml': app, 'a/config.yaml': config('notes-config') })).toEqual(['notes-config notes app']);
    expect(listed({ 'a/app.yaml': app, 'b/config.yaml': config('wiki-config') })).toEqual(['notes app', 'wiki-config notes app']);
    // A secret alone is one of them too.
    const secret = workload('notes', idFrom('NOTES_OIDC_PROVIDERS_HOUSE_CLIENT_SECRET'));
    expect(listed({ 'a/app.yaml': secret, 'a/config.yaml': config('notes-config') })).toEqual(['notes-config notes app']);
  });
});

it('settings that are not understood are listed once for the workloads that take them', () => {
  const config =
    'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: photos, namespace: web }\ndata: { PHOTOS_SSO_CONFIG: "https://id.example.net/realms/house" }\n';
  const all = ['photos', 'photos-server', 'photos-worker'].map((name) => workload(name, 'envFrom: [{ configMapRef: { name: photos } }]'));
  expect(listed({ 'a/config.yaml': config, 'a/apps.yaml': all.join('---\n') })).toEqual(['photos neither']);
});

describe('no login', () => {
  it('is a link by which people sign out', () => {
    const link = 'env: [{ name: LINKS_AUTHENTIK_LOGOUT_URL, value: "https://id.example.net/application/o/notes/end-session/" }]';
    expect(listed({ 'a.yaml': workload('links', link) })).toEqual([]);
  });

  it('is what a switch among variables of values turns off', () => {
    const release = (on: boolean) =>
      `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: notes, namespace: web }\nspec: { interval: 1h, chart: { spec: { chart: notes, sourceRef: { kind: HelmRepository, name: n } } }, values: { env: { OIDC_AUTH_ENABLED: ${on}, OIDC_CONFIGURATION_URL: "https://id.example.net/application/o/notes/.well-known/openid-configuration" } } }\n`;
    expect(listed({ 'a.yaml': release(false) })).toEqual([]);
    expect(listed({ 'a.yaml': release(true) })).toEqual(['notes neither']);
  });
});
