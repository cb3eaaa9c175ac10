import { describe, expect, it } from 'vitest';
import { codesSaid } from '../support/tree-said.ts';

/** What is switched off, filled in, installed or decided somewhere else than a rule looks first, each beside what fails for sure. */

const said = (files: Record<string, string>, code: string): string[] => codesSaid(files).filter((line) => line.endsWith(` ${code}`));
const object = (apiVersion: string, kind: string, name: string, rest: string, namespace = 'web'): string =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: ${name}, namespace: ${namespace} }\n${rest}\n`;
const release = (chart: string, values: string, version = '10.1.0', more = ''): string =>
  object(
    'helm.toolkit.fluxcd.io/v2',
    'HelmRelease',
    chart,
    `spec:\n  interval: 1h\n${more}  chart: { spec: { chart: ${chart}, version: ${version}, sourceRef: { kind: HelmRepository, name: ${chart} } } }\n  values: ${values}`,
  );
const oauth = 'auth.generic_oauth: { enabled: true, client_id: g, client_secret: "$__file{/s}", scopes: openid, role_attribute_strict: true }';

describe('what is off', () => {
  const old = (more: string, container: string) =>
    release(
      'app-template',
      `{ controllers: { vault: { ${more}containers: { app: { ${container}image: { repository: vaultwarden/server, tag: 1.30.0 }, env: { SSO_ENABLED: "true" } } } } } }`,
      '4.3.0',
    );
  const pods = (replicas: number) =>
    object(
      'apps/v1',
      'Deployment',
      'vault',
      `spec:\n  replicas: ${replicas}\n  template: { spec: { containers: [{ name: app, image: "vaultwarden/server:1.30.0", env: [{ name: SSO_ENABLED, value: "true" }] }] } }`,
    );

  it('is no container of a chart', () => {
    expect(said({ 'a.yaml': old('enabled: false, ', '') }, 'vaultwarden-too-old')).toEqual([]);
    expect(said({ 'a.yaml': old('', 'enabled: false, ') }, 'vaultwarden-too-old')).toEqual([]);
    expect(said({ 'a.yaml': old('', '') }, 'vaultwarden-too-old')).toEqual(['error vaultwarden-too-old']);
  });

  it('is no subchart, and no dependency whose condition says so', () => {
    const stack = (enabled: boolean) => ({
      'a.yaml': release('kube-prometheus-stack', `{ grafana: { enabled: ${enabled}, grafana.ini: { ${oauth} } } }`, '80.0.0'),
    });
    expect(said(stack(false), 'grafana-role-path-missing')).toEqual([]);
    expect(said(stack(true), 'grafana-role-path-missing')).toEqual(['error grafana-role-path-missing']);
    const chart = (enabled: boolean) => ({
      'Chart.yaml':
        'apiVersion: v2\nname: all\nversion: 1.0.0\ndependencies: [{ name: grafana, version: 10.1.0, repository: https://x, alias: dash, condition: dash.enabled }]\n',
      'values.yaml': `dash: { enabled: ${enabled}, grafana.ini: { ${oauth.replace('role_attribute_strict: true', 'allowed_groups: x')} } }\n`,
    });
    expect(codesSaid(chart(false)).filter((line) => line.includes('grafana'))).toEqual([]);
    // Who installs it may set more.
    expect(codesSaid(chart(true)).filter((line) => line.startsWith('error'))).toEqual([]);
  });

  it('is not applied now where it is suspended or has no pods', () => {
    expect(said({ 'a.yaml': pods(0) }, 'vaultwarden-too-old')).toEqual(['warning vaultwarden-too-old']);
    expect(said({ 'a.yaml': pods(1) }, 'vaultwarden-too-old')).toEqual(['error vaultwarden-too-old']);
  });
});

describe('a Service', () => {
  const service = (port: number) => object('v1', 'Service', 'web', `spec: { ports: [{ port: ${port} }] }`);
  const ingress = (port: number, name = 'web') =>
    object(
      'networking.k8s.io/v1',
      'Ingress',
      'web',
      `spec: { rules: [{ host: web.example.org, http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: ${name}, port: { number: ${port} } } } }] } }] }`,
    );
  const films = (services: string, version = '4.3.0') =>
    release('app-template', `{ controllers: { films: { containers: { app: { image: { repository: x, tag: "1" } } } } }, ${services} }`, version);

  it('may be that of another stage', () => {
    expect(said({ 'a/i.yaml': ingress(8080), 'a/s.yaml': service(8080), 'b/s.yaml': service(80) }, 'backend-missing')).toEqual([]);
    expect(said({ 'a/i.yaml': ingress(8080), 'a/s.yaml': service(80) }, 'backend-missing')).toEqual(['error backend-missing']);
  });

  it('may be made by hand beside those of a chart', () => {
    const one = 'service: { app: { controller: films, ports: { http: { port: 80 } } } }';
    const files = (name: string, services = one, version?: string) => ({
      'i.yaml': ingress(80, name),
      'f.yaml': films(services, version).replaceAll('name: app-template, n', 'name: films, n'),
    });
    expect(said(files('store'), 'backend-missing')).toEqual(['warning backend-missing']);
    expect(said(files('films-app'), 'backend-missing')).toEqual(['error backend-missing']);
    const two = 'service: { app: { primary: true, ports: { http: { port: 80 } } }, more: { ports: { http: { port: 81 } } } }';
    expect(said(files('films', two), 'backend-missing')).toEqual([]);
    expect(said(files('films-more', two), 'backend-missing')).toEqual(['error backend-missing']);
    expect(said(files('films-raw', `${one}, rawResources: { raw: { kind: Service } }`), 'backend-missing')).toEqual([]);
  });
});

describe('values of a chart that kustomize inflates', () => {
  const files = (more: string) => ({
    'kustomization.yaml': `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nhelmCharts: [{ name: grafana, repo: https://x, version: 10.1.0, releaseName: g, namespace: web, valuesFile: v.yaml${more} }]\n`,
    'v.yaml': `grafana.ini: { ${oauth} }\n`,
  });

  it('may be in a file that is not in git', () => {
    expect(said(files(', additionalValuesFiles: [secret.yaml]'), 'grafana-role-path-missing')).toEqual([]);
    expect(said(files(''), 'grafana-role-path-missing')).toEqual(['error grafana-role-path-missing']);
  });
});

