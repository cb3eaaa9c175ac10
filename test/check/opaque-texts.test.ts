import { describe, expect, it } from 'vitest';
import { checkFiles } from '../../lib/check/check-tree.ts';
import { blueprint, reader, type ReaderSettings } from '../support/reader-login.ts';

const files = (app: ReaderSettings, idp: Parameters<typeof blueprint>[0] = {}, ...more: readonly string[]) => [
  { file: 'apps/reader.yaml', text: reader(app) },
  { file: 'auth/reader.yaml', text: blueprint(idp) },
  ...more.map((text, index) => ({ file: `apps/more-${index}.yaml`, text })),
];
const codes = (...args: Parameters<typeof files>) => checkFiles(files(...args)).findings.flatMap(({ code, severity }) => (severity === 'info' ? [] : [code]));
const messages = (...args: Parameters<typeof files>) => checkFiles(files(...args)).findings.map(({ message }) => message);

const variable = { issuer: 'https://auth.${DOMAIN}/application/o/reader/', redirect: 'https://reader.${DOMAIN}/oauth2/oidc/callback' };

describe('a variable is equal to itself', () => {
  it('finds nothing where both ends have the same text', () => {
    expect(codes(variable, { redirect: variable.redirect })).toEqual([]);
  });

  it('says nothing where only the cluster knows', () => {
    expect(codes(variable, { redirect: 'https://reader.example.org/oauth2/oidc/callback' })).toEqual([]);
    expect(codes({ ...variable, redirect: 'https://reader.${OTHER}/oauth2/oidc/callback' }, { redirect: variable.redirect })).toEqual([]);
  });

  it('compares what is left', () => {
    expect(codes({ ...variable, issuer: 'https://auth.${DOMAIN}/application/o/readr/' }, { redirect: variable.redirect })).toEqual(['issuer-mismatch']);
    expect(codes({ ...variable, issuer: 'https://auth.${DOMAIN}/application/o/reader' }, { redirect: variable.redirect })).toEqual(['issuer-slash-missing']);
    expect(codes({ ...variable, redirect: 'https://reader.${DOMAIN}/oauth2/oidc/callbak' }, { redirect: variable.redirect })).toEqual(['redirect-missing']);
    expect(codes({ ...variable, redirect: 'https://read.${DOMAIN}/oauth2/oidc/callback' }, { redirect: variable.redirect })).toEqual(['redirect-missing']);
  });

  it('compares the host of the identity provider', () => {
    const served =
      'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: { name: authentik, namespace: auth }\nspec: { rules: [{ host: "sso.${DOMAIN}" }] }\n';
    expect(codes(variable, { redirect: variable.redirect }, served)).toEqual(['issuer-host-unknown']);
    expect(codes({ ...variable, issuer: 'https://sso.${DOMAIN}/application/o/reader/' }, { redirect: variable.redirect }, served)).toEqual([]);
    expect(codes({ ...variable, issuer: 'https://sso.example.org/application/o/reader/' }, { redirect: variable.redirect }, served)).toEqual([]);
  });
});

describe('two ends are paired by', () => {
  const hidden = { clientId: undefined, issuer: '${ISSUER}' };

  it('the entry of the store that both read', () => {
    const app = { ...hidden, redirect: 'https://wrong.example.org/oauth2/oidc/callback', store: 'sso-reader' };
    expect(codes(app, { redirect: 'https://reader.example.org/oauth2/oidc/callback', store: 'sso-reader', name: 'books' })).toEqual(['redirect-missing']);
    expect(codes(app, { redirect: 'https://reader.example.org/oauth2/oidc/callback', store: 'sso-other', name: 'books' })).toEqual([]);
  });

  it('a redirect URI with a variable', () => {
    expect(codes({ ...hidden, redirect: variable.redirect, scopes: 'openid' }, { redirect: variable.redirect, name: 'books', type: 'public' })).toEqual([
      'client-type-mismatch',
    ]);
  });

  it('the name of the app, when nothing speaks against it', () => {
    const redirect = 'https://reader.${DOMAIN}/oauth2/oidc/callback';
    expect(codes({ ...hidden, redirect: '${REDIRECT}' }, { redirect, type: 'public' })).toEqual(['client-type-mismatch']);
    expect(codes({ ...hidden, redirect: 'https://read.${DOMAIN}/oauth2/oidc/callback' }, { redirect, type: 'public' })).toEqual([]);
    expect(codes({ issuer: 'https://login.example.net/realms/home', redirect: '${REDIRECT}' }, { redirect, type: 'public' })).toEqual([]);
  });
});

