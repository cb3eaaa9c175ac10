import { describe, expect, it } from 'vitest';
import { saidOf } from '../support/grid/judged.ts';
import { blueprintFor } from '../support/login-pair.ts';

const pod = (env: string, from: string) =>
  `apiVersion: apps/v1
kind: Deployment
metadata: { name: paperless, namespace: rooms }
spec: { selector: { matchLabels: { app: a } }, template: { metadata: { labels: { app: a } }, spec: { containers: [{ name: app, image: "ghcr.io/paperless-ngx/paperless-ngx:2.20.0", env: ${env}, envFrom: [{ secretRef: { name: ${from} } }] }] } } }
`;
const sealed = `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: { name: paperless-env, namespace: rooms }
spec: { encryptedData: { PAPERLESS_SOCIALACCOUNT_PROVIDERS: AgBkZWY, PAPERLESS_SECRET_KEY: AgBkZWY } }
`;
const rows = (files: Readonly<Record<string, string>>) =>
  saidOf(files)
    .split('; ')
    .filter((one) => /^(?:app|both|idp|provider|neither) /.test(one));

describe('settings of a login in a Secret that nobody can read', () => {
  it('of Paperless are a login all the same', () => {
    const text = pod('[{ name: PAPERLESS_APPS, value: "allauth.socialaccount.providers.openid_connect" }]', 'paperless-env');
    expect(rows({ 'a.yaml': text, 'b.yaml': sealed })).toEqual(['app undefined']);
    expect(rows({ 'a.yaml': text })).toEqual(['app undefined']);
  });

  it('of Paperless are one where the whole value comes from a store', () => {
    const env = (name: string) =>
      `[{ name: PAPERLESS_APPS, value: "allauth.socialaccount.providers.${name}" }, { name: PAPERLESS_SOCIALACCOUNT_PROVIDERS, valueFrom: { secretKeyRef: { name: paperless-env, key: login } } }]`;
    const store = `apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: { name: paperless-env, namespace: rooms }
spec:
  secretStoreRef: { kind: ClusterSecretStore, name: vault }
  target: { name: paperless-env, template: { data: { login: "{{ .paperless_login }}" } } }
  dataFrom: [{ extract: { key: paperless } }]
`;
    expect(rows({ 'a.yaml': pod(env('openid_connect'), 'other'), 'b.yaml': store })).toEqual(['app undefined']);
    expect(rows({ 'a.yaml': pod(env('github'), 'other'), 'b.yaml': store })).not.toContain('app undefined');
  });

  it('of Paperless at another kind of provider are none', () => {
    const text = pod('[{ name: PAPERLESS_APPS, value: "allauth.socialaccount.providers.github" }]', 'paperless-env');
    expect(rows({ 'a.yaml': text, 'b.yaml': sealed })).not.toContain('app undefined');
    expect(rows({ 'a.yaml': pod('[]', 'other') })).toEqual([]);
  });

  it('are nothing to complain of beside the client that it has', () => {
    const text = pod('[{ name: PAPERLESS_APPS, value: "allauth.socialaccount.providers.openid_connect" }]', 'paperless-env');
    const client = blueprintFor('paperless', { redirects: ['https://app.example.net/accounts/oidc/house/login/callback/'] });
    expect(saidOf({ 'a.yaml': text, 'b.yaml': sealed, [client.file]: client.text })).toMatch(/^both paperless$/);
  });
});

describe('variables that Flux fills in', () => {
  const secret = (name: string) => `apiVersion: v1
kind: Secret
metadata: { name: ${name}, namespace: flux-system }
stringData: { BOARD_OIDC_CLIENT_ID: "ENC[AES256_GCM,data:x]", OIDC_ISSUER_URL: "ENC[AES256_GCM,data:x]" }
sops: { version: 3.9.0 }
`;
  const kustomization = `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: apps, namespace: flux-system }
spec: { interval: 1h, prune: true, path: ./apps, sourceRef: { kind: GitRepository, name: home }, postBuild: { substituteFrom: [{ kind: Secret, name: cluster-secrets }] } }
`;
  it('are no login of an app', () => {
    expect(rows({ 'flux/k.yaml': kustomization, 'flux/s.yaml': secret('cluster-secrets') })).toEqual([]);
    expect(rows({ 'flux/k.yaml': kustomization, 'flux/s.yaml': secret('board') })).not.toEqual([]);
  });
});
