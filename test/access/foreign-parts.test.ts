import { describe, expect, it } from 'vitest';
import { saidBetween } from './trees.ts';

const one = (before: string, after: string) => saidBetween({ 'a.yaml': before }, { 'a.yaml': after });

describe('other identity providers', () => {
  it('Kanidm: a scope map for one more group', () => {
    const client = (...groups: string[]) =>
      `apiVersion: kaniop.rs/v1beta1\nkind: KanidmOAuth2Client\nmetadata: { name: wiki, namespace: kanidm }\nspec:\n  displayname: Wiki\n  origin: https://wiki.example.net\n  redirectUrl: [https://wiki.example.net/oidc]\n  scopeMap: [${groups.map((group) => `{ group: ${group}, scopes: [openid] }`).join(', ')}]\n`;
    expect(one(client('staff'), client('staff', 'guests@id.example.net'))).toEqual(['opens: `guests` gains Wiki']);
  });

  it('Pocket ID: without a list of groups everyone may enter', () => {
    const client = (more: string) =>
      `apiVersion: pocketid.internal/v1alpha1\nkind: PocketIDOIDCClient\nmetadata: { name: wiki, namespace: id }\nspec:\n  name: Wiki\n  callbackUrls: [https://wiki.example.net/oidc]\n${more}`;
    expect(one(client('  allowedUserGroups: [{ name: staff }]\n'), client(''))).toEqual(['opens: everyone who can sign in gains Wiki']);
    expect(one(client(''), client('').replace('/oidc]', '/oidc, "https://*"]'))).toEqual([
      expect.stringMatching(/^opens: codes of Wiki may be sent to every address/),
    ]);
  });

  it('Authelia: the policy of a client', () => {
    const settings = (policy: string, groups: string) =>
      `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: authelia, namespace: auth }\ndata:\n  configuration.yml: |\n    identity_providers:\n      oidc:\n        authorization_policies:\n          staff:\n            default_policy: deny\n            rules: [{ policy: two_factor, subject: ${groups} }]\n        clients:\n          - client_id: wiki\n            client_name: Wiki\n            authorization_policy: ${policy}\n            redirect_uris: [https://wiki.example.net/oidc]\n`;
    expect(one(settings('staff', '"group:staff"'), settings('staff', '["group:staff", "group:guests"]'))).toEqual(['opens: `guests` gains Wiki']);
    expect(one(settings('staff', '"group:staff"'), settings('one_factor', '"group:staff"'))).toEqual(['opens: everyone who can sign in gains Wiki']);
  });

  it('Keycloak: a star in a redirect URI', () => {
    const realm = (uri: string) =>
      `apiVersion: k8s.keycloak.org/v2alpha1\nkind: KeycloakRealmImport\nmetadata: { name: home, namespace: id }\nspec:\n  realm:\n    realm: home\n    clients:\n      - clientId: wiki\n        name: Wiki\n        redirectUris: ['${uri}']\n`;
    expect(one(realm('https://wiki.example.net/oidc'), realm('*'))).toEqual(
      expect.arrayContaining([expect.stringMatching(/^opens: codes of Wiki may be sent to every address that matches \*/)]),
    );
  });
});

