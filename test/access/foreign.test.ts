import { describe, expect, it } from 'vitest';
import { saidBetween } from './trees.ts';

/** One app in a repository that never heard of pinout: a blueprint, and app-template with variables. */
const blueprint = ({
  bindings = ['family'],
  redirect = 'matching_mode: strict, url: https://rss.example.net/oauth2/oidc/callback',
  slug = 'rss',
  application = '',
  more = '',
} = {}) =>
  `apiVersion: v1
kind: ConfigMap
metadata: { name: blueprints, namespace: identity }
data:
  rss.yaml: |
    version: 1
    metadata: { name: rss }
    entries:
      - model: authentik_providers_oauth2.oauth2provider
        id: p
        identifiers: { name: rss }
        attrs:
          client_id: rss
          client_type: confidential
          grant_types: [authorization_code]
          redirect_uris: [{ ${redirect} }]
          property_mappings: [!Find [authentik_providers_oauth2.scopemapping, [managed, goauthentik.io/providers/oauth2/scope-openid]], !Find [authentik_providers_oauth2.scopemapping, [managed, goauthentik.io/providers/oauth2/scope-profile]], !Find [authentik_providers_oauth2.scopemapping, [managed, goauthentik.io/providers/oauth2/scope-email]]]
      - model: authentik_core.application
        id: app
        identifiers: { slug: ${slug} }
        attrs: { name: RSS, provider: !KeyOf p${application} }
${bindings
  .map(
    (one, order) =>
      `      - { model: authentik_policies.policybinding, identifiers: { target: !KeyOf app, order: ${order} }, attrs: { ${one.includes(':') ? one : `group: !Find [authentik_core.group, [name, ${one}]]`} } }\n`,
  )
  .join('')}${more}`;
const release = (issuer = 'https://id.example.net/application/o/rss/', id = 'rss') =>
  `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: rss, namespace: media }
spec:
  chart: { spec: { chart: app-template, version: 3.5.1, sourceRef: { kind: HelmRepository, name: bjw-s } } }
  values:
    controllers:
      rss:
        containers:
          app:
            image: { repository: ghcr.io/miniflux/miniflux, tag: 2.3.5 }
            env:
              OAUTH2_PROVIDER: oidc
              OAUTH2_CLIENT_ID: ${id}
              OAUTH2_CLIENT_SECRET: { valueFrom: { secretKeyRef: { name: rss-oidc, key: secret } } }
              OAUTH2_REDIRECT_URL: https://rss.example.net/oauth2/oidc/callback
              OAUTH2_OIDC_DISCOVERY_ENDPOINT: ${issuer}
`;
const rss = (change: Parameters<typeof blueprint>[0] = {}, ...rest: Parameters<typeof release>) => ({
  'identity/rss.yaml': blueprint(change),
  'media/rss.yaml': release(...rest),
});

