import { describe, expect, it } from 'vitest';
import { treeSaid } from '../support/tree-said.ts';

/** What another installation, a file that is not here or a tool decides, and what a message says of it. */

const said = (files: Readonly<Record<string, string>>, code: string): string[] => treeSaid(files).filter((line) => line.split(' ')[1] === code);
const severities = (files: Readonly<Record<string, string>>, code: string): string[] => said(files, code).map((line) => line.split(' ', 1)[0]!);
const blueprint = (slug: string, id: string, redirect: string): string =>
  `version: 1\nmetadata: { name: ${slug} }\nentries:\n  - model: authentik_providers_oauth2.oauth2provider\n    id: p\n    identifiers: { name: ${slug} }\n    attrs: { client_id: ${id}, redirect_uris: [{ matching_mode: strict, url: "${redirect}" }] }\n  - { model: authentik_core.application, identifiers: { slug: ${slug} }, attrs: { name: ${slug}, provider: !KeyOf p } }\n`;

describe('kube-apiserver', () => {
  it('may trust another authentik than the one whose clients are here', () => {
    const files = (host: string) => ({
      'auth.yaml': `apiVersion: apiserver.config.k8s.io/v1beta1\nkind: AuthenticationConfiguration\njwt:\n  - issuer: { url: "https://${host}/application/o/kube/", audiences: [theirs] }\n    claimMappings: { username: { claim: sub, prefix: "oidc:" } }\n`,
      'kube.yaml': blueprint('kube', 'ours', 'http://localhost:8000'),
      'wiki.yaml': blueprint('wiki', 'wiki', 'https://wiki.example.org/cb'),
      'app.yaml':
        'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: wiki, namespace: web }\nspec: { template: { spec: { containers: [{ name: app, image: example/wiki, env: [{ name: OIDC_CLIENT_ID, value: wiki }, { name: OIDC_ISSUER, value: "https://id.example.org/application/o/wiki/" }] }] } } }\n',
    });
    expect(severities(files('id.example.org'), 'apiserver-audience-mismatch')).toEqual(['error']);
    expect(severities(files('sso.example.net'), 'apiserver-audience-mismatch')).toEqual(['warning']);
  });
});

describe('Grafana', () => {
  it('may ask for more scopes in values that are not here', () => {
    const files = (more: string) => ({
      'app.yaml': `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: grafana, namespace: argocd }\nspec:\n  project: default\n  destination: { namespace: web, server: https://kubernetes.default.svc }\n  sources:\n    - { repoURL: https://grafana.github.io/helm-charts, chart: grafana, targetRevision: 10.1.0, helm: { valueFiles: ["$values/grafana.yaml"${more}] } }\n    - { repoURL: https://git.example.org/home, ref: values }\n`,
      'grafana.yaml':
        'grafana.ini:\n  auth.generic_oauth: { enabled: true, client_id: g, scopes: openid email, auth_url: "https://id.example.org/application/o/authorize/", role_attribute_path: "contains(groups, \'x\') && \'Admin\'" }\n',
    });
    expect(severities(files(''), 'groups-claim-empty')).toEqual(['error']);
    expect(severities(files(', "$values/secrets.yaml"'), 'groups-claim-empty')).not.toContain('error');
  });
});

describe('a field', () => {
  it('whose name was hidden is no unknown one', () => {
    const files = (field: string) => ({
      'p.yaml': `apiVersion: v1\nkind: Pod\nmetadata: { name: p }\nspec: { containers: [{ name: a, image: b }], volumes: [{ name: data, ${field}: { claimName: data } }] }\n`,
    });
    expect(severities(files('REDACTED_33feff97'), 'schema-unknown-field')).toEqual([]);
    expect(severities(files('persistentVolumeClaims'), 'schema-unknown-field')).toEqual(['warning']);
  });
});

describe('a volume', () => {
  it('may come with a patch that is not here', () => {
    const files = (patches: string) => ({
      'k/kustomization.yaml': `resources: [pod.yaml]\n${patches}`,
      'k/pod.yaml':
        'apiVersion: apps/v1\nkind: StatefulSet\nmetadata: { name: s, namespace: web }\nspec: { selector: { matchLabels: { a: b } }, serviceName: s, template: { metadata: { labels: { a: b } }, spec: { containers: [{ name: a, image: b, volumeMounts: [{ name: watch, mountPath: /w }] }] } } }\n',
    });
    expect(severities(files(''), 'mount-broken')).toEqual(['warning']);
    expect(severities(files('patches: [{ path: env/patch.yaml }]\n'), 'mount-broken')).toEqual([]);
  });
});

describe('an Ingress beside that of a chart', () => {
  it('may serve the same Service of it', () => {
    const files = (service: string, annotations = '') => ({
      'r.yaml':
        'apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: stack, namespace: web }\nspec: { interval: 1h, chart: { spec: { chart: stack, version: 1.0.0, sourceRef: { kind: HelmRepository, name: x } } }, values: { alerts: { ingress: { enabled: true, ingressClassName: traefik, hosts: [alerts.example.org] } } } }\n',
      'i.yaml': `apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: { name: alerts, namespace: web, annotations: { ${annotations} } }\nspec: { ingressClassName: traefik, rules: [{ host: alerts.example.org, http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: ${service}, port: { number: 80 } } } }] } }] }\n`,
    });
    expect(severities(files('stack-alerts'), 'host-served-twice')).toEqual([]);
    expect(severities(files('other'), 'host-served-twice')).toEqual(['warning']);
    // One of the two asks for a login and the other does not.
    expect(severities(files('stack-alerts', 'traefik.ingress.kubernetes.io/router.middlewares: web-auth@kubernetescrd'), 'host-served-twice')).toEqual([
      'warning',
    ]);
  });
});

describe('an app that nobody knows', () => {
  it('has scopes of a login, and of other things', () => {
    const app = (name: string) =>
      `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: bot, namespace: web }\nspec: { template: { spec: { containers: [{ name: app, image: example/bot, env: [{ name: ${name}, value: room }, { name: BOT_OIDC_CLIENT_ID, value: bot }, { name: BOT_OIDC_ISSUER, value: "https://id.example.org/application/o/bot/" }] }] } } }\n`;
    const files = (name: string) => ({
      'b.yaml': blueprint('bot', 'bot', 'https://bot.example.org/cb').replace(
        'client_id: bot',
        'client_id: bot, property_mappings: [!Find [authentik_providers_oauth2.scopemapping, [managed, goauthentik.io/providers/oauth2/scope-openid]]]',
      ),
      'a.yaml': app(name),
    });
    expect(said(files('BOT_OIDC_SCOPES'), 'scope-unmapped')).toHaveLength(1);
    expect(said(files('MATRIX_SESSION_SCOPE'), 'scope-unmapped')).toEqual([]);
  });
});

describe('a message', () => {
  it('names the version of Traefik and not that of its chart', () => {
    const files = {
      'r.yaml':
        'apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: traefik, namespace: edge }\nspec: { interval: 1h, chart: { spec: { chart: traefik, version: 39.0.1, sourceRef: { kind: HelmRepository, name: traefik } } } }\n',
      'm.yaml': 'apiVersion: traefik.containo.us/v1alpha1\nkind: Middleware\nmetadata: { name: m, namespace: edge }\nspec: {}\n',
    };
    expect(said(files, 'api-version-removed')).toEqual([
      'error api-version-removed m.yaml: Middleware/m has the apiVersion traefik.containo.us/v1alpha1, which Traefik 3 does not serve',
    ]);
  });
});
