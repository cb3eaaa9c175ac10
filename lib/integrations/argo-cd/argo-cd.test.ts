import { describe, expect, it } from 'vitest';
import { checkFiles } from '../../check/check-tree.ts';
import { manifestsIn, said } from '../../../test/support/said.ts';
import { manifestsOf } from '../../tree/manifests.ts';
import { treeOf } from '../../tree/tree.ts';
import { readArgoCd } from './read.ts';

const config = (depth: number, more = '') =>
  [
    'name: Sign in',
    'issuer: https://sso.example.net/application/o/deploy/',
    'clientID: deploy',
    'clientSecret: $deploy-login:secret',
    ...(more === '' ? [] : [more]),
  ]
    .map((line) => `${' '.repeat(depth)}${line}`)
    .join('\n');
const connectors = (depth: number, more = 'insecureEnableGroups: true') =>
  [
    'connectors:',
    '  - type: oidc',
    '    id: sso',
    '    name: Sign in',
    '    config:',
    '      issuer: https://sso.example.net/application/o/deploy/',
    '      clientID: deploy',
    '      clientSecret: $dex.sso.secret',
    '      scopes: [profile, email, groups]',
    `      ${more}`,
    '  - type: github',
    '    id: github',
  ]
    .map((line) => `${' '.repeat(depth)}${line}`)
    .join('\n');
const cm = (data: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: argocd-cm, namespace: deploy, labels: { app.kubernetes.io/part-of: argocd } }\ndata:\n${data}\n`;
const rbac = (policy: string, scopes = '') =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: argocd-rbac-cm, namespace: deploy }\ndata:\n${scopes}  policy.csv: |\n${policy
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n')}\n`;
const release = (values: string, more = '') =>
  `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: argocd, namespace: deploy }\nspec:\n  chart: { spec: { chart: argo-cd, version: 9.1.0 } }\n${more}  values:\n${values}\n`;
const one = (...texts: string[]) => {
  const [end, ...others] = readArgoCd(manifestsIn(...texts));
  expect(others).toEqual([]);
  return end!;
};
const wanted = {
  slug: 'deploy',
  clientId: 'deploy',
  issuer: 'https://sso.example.net/application/o/deploy/',
  redirects: [{ url: 'https://deploy.example.net/auth/callback', use: 'login', matching: 'strict' }],
};