describe('a pull request in a repository that never heard of pinout', () => {
  it('says who gains and who loses an app', () => {
    expect(saidBetween(rss(), rss({ bindings: ['family', 'friends'] }))).toEqual(['opens: `friends` gains RSS']);
    expect(saidBetween(rss({ bindings: ['family', 'friends'] }), rss())).toEqual(['closes: `friends` loses RSS']);
    // Without a binding authentik lets everybody in, and one that is switched off is none.
    expect(saidBetween(rss(), rss({ bindings: [] }))).toEqual(['opens: everyone who can sign in gains RSS']);
    expect(saidBetween(rss(), rss({ bindings: ['enabled: false, group: !Find [authentik_core.group, [name, family]]'] }))).toEqual([
      'opens: everyone who can sign in gains RSS',
    ]);
    expect(saidBetween(rss({ bindings: [] }), rss())).toEqual(['closes: everyone who can sign in loses RSS']);
    expect(saidBetween(rss(), rss({ bindings: ['family', 'user: !Find [authentik_core.user, [username, ann]]'] }))).toEqual([
      'opens: the user `ann` gains RSS',
    ]);
    expect(saidBetween(rss(), rss({ bindings: ['negate: true, group: !Find [authentik_core.group, [name, family]]'] }))).toEqual([
      'opens: everyone who can sign in gains RSS',
      'closes: `family` loses RSS',
    ]);
  });

  it('knows that all bindings may have to agree', () => {
    const all = { application: ', policy_engine_mode: all' };
    expect(saidBetween(rss({ bindings: ['family', 'adults'] }), rss({ bindings: ['family', 'adults'], ...all }))).toEqual([
      'closes: `adults` loses RSS',
      'closes: `family` loses RSS',
    ]);
    expect(saidBetween(rss({ bindings: ['family', 'adults'], ...all }), rss({ bindings: ['family', 'friends'], ...all }))).toEqual([
      'opens: anyone who is in both `family` and `friends` gains RSS',
      'closes: anyone who is in both `adults` and `family` loses RSS',
    ]);
  });

  it('knows groups in groups, their members, and administrators', () => {
    const group = (text: string) => `      - { model: authentik_core.group, identifiers: { name: kids }, attrs: { ${text} } }\n`;
    expect(saidBetween(rss({ more: group('users: []') }), rss({ more: group('users: [], parent: !Find [authentik_core.group, [name, family]]') }))).toEqual([
      'opens: members of `kids` count as members of `family` too, and so RSS',
      'opens: `kids` gains RSS',
    ]);
    const joined = saidBetween(
      rss({ bindings: ['kids'], more: group('users: []') }),
      rss({ bindings: ['kids'], more: group('users: [!Find [authentik_core.user, [username, tim]]]') }),
    );
    expect(joined).toEqual(['opens: the user `tim` joins `kids`, and so RSS']);
    expect(saidBetween(rss({ more: group('users: []') }), rss({ more: group('users: [], is_superuser: true') }))).toEqual([
      'opens: everyone in `kids` becomes an administrator of the identity provider, and so may open everything',
    ]);
  });

  it('tells a redirect to anywhere from one more address of the app', () => {
    const to = (text: string) => saidBetween(rss(), rss({ redirect: text })).filter((one) => one.startsWith('opens'));
    expect(to('matching_mode: regex, url: https://rss\\.example\\.net/oauth2/oidc/callback')).toEqual([]);
    expect(to('matching_mode: regex, url: "https://.*"')).toEqual([expect.stringContaining('every address that matches https://.*')]);
    expect(to('matching_mode: regex, url: "https://rss.example.net/oauth2/oidc/callback|.*"')).toHaveLength(1);
    expect(to('matching_mode: strict, url: https://rss.example.com/oauth2/oidc/callback')).toEqual([expect.stringContaining('a host that RSS did not have')]);
    expect(to('matching_mode: strict, url: http://rss.example.net/oauth2/oidc/callback')).toEqual([expect.stringContaining('not encrypted')]);
  });

  it('says when one end alone changes', () => {
    expect(saidBetween(rss(), rss({}, undefined, 'feeds'))).toEqual(expect.arrayContaining([expect.stringMatching(/^breaks: /)]));
    expect(saidBetween(rss(), rss({}, 'https://login.example.net/application/o/rss/'))[0]).toMatch(
      /^breaks: the issuer of RSS moves from id\.example\.net to login\.example\.net: all sessions of RSS end/,
    );
    expect(saidBetween(rss(), rss({ slug: 'feeds' }))).toEqual(
      expect.arrayContaining([expect.stringMatching(/^breaks: the slug of RSS is `feeds` instead of `rss`/)]),
    );
  });

  it('sees what an expression decides change, without running it', () => {
    const policy = (text: string) => ({
      bindings: ['policy: !KeyOf rule'],
      more: `      - { model: authentik_policies_expression.expressionpolicy, id: rule, identifiers: { name: only-lan }, attrs: { expression: ${JSON.stringify(text)} } }\n`,
    });
    expect(saidBetween(rss(policy('return ak_client_ip in lan')), rss(policy('return True  # for now')))).toEqual([
      expect.stringMatching(/^opens: the policy only-lan, which decides who may enter RSS, has another text/),
    ]);
    expect(saidBetween(rss(), rss(policy('return x')))).toEqual(expect.arrayContaining([expect.stringContaining('may gain RSS')]));
  });

  it('leaves comments and order alone', () => {
    const text = rss()['identity/rss.yaml'].replace('entries:', 'entries:  # all of it');
    expect(saidBetween(rss(), { 'media/rss.yaml': `# rss\n${release()}`, 'identity/rss.yaml': text })).toEqual([]);
    expect(saidBetween(rss(), { 'elsewhere/rss.yaml': release(), 'b/rss.yaml': blueprint() })).toEqual([]);
  });
});