describe('one variable host does not hide the others', () => {
  const route = (name: string, namespace: string, host: string) =>
    `apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: { name: ${name}, namespace: ${namespace} }\nspec: { hostnames: ["${host}"] }\n`;
  const other = route('wiki', 'web', '${WIKI_HOST}');

  it('finds the host that nothing serves', () => {
    const idp = { redirect: 'https://reader.${DOMAIN}/oauth2/oidc/callback' };
    expect(codes(variable, idp, route('reader', 'apps', 'books.${DOMAIN}'), other)).toEqual(['host-not-served']);
    expect(codes(variable, idp, route('reader', 'apps', 'reader.${DOMAIN}'), other)).toEqual([]);
    expect(codes(variable, idp, route('reader', 'apps', '${READER}'), other)).toEqual([]);
  });

  it('leaves the hosts of other apps alone', () => {
    expect(codes(variable, { redirect: variable.redirect }, route('wiki', 'apps', 'wiki.${DOMAIN}'))).toEqual([]);
  });
});

describe('a guarded host with a variable', () => {
  const guarded = (host: string) => `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: wiki
  namespace: web
  annotations: { nginx.ingress.kubernetes.io/auth-url: "http://ak-outpost.auth.svc.cluster.local:9000/outpost.goauthentik.io/auth/nginx" }
spec: { rules: [{ host: "${host}" }] }
`;
  const proxy = (host: string) => `version: 1
metadata: { name: wiki }
entries:
  - model: authentik_providers_proxy.proxyprovider
    id: wiki
    identifiers: { name: wiki }
    attrs: { mode: forward_single, external_host: "https://${host}" }
  - model: authentik_core.application
    identifiers: { slug: wiki }
    attrs: { name: wiki, provider: !KeyOf wiki }
`;
  const said = (edge: string, external: string) =>
    checkFiles([
      { file: 'web/wiki.yaml', text: guarded(edge) },
      { file: 'auth/wiki.yaml', text: proxy(external) },
    ]).findings.flatMap(({ code, message }) => (code === 'forward-auth-mismatch' ? [message] : []));

  it('is compared as it is written, and never empty', () => {
    expect(said('wiki.${DOMAIN}', 'wiki.${DOMAIN}')).toEqual([]);
    expect(said('wiki.${DOMAIN}', 'wiki.example.org')).toEqual([]);
    expect(said('${HOST}', 'wiki.example.org')).toEqual([]);
    const wrong = said('wiki.${DOMAIN}', 'wikis.${DOMAIN}');
    expect(wrong).toEqual([expect.stringContaining('forward-auth is on for wiki.${DOMAIN}')]);
  });
});

it('no message names an empty host', () => {
  for (const message of messages({ issuer: '${ISSUER}', redirect: '${REDIRECT}' }, { redirect: 'https://${HOST}/x' }))
    expect(message).not.toMatch(/ , |https:\/\/(?:[ ,/]|$)/);
});

describe('a message names the app', () => {
  const wrong = 'OIDC_ISSUER_URL: "http://auth.example.org/application/o/books/", OIDC_CLIENT_ID: books';
  const release = (name: string) =>
    `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: ${name}, namespace: apps }\nspec: { values: { env: { ${wrong} } } }\n`;

  it('by its release, where the form of its settings is one that many apps share', () => {
    const [finding] = checkFiles([{ file: 'apps/books.yaml', text: release('books') }]).findings;
    expect(finding!.message).toMatch(/^books \(HelmRelease apps\/books\) /);
  });
});

it('clusters without clients of their own are compared with those of the cluster that has them', () => {
  const kustomization = (path: string, files: string) => ({ file: `${path}/kustomization.yaml`, text: `resources: [${files}]\n` });
  const config = (value: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: shared, namespace: apps }\ndata: { value: "${value}" }\n`;
  const map = `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: blueprints, namespace: auth }\ndata:\n  reader.yaml: |\n${blueprint({ redirect: variable.redirect }).replace(/^/gm, '    ')}\n`;
  const { findings, logins } = checkFiles([
    kustomization('one', 'shared.yaml, blueprints.yaml'),
    { file: 'one/shared.yaml', text: config('1') },
    { file: 'one/blueprints.yaml', text: map },
    kustomization('two', 'shared.yaml, reader.yaml'),
    { file: 'two/shared.yaml', text: config('2') },
    { file: 'two/reader.yaml', text: reader({ ...variable, issuer: 'https://auth.${DOMAIN}/application/o/readr/' }) },
  ]);
  expect(findings.map(({ code }) => code)).toContain('issuer-mismatch');
  expect(logins()).toMatchObject([{ app: 'reader', read: 'both' }]);
});