describe('a scope mapping', () => {
  const files = (lines: readonly string[]) => ({
    'b.yaml': `version: 1\nmetadata: { name: m }\nentries:\n  - model: authentik_providers_oauth2.scopemapping\n    identifiers: { name: g }\n    attrs:\n      scope_name: groups\n      expression: |\n${lines.map((line) => `        ${line}\n`).join('')}`,
  });

  it('may return a list for nobody', () => {
    expect(said(files(['if not request.user:', '    return []', 'return {"groups": []}']), 'mapping-value-type')).toEqual([]);
    expect(said(files(['return ["a"]']), 'mapping-value-type')).toEqual(['error mapping-value-type']);
  });
});

describe('an API version that is gone', () => {
  const files = (values: string) => ({
    'a.yaml': release('external-secrets', values, '0.17.0'),
    'b.yaml': object(
      'external-secrets.io/v1beta1',
      'ExternalSecret',
      'x',
      'spec: { secretStoreRef: { name: s, kind: ClusterSecretStore }, dataFrom: [{ extract: { key: x } }] }',
    ),
  });

  it('is served for longer where its chart is told to', () => {
    expect(said(files('{ crds: { unsafeServeV1Beta1: true } }'), 'api-version-removed')).toEqual([]);
    expect(said(files('{ installCRDs: false }'), 'api-version-removed')).toEqual([]);
    expect(said(files('{ installCRDs: true }'), 'api-version-removed')).toEqual(['error api-version-removed']);
  });
});