describe('Argo CD is read', () => {
  it('from argocd-cm, with its own scopes', () => {
    const end = one(
      cm(`  url: https://deploy.example.net/\n  oidc.config: |\n${config(4)}`),
      rbac('g, operators, role:admin\ng, ada@example.net, role:admin\np, role:x, a, b, c, allow'),
    );
    expect(said(end)).toMatchObject({ ...wanted, scopes: ['openid', 'profile', 'email', 'groups'], secret: { name: 'deploy-login', key: 'secret' } });
    expect(end.groups.map(({ value }) => value)).toEqual(['operators']);
  });

  it('from its Dex, which is the client then', () => {
    const end = one(cm(`  url: https://deploy.example.net\n  dex.config: |\n${connectors(4)}`), rbac('g, operators, role:admin'));
    expect(said(end)).toMatchObject({ slug: 'deploy', scopes: ['openid', 'profile', 'email', 'groups'] });
    expect(end.redirects?.map(({ value }) => value.url)).toEqual(['https://deploy.example.net/api/dex/callback']);
    expect(end.groups.map(({ value }) => value)).toEqual(['operators']);
    // Without this, Dex hands no groups on.
    expect(one(cm(`  url: https://x.example.net\n  dex.config: |\n${connectors(4, 'getUserInfo: true')}`), rbac('g, operators, role:admin')).groups).toEqual(
      [],
    );
  });

  it('from the values of its chart, which makes the address of the domain', () => {
    const values = `    global: { domain: deploy.example.net }\n    configs:\n      rbac:\n        policy.csv: |\n          g, operators, role:admin\n      cm:\n        oidc.config: |\n${config(10)}`;
    const end = one(release(values));
    expect(said(end)).toMatchObject(wanted);
    expect(end.groups.map(({ value }) => value)).toEqual(['operators']);
    const nested = values.replaceAll(/^ {4}/gm, '      ');
    expect(said(one(release(`    argo-cd:\n${nested}`).replace('chart: argo-cd', 'chart: platform')))).toMatchObject(wanted);
  });

  it('from a patch of what kustomize fetches from elsewhere, in a file or inline', () => {
    const patch = `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: argocd-cm }\ndata:\n  url: https://deploy.example.net\n  oidc.config: |\n${config(4)}\n`;
    const kustomization = (patches: string) =>
      `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nnamespace: deploy\nresources: ['https://raw.example.net/argo-cd/install.yaml']\npatches:\n${patches}\n`;
    const read = (files: Record<string, string>) => readArgoCd(manifestsOf(treeOf(Object.entries(files).map(([file, text]) => ({ file, text })))));
    const inFile = read({ 'argocd/kustomization.yaml': kustomization('  - path: cm.yaml'), 'argocd/cm.yaml': patch });
    expect(inFile.map(said)).toEqual([expect.objectContaining(wanted)]);
    const inline = read({ 'argocd/kustomization.yaml': kustomization(`  - patch: |\n${patch.replaceAll(/^(?=.)/gm, '      ')}`) });
    expect(inline.map(said)).toEqual([expect.objectContaining(wanted)]);
  });

  it('from values that no release names', () => {
    const values = `global: { domain: deploy.example.net }\nconfigs:\n  cm:\n    oidc.config: |\n${config(6)}\n`;
    expect(said(one(values))).toMatchObject(wanted);
  });

  it('from an object of its operator', () => {
    const text = `apiVersion: argoproj.io/v1beta1\nkind: ArgoCD\nmetadata: { name: argocd, namespace: deploy }\nspec:\n  server: { host: deploy.example.net }\n  rbac: { policy: 'g, operators, role:admin' }\n  oidcConfig: |\n${config(4)}\n`;
    const end = one(text);
    expect(said(end)).toMatchObject(wanted);
    expect(end.groups.map(({ value }) => value)).toEqual(['operators']);
  });

  it('as public client with PKCE, with more addresses, and with another claim for RBAC', () => {
    const pkce = config(4, 'enablePKCEAuthentication: true').replace(/^.*clientSecret.*\n/m, '');
    const end = one(
      cm(`  url: https://deploy.example.net\n  additionalUrls: |\n    - https://inside.example.net\n  oidc.config: |\n${pkce}`),
      rbac('g, operators, role:admin', "  scopes: '[email]'\n"),
    );
    expect(said(end)).toMatchObject({ clientType: 'public' });
    const both = ['https://deploy.example.net', 'https://inside.example.net'];
    // Which of the two paths it sends is a matter of its version.
    expect(end.redirects?.map(({ value }) => value.url)).toEqual(['/auth/callback', '/pkce/verify'].flatMap((path) => both.map((base) => `${base}${path}`)));
    expect(end.oneRedirect).toBe(true);
    expect(end.groups).toEqual([]);
  });
});

describe('a sign-in with PKCE alone', () => {
  const paths = (version: string) => {
    const pkce = config(10, 'enablePKCEAuthentication: true').replace(/^.*clientSecret.*\n/m, '');
    const text = release(`    configs:\n      cm:\n        url: https://deploy.example.net\n        oidc.config: |\n${pkce}`).replace('9.1.0', version);
    return one(text).redirects?.map(({ value }) => new URL(value.url).pathname);
  };

  it('comes back to a path of its own before Argo CD 3', () => {
    expect(paths('7.9.1')).toEqual(['/pkce/verify']);
    expect(paths('8.0.0')).toEqual(['/auth/callback']);
    expect(paths('">=7"')).toEqual(['/auth/callback', '/pkce/verify']);
  });
});

describe('an Argo CD without address', () => {
  const codes = (text: string) => checkFiles([{ file: 'a.yaml', text }]).findings.map(({ code }) => code);

  it('is no login', () => {
    expect(codes(cm(`  oidc.config: |\n${config(4)}`))).toEqual(['login-incomplete']);
    expect(codes(cm(`  dex.config: |\n${connectors(4)}`))).toEqual(['login-incomplete']);
    expect(codes(release(`    configs:\n      cm:\n        oidc.config: |\n${config(10)}`))).toContain('login-incomplete');
  });

  it('is none that somebody else may give', () => {
    expect(codes(release(`    configs:\n      cm:\n        oidc.config: |\n${config(10)}`, '  valuesFrom: [{ kind: Secret, name: more }]\n'))).not.toContain(
      'login-incomplete',
    );
    expect(codes(release(`    global: { domain: a.example.net }\n    configs:\n      cm:\n        oidc.config: |\n${config(10)}`))).not.toContain(
      'login-incomplete',
    );
    expect(codes(`apiVersion: v1\nkind: ConfigMap\nmetadata: { name: argocd-cm }\ndata:\n  oidc.config: |\n${config(4)}\n`)).toEqual([]);
  });
});