describe('roles that apps give', () => {
  it('Grafana: the role of whoever is in no group, and its list of groups', () => {
    const grafana = (path: string, more = '') =>
      `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: grafana, namespace: monitoring }\nspec:\n  chart: { spec: { chart: grafana, version: 8.5.0 } }\n  values:\n    grafana.ini:\n      server: { root_url: https://g.example.net }\n      auth.generic_oauth: { enabled: true, client_id: g, auth_url: https://id.example.net/application/o/authorize/, scopes: openid profile groups, role_attribute_path: "${path}"${more} }\n`;
    const path = "contains(groups[*], 'admins') && 'Admin' || 'Viewer'";
    expect(one(grafana(path), grafana(path.replace("'Viewer'", "'Admin'")))).toEqual([
      'opens: everyone in no other group becomes Admin in grafana instead of Viewer',
    ]);
    expect(one(grafana(path), grafana(path.replace("'admins'", "'staff'")))).toEqual([
      'opens: `staff` becomes Admin in grafana instead of Viewer',
      'closes: `admins` becomes Viewer in grafana instead of Admin',
    ]);
    expect(one(grafana(path, ', allowed_groups: admins'), grafana(path))).toEqual([
      expect.stringMatching(/^opens: everyone who can sign in may gain grafana, with the role Viewer/),
    ]);
  });

  it('Argo CD: a line of policy.csv, and the role of everybody', () => {
    const argo = (policy: string, usual = '') =>
      `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: argocd-cm, namespace: argocd, labels: { app.kubernetes.io/part-of: argocd } }\ndata:\n  url: https://argo.example.net\n  oidc.config: |\n    name: SSO\n    issuer: https://id.example.net/application/o/argo/\n    clientID: argo\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: argocd-rbac-cm, namespace: argocd }\ndata:\n${usual}  policy.csv: |\n    ${policy}\n`;
    expect(one(argo('g, staff, role:readonly'), argo('g, staff, role:admin'))).toEqual(['opens: `staff` becomes admin in argocd-cm instead of readonly']);
    expect(one(argo('g, staff, role:readonly'), argo('g, staff, role:readonly', '  policy.default: role:admin\n'))).toEqual([
      'opens: `staff` gains the role admin in argocd-cm',
      'opens: everyone in no other group gains the role admin in argocd-cm',
    ]);
  });
});

describe('the edge', () => {
  const ingress = (annotations: string, path = '/') =>
    `apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: { name: files, namespace: media, annotations: { ${annotations} } }\nspec:\n  tls: [{ hosts: [files.example.net], secretName: x }]\n  rules: [{ host: files.example.net, http: { paths: [{ path: ${path}, pathType: Prefix, backend: { service: { name: files, port: { number: 80 } } } }] } }]\n`;

  it.each([
    'nginx.ingress.kubernetes.io/auth-url: "https://id.example.net/outpost.goauthentik.io/auth/nginx"',
    'nginx.ingress.kubernetes.io/auth-url: "http://authelia.auth.svc/api/authz/auth-request"',
    'nginx.ingress.kubernetes.io/auth-url: "https://proxy.example.net/oauth2/auth"',
    'traefik.ingress.kubernetes.io/router.middlewares: auth-authelia@kubernetescrd',
    'nginx.ingress.kubernetes.io/auth-type: basic',
  ])('loses its guard: %s', (annotation) => {
    expect(one(ingress(annotation), ingress('a: b'))).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^opens: nothing asks for a login before files\.example\.net any more .*everyone who reaches it opens it without a login/),
      ]),
    );
    expect(one(ingress('a: b'), ingress(annotation))).toEqual(
      expect.arrayContaining([expect.stringMatching(/^closes: files\.example\.net asks for a login first/)]),
    );
  });

  it('gets a path beside its guard', () => {
    const annotation = 'nginx.ingress.kubernetes.io/auth-url: "https://id.example.net/outpost.goauthentik.io/auth/nginx"';
    expect(one(ingress(annotation), `${ingress(annotation)}---\n${ingress('a: b', '/api').replace('name: files,', 'name: api,')}`)).toEqual([
      expect.stringMatching(/^opens: the paths \/api of files\.example\.net have no login before them/),
    ]);
    const outpost = ingress('a: b', '/outpost.goauthentik.io').replace('name: files,', 'name: outpost,');
    expect(one(ingress(annotation), `${ingress(annotation)}---\n${outpost}`)).toEqual([]);
  });

  it('loses a policy of Envoy Gateway', () => {
    const route =
      'apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: { name: files, namespace: media }\nspec: { hostnames: [files.example.net], parentRefs: [{ name: gw }], rules: [{ backendRefs: [{ name: files, port: 80 }] }] }\n';
    const policy =
      'apiVersion: gateway.envoyproxy.io/v1alpha1\nkind: SecurityPolicy\nmetadata: { name: files, namespace: media }\nspec: { targetRefs: [{ group: gateway.networking.k8s.io, kind: HTTPRoute, name: files }], basicAuth: { users: { name: x } } }\n';
    expect(one(`${route}---\n${policy}`, route)).toEqual([
      expect.stringMatching(/^opens: nothing asks for a login before files\.example\.net any more \(it was basicAuth of the SecurityPolicy files\)/),
    ]);
  });
});