describe('kube-apiserver', () => {
  const flags =
    'cluster:\n  apiServer:\n    extraArgs:\n      oidc-issuer-url: https://id.example.org/application/o/kube/\n      oidc-client-id: kube\n      oidc-username-prefix: "oidc:"\n      oidc-groups-claim: groups\n      oidc-groups-prefix: "oidc:"\n';
  const file = '      authentication-config: /var/lib/auth/auth.yaml\n';
  const binding = (kind: string, name: string) =>
    `apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata: { name: b }\nroleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view }\nsubjects: [{ kind: ${kind}, apiGroup: rbac.authorization.k8s.io, name: "${name}" }]\n`;
  const people =
    'version: 1\nmetadata: { name: p }\nentries:\n  - { model: authentik_core.group, identifiers: { name: admins } }\n  - { model: authentik_core.user, identifiers: { username: ann }, attrs: { name: Ann } }\n';

  it('of another cluster may have its patch in the same folder', () => {
    const other = `cluster:\n  apiServer:\n    extraArgs:\n${file}`;
    expect(said({ 'talos/a.yaml': flags, 'talos/b.yaml': other }, 'apiserver-flags-and-file')).toEqual(['warning apiserver-flags-and-file']);
    expect(said({ 'talos/a.yaml': `${flags}${file}` }, 'apiserver-flags-and-file')).toEqual(['error apiserver-flags-and-file']);
    expect(said({ 'talos/b.yaml': other }, 'apiserver-file-mount')).toEqual(['warning apiserver-file-mount']);
  });

  it('may be of a later version, or of another cluster', () => {
    const config = (audience: string, more: string) =>
      `apiVersion: apiserver.config.k8s.io/v1beta1\nkind: AuthenticationConfiguration\njwt:\n  - issuer: { url: https://id.example.org/application/o/kube/, audiences: [${audience}]${more} }\n    claimMappings: { username: { claim: sub, prefix: "oidc:" } }\n`;
    expect(said({ 'c.yaml': config('kube', ', somethingNew: 1') }, 'apiserver-config-invalid')).toEqual(['warning apiserver-config-invalid']);
    expect(said({ 'c.yaml': config('kube', ', discoveryUrl: x') }, 'apiserver-config-invalid')).toEqual(['error apiserver-config-invalid']);
    const client = (id: string) =>
      `version: 1\nmetadata: { name: ${id} }\nentries:\n  - { model: authentik_providers_oauth2.oauth2provider, id: p, identifiers: { name: kube }, attrs: { client_id: ${id}, client_type: public } }\n  - { model: authentik_core.application, identifiers: { slug: kube }, attrs: { name: Kube, provider: !KeyOf p } }\n`;
    const one = (id: string, audience: string) => ({ [`${id}/c.yaml`]: config(audience, ''), [`${id}/b.yaml`]: client(id) });
    expect(said({ ...one('a', 'a'), ...one('b', 'b') }, 'apiserver-audience-mismatch')).toEqual([]);
    expect(said(one('a', 'b'), 'apiserver-audience-mismatch')).toEqual(['error apiserver-audience-mismatch']);
  });

  it('knows people by certificates and by proxies as well', () => {
    const files = (kind: string, name: string, more: Record<string, string> = {}) => ({
      'talos/a.yaml': flags,
      'b.yaml': binding(kind, name),
      'p.yaml': people,
      ...more,
    });
    expect(said(files('User', 'ann'), 'rbac-prefix-mismatch')).toEqual(['warning rbac-prefix-mismatch']);
    expect(said(files('User', 'oidc-ann'), 'rbac-prefix-mismatch')).toEqual(['error rbac-prefix-mismatch']);
    expect(said(files('Group', 'admins'), 'rbac-prefix-mismatch')).toEqual(['error rbac-prefix-mismatch']);
    expect(said(files('Group', 'admins', { 't.yaml': release('tailscale-operator', '{}') }), 'rbac-prefix-mismatch')).toEqual(['warning rbac-prefix-mismatch']);
  });
});

describe('a secret that is written down', () => {
  const files = (value: string) => ({
    'a.yaml': object(
      'apps/v1',
      'Deployment',
      'wiki',
      `spec:\n  template: { spec: { containers: [{ name: app, image: "ghcr.io/example/wiki:1", env: [{ name: OIDC_CLIENT_ID, value: wiki }, { name: OIDC_CLIENT_SECRET, value: ${JSON.stringify(value)} }] }] } }`,
    ),
  });

  it.each([
    'arn:aws:secretsmanager:eu:1:secret:x',
    'projects/1/secrets/oidc/versions/1',
    'ssm:/wiki/oidc',
    '[[ oidc ]]',
    '#{oidc}#',
    'EJ[1:abc=]',
    'provided-by-vault-agent',
    'dummy-not-used',
  ])('%s is none', (value) => {
    expect(said(files(value), 'secret-literal')).toEqual([]);
  });

  it('is one for sure where nobody made it of words', () => {
    expect(said(files('Zk3pQ9vX7aLw2Rt5'), 'secret-literal')).toEqual(['error secret-literal']);
    expect(said(files('wiki-login-secret'), 'secret-literal')).toEqual(['warning secret-literal']);
  });
});
