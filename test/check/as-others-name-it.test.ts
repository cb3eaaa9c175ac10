import { describe, expect, it } from 'vitest';
import { authelia } from '../../lib/idp/authelia/authelia.ts';
import { manifestsOf } from '../../lib/tree/manifests.ts';
import { treeOf } from '../../lib/tree/tree.ts';
import { codesSaid, treeSaid } from '../support/tree-said.ts';
import { said, rows, object, pod, variable, fromSecret } from '../support/foreign-trees.ts';

/** Names and lists of other people that look wrong at first sight, each beside what stays wrong. */

describe('apps with the words of others', () => {
  it('are no Outline and no Vaultwarden', () => {
    const issuer = 'https://id.example.net';
    const paste = pod('paste', [variable('OIDC_DISPLAY_NAME', 'Login'), variable('OIDC_ISSUER_URL', issuer), variable('OIDC_CLIENT_ID', 'paste')]).replace(
      'example.net/paste:1',
      'example.net/bytestash:1',
    );
    const speech = pod('speech', [
      variable('SSO_DISCOVERY_URL', `${issuer}/.well-known/openid-configuration`),
      fromSecret('SSO_CLIENT_ID', 's', 'id'),
      fromSecret('SSO_CLIENT_SECRET', 's', 'secret'),
    ]);
    expect(codesSaid({ 'a.yaml': paste, 'b.yaml': speech }).filter((line) => /incomplete|redirect|mismatch/.test(line))).toEqual([]);
    expect(rows({ 'a.yaml': paste, 'b.yaml': speech })).toEqual(['paste paste app', 'speech app']);
  });
});

describe('a password that a generator makes under names of its own', () => {
  const generator = (keys: string) =>
    object('generators.external-secrets.io/v1alpha1', 'Password', 'pepper', `spec: { length: 64, noUpper: false, allowRepeat: true${keys} }`);
  const made = object(
    'external-secrets.io/v1',
    'ExternalSecret',
    'pepper',
    'spec: { refreshPolicy: CreatedOnce, target: { name: pepper }, dataFrom: [{ sourceRef: { generatorRef: { apiVersion: generators.external-secrets.io/v1alpha1, kind: Password, name: pepper } } }] }',
  );
  const codes = (keys: string) =>
    said({ 'a.yaml': pod('web', [fromSecret('PEPPER', 'pepper', 'PEPPER')]), 'b.yaml': generator(keys), 'c.yaml': made }, 'variable-key-missing');

  it('is there under those', () => {
    expect(codes(', secretKeys: [PEPPER]')).toEqual([]);
    expect(codes('')).toHaveLength(1);
  });
});

describe('a note of SOPS in plain text', () => {
  it('is no field that is wrong', () => {
    const secret = (note: string) =>
      `${note}: do not edit\napiVersion: v1\nkind: Secret\nmetadata: { name: a, namespace: web }\nstringData: { a: "ENC[AES256_GCM,data:x]" }\n`;
    expect(said({ 'a.yaml': secret('WARNING_unencrypted') }, 'schema-unknown-field')).toEqual([]);
    expect(said({ 'a.yaml': secret('WARNING') }, 'schema-unknown-field')).toHaveLength(1);
  });
});

describe('Authelia at the host of a cookie', () => {
  it('is served there', () => {
    const map = (cookie: string) =>
      object(
        'v1',
        'ConfigMap',
        'authelia',
        `data:\n  configuration.yaml: |\n    session: { cookies: [{ domain: example.net, ${cookie} }] }\n    identity_providers: { oidc: { clients: [{ client_id: web, redirect_uris: ["https://web.example.net/cb"] }] } }`,
      );
    const hosts = (cookie: string) => authelia.read(manifestsOf(treeOf([{ file: 'a.yaml', text: map(cookie) }]))).hosts;
    expect(hosts('subdomain: tunnel')).toEqual(['tunnel.example.net']);
    expect(hosts('authelia_url: https://id.example.net')).toEqual(['id.example.net']);
    expect(hosts('subdomain: "${NAME}"')).toEqual([]);
  });
});

describe('a Kustomization of Flux whose source is an artifact', () => {
  const artifact = (to: string) =>
    object(
      'source.extensions.fluxcd.io/v1beta1',
      'ArtifactGenerator',
      'parts',
      `spec: { sources: [{ alias: house, kind: GitRepository, name: house }], artifacts: [{ name: web, copy: [{ from: "@house/deploy/web/**", to: "@artifact/${to}" }] }] }`,
      ', namespace: flux-system',
    );
  const kustomization = (path: string) =>
    object(
      'kustomize.toolkit.fluxcd.io/v1',
      'Kustomization',
      'web',
      `spec: { interval: 1h, prune: true, ${path}sourceRef: { kind: ExternalArtifact, name: web } }`,
      ', namespace: flux-system',
    );
  const secret = (name: string) =>
    `apiVersion: v1\nkind: Secret\nmetadata: { name: ${name}, namespace: web }\nstringData: { a: "ENC[AES256_GCM,data:x]" }\nsops: { mac: x }\n`;
  const list = 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [secret.yaml]\n';
  const found = (to: string, path: string) =>
    treeSaid({
      'clusters/home/artifact.yaml': artifact(to),
      'clusters/home/web.yaml': kustomization(path),
      'deploy/web/kustomization.yaml': list,
      'deploy/web/secret.yaml': secret('web'),
      'deploy/other/kustomization.yaml': list,
      'deploy/other/secret.yaml': secret('other'),
    }).flatMap((line) => (line.includes('sops-undecrypted') ? [/deploy\/\w+/.exec(line)?.[0]] : []));

  it('applies what the artifact is made of', () => {
    expect(found('', '')).toEqual(['deploy/web']);
    expect(found('apps/', 'path: ./apps, ')).toEqual(['deploy/web']);
  });
});

describe('a file that a list has as a comment', () => {
  it('is not applied', () => {
    const files = (entry: string) => ({
      'base/kustomization.yaml': `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:\n  - web/service.yaml\n  ${entry}\n`,
      'base/web/service.yaml': object('v1', 'Service', 'web', 'spec: { selector: { a: web }, ports: [{ port: 80 }] }'),
      'base/seerr/deployment.yaml': pod('seerr', []).replace('env: []', 'volumeMounts: [{ name: config, mountPath: /config }]'),
    });
    expect(said(files('# - seerr/deployment.yaml'), 'mount-broken')).toEqual([]);
    expect(said(files('- seerr/deployment.yaml'), 'mount-broken')).toHaveLength(1);
  });
});