const rbac = (subject: string, { role = 'edit', namespace = 'media' } = {}) =>
  `apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata: { name: people, namespace: ${namespace} }\nroleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: ${role} }\nsubjects: [{ apiGroup: rbac.authorization.k8s.io, kind: Group, name: '${subject}' }]\n`;
const servers: Readonly<Record<string, (prefix: string) => string>> = {
  kubeadm: (prefix) =>
    `apiVersion: kubeadm.k8s.io/v1beta3\nkind: ClusterConfiguration\napiServer:\n  extraArgs:\n    oidc-issuer-url: https://id.example.net/application/o/kubernetes/\n    oidc-client-id: kubernetes\n    oidc-groups-claim: groups\n    oidc-groups-prefix: '${prefix}'\n`,
  'kubeadm with a list': (prefix) =>
    `apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\napiServer:\n  extraArgs:\n    - { name: oidc-issuer-url, value: https://id.example.net/application/o/kubernetes/ }\n    - { name: oidc-client-id, value: kubernetes }\n    - { name: oidc-groups-claim, value: groups }\n    - { name: oidc-groups-prefix, value: '${prefix}' }\n`,
  k3s: (prefix) =>
    `kube-apiserver-arg:\n  - oidc-issuer-url=https://id.example.net/application/o/kubernetes/\n  - oidc-client-id=kubernetes\n  - oidc-groups-claim=groups\n  - 'oidc-groups-prefix=${prefix}'\n`,
  Talos: (prefix) =>
    `cluster:\n  apiServer:\n    extraArgs:\n      oidc-issuer-url: https://id.example.net/application/o/kubernetes/\n      oidc-client-id: kubernetes\n      oidc-groups-claim: groups\n      oidc-groups-prefix: '${prefix}'\n`,
  'a file': (prefix) =>
    `apiVersion: apiserver.config.k8s.io/v1\nkind: AuthenticationConfiguration\njwt:\n  - issuer: { url: https://id.example.net/application/o/kubernetes/, audiences: [kubernetes] }\n    claimMappings:\n      username: { claim: email, prefix: 'oidc:' }\n      groups: { claim: groups, prefix: '${prefix}' }\n`,
};

describe.each(Object.entries(servers))('the prefix of kube-apiserver, set by %s', (_, server) => {
  const tree = (prefix: string, subject: string) => ({ 'server.yaml': server(prefix), 'rbac.yaml': rbac(subject) });

  it('takes roles away when bindings keep the old one', () => {
    const said = saidBetween(tree('oidc:', 'oidc:viewers'), tree('sso:', 'oidc:viewers'));
    expect(said).toEqual([
      'breaks: kube-apiserver puts `sso:` before the groups of a token instead of `oidc:`: the bindings to `oidc:viewers` match nobody any more',
      'closes: everyone in `viewers` loses kubectl edit in `media`',
    ]);
  });

  it('still ends what others bound, and opens what has no prefix', () => {
    expect(saidBetween(tree('oidc:', 'oidc:viewers'), tree('sso:', 'sso:viewers'))).toEqual([
      expect.stringMatching(/^breaks: .*that other repositories or people made with the old prefix/),
    ]);
    expect(saidBetween(tree('oidc:', 'oidc:viewers'), tree('', 'viewers'))[0]).toMatch(/^opens: kube-apiserver takes groups of tokens without a prefix/);
  });

  it('gives a role to a group', () => {
    expect(
      saidBetween(tree('oidc:', 'oidc:viewers'), {
        ...tree('oidc:', 'oidc:viewers'),
        'more.yaml': rbac('oidc:family', { namespace: 'home' }).replace('name: people', 'name: more'),
      }),
    ).toEqual(['opens: everyone in `family` gains kubectl edit in `home`']);
  });
});

describe('a role of the cluster', () => {
  it('is told by what it allows', () => {
    const role = (verbs: string) => ({
      'role.yaml': `apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: { name: edit }\nrules: [{ apiGroups: ['', apps], resources: [secrets], verbs: [${verbs}] }]\n`,
      'rbac.yaml': rbac('oidc:viewers'),
    });
    expect(saidBetween(role('get'), role('get, "*"'))).toEqual(['opens: `oidc:viewers` may do more by the ClusterRole edit: * secrets; * secrets.apps']);
    expect(saidBetween(role('get, list'), role('get'))).toEqual([
      expect.stringMatching(/^closes: `oidc:viewers` may do less by the ClusterRole edit: no more list secrets/),
    ]);
  });
});