describe('what stands around logins', () => {
  it('secrets in git that get another value, which is never shown', () => {
    const tree = (value: string) =>
      `apiVersion: v1\nkind: Secret\nmetadata: { name: wiki-oidc, namespace: wiki }\nstringData: { secret: "${value}" }\n---\napiVersion: apps/v1\nkind: Deployment\nmetadata: { name: wiki, namespace: wiki }\nspec: { template: { spec: { containers: [{ name: a, image: ghcr.io/miniflux/miniflux, env: [{ name: OAUTH2_PROVIDER, value: oidc }, { name: OAUTH2_CLIENT_ID, value: wiki }, { name: OAUTH2_OIDC_DISCOVERY_ENDPOINT, value: "https://id.example.net/" }, { name: OAUTH2_CLIENT_SECRET, valueFrom: { secretKeyRef: { name: wiki-oidc, key: secret } } }] }] } } }\n`;
    const said = one(tree('ENC[AES256_GCM,data:aaaa,type:str]'), tree('ENC[AES256_GCM,data:bbbb,type:str]'));
    expect(said).toEqual([expect.stringMatching(/^neutral: the client secret of wiki is rotated/)]);
    expect(said.join()).not.toMatch(/aaaa|bbbb/);
  });

  it('versions with what is known to break', () => {
    const release = (version: string) =>
      `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: authentik, namespace: id }\nspec: { chart: { spec: { chart: authentik, version: ${version} } }, values: {} }\n`;
    expect(one(release('2025.12.4'), release('2026.5.6'))).toEqual([
      expect.stringMatching(
        /^breaks: authentik goes from 2025\.12\.4 to 2026\.5\.6 and leaves out 2026\.2\.3: .*; since 2026\.2 .*; since 2026\.5 a provider without `grant_types` refuses every login/,
      ),
    ]);
    expect(one(release('2026.5.6'), release('2025.12.4'))).toEqual([expect.stringMatching(/^breaks: authentik goes back/)]);
    expect(one(release('2026.5.5'), release('2026.5.6'))).toEqual(['neutral: authentik goes from 2026.5.5 to 2026.5.6']);
    const other = (version: string) => release(version).replaceAll('authentik', 'podinfo');
    expect(one(other('6.9.0'), other('7.0.0'))).toEqual([expect.stringMatching(/^neutral: the chart of podinfo goes from 6\.9\.0 to 7\.0\.0/)]);
    expect(one(other('6.9.0'), other('6.10.0'))).toEqual([]);
  });

  it('NetworkPolicies and certificates', () => {
    const policy = (from: string) =>
      `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: wiki, namespace: wiki }\nspec: { podSelector: {}, policyTypes: [Ingress], ingress: [${from}] }\n`;
    const edge = '{ from: [{ namespaceSelector: { matchLabels: { name: edge } } }] }';
    expect(one(policy(edge), policy(`${edge}, {}`))).toEqual(['opens: the NetworkPolicy wiki/wiki: `anything` may reach its pods']);
    expect(one(policy(edge), 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n')).toEqual([
      expect.stringMatching(/^opens: the NetworkPolicy wiki\/wiki is gone/),
    ]);
    const certificate = (names: string, issuer = 'prod') =>
      `apiVersion: cert-manager.io/v1\nkind: Certificate\nmetadata: { name: w, namespace: wiki }\nspec: { secretName: w, dnsNames: [${names}], issuerRef: { name: ${issuer} } }\n`;
    expect(one(certificate('a.example.net, b.example.net'), certificate('a.example.net'))).toEqual([
      'breaks: the Certificate wiki/w does not cover `b.example.net` any more: browsers and apps refuse these hosts',
    ]);
    expect(one(certificate('a.example.net'), certificate('a.example.net', 'staging'))).toEqual([
      'neutral: the Certificate wiki/w comes from staging instead of prod',
    ]);
  });
});

describe('hosts', () => {
  const route = (host: string) =>
    `apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: { name: ${host.split('.')[0]}, namespace: media }\nspec: { hostnames: [${host}], parentRefs: [{ name: gw }], rules: [{ backendRefs: [{ name: files, port: 80 }] }] }\n`;

  it('says many new hosts in one line', () => {
    const many = Array.from({ length: 5 }, (_, index) => route(`h${index}.example.net`)).join('---\n');
    expect(one('apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n', many)).toEqual([
      expect.stringMatching(/^neutral: 5 hosts are served from now on, and pinout knows of no login before them: `h0\.example\.net`/),
    ]);
  });
});
