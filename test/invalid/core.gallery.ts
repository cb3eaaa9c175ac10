import { ApiObject, type Chart } from 'cdk8s';
import { everyone, groups } from '../../lib/contract/access.ts';
import { oidc, type OidcInput } from '../../lib/contract/contract.ts';
import { forwardAuth } from '../../lib/contract/forward-auth.ts';
import { loginRedirect, regexRedirect } from '../../lib/contract/redirect.ts';
import { clientSecretRef } from '../../lib/contract/secret-ref.ts';
import { notSecret } from '../../lib/compose/not-secret.ts';
import { grafana } from '../../lib/integrations/grafana/grafana.ts';
import type { Invalid } from './invalid.ts';
import { clusterInput, clusterWith, grafanaOptions, grafanaWith } from '../support/sample.ts';

const at = { app: 'grafana', field: 'redirects' };
const contract = (change: Readonly<Record<string, unknown>>) => () =>
  oidc({
    slug: 'grafana',
    clientType: 'public',
    redirects: [loginRedirect('https://g.home.example.org/login', at)],
    scopes: ['openid'],
    access: everyone(),
    tile: { name: 'Grafana', launchUrl: 'https://g.home.example.org/' },
    ...change,
  } as unknown as OidcInput);
const behind = {
  slug: 'homepage',
  externalHost: 'https://home.example.org',
  access: everyone(),
  tile: { name: 'Homepage', launchUrl: 'https://home.example.org/' },
};
const values = (change: Readonly<Record<string, unknown>>) => () => grafanaWith({ values: change });
const roles = (group: string) => () => grafanaWith({ roles: { Admin: [group] } });
const group = (make: () => unknown): Invalid => ({
  make,
  code: 'group-invalid',
  app: 'grafana',
  field: 'roles.Admin[0]',
  fix: "rename the group, for example to 'grafana-admins'",
});
const literal = (make: () => unknown, field: string): Invalid => ({ make, code: 'secret-literal', app: 'grafana', field, fix: 'put the value into a Secret' });

/** Named inputs, each wrong in one way. */
export const gallery: Readonly<Record<string, Invalid>> = {
  'unknown-kubernetes': {
    make: () => clusterWith({ versions: { ...clusterInput.versions, kubernetes: '1.29' } }),
    code: 'version-unsupported',
    app: 'cluster',
    field: 'versions.kubernetes',
    fix: "'1.37'",
  },
  'unknown-authentik': {
    make: () => clusterWith({ versions: { ...clusterInput.versions, authentik: '2024.12.3' } }),
    code: 'version-unsupported',
    app: 'cluster',
    field: 'versions.authentik',
    fix: "'2026.8'",
  },
  'old-flux': {
    make: () => clusterWith({ versions: { ...clusterInput.versions, flux: '2.6' } }),
    code: 'version-unsupported',
    app: 'cluster',
    field: 'versions.flux',
    fix: "'2.10'",
  },
  'authentik-without-patch': {
    make: () => clusterWith({ versions: { ...clusterInput.versions, authentik: '2026.8' } }),
    code: 'version-patch-missing',
    app: 'cluster',
    field: 'versions.authentik',
    fix: '2026.8.0',
  },
  'no-apps': { make: () => clusterWith({ apps: [] }), code: 'apps-missing', app: 'cluster', field: 'apps', fix: 'apps: [grafana(' },
  'something-else-in-apps': {
    make: () => clusterWith({ apps: [grafanaOptions] }),
    code: 'apps-missing',
    app: 'cluster',
    field: 'apps',
    fix: 'apps: [grafana(',
  },
  'duplicate-app': {
    make: () => clusterWith({ apps: [grafana(grafanaOptions), grafana({ ...grafanaOptions, host: 'other' })] }),
    code: 'app-duplicate',
    app: 'grafana',
    field: 'name',
    fix: 'another name',
  },
  'duplicate-host': {
    make: () => clusterWith({ apps: [grafana(grafanaOptions), grafana({ ...grafanaOptions, name: 'two' })] }),
    code: 'host-duplicate',
    app: 'two',
    field: 'host',
    fix: 'another host',
  },
  'duplicate-slug': {
    make: () => clusterWith({ apps: [grafana(grafanaOptions), { ...grafana({ ...grafanaOptions, host: 'other' }), name: 'two' }] }),
    code: 'slug-duplicate',
    app: 'two',
    field: 'name',
    fix: 'another name',
  },
  'reserved-app-name': { make: () => grafanaWith({ name: 'people' }), code: 'app-name-reserved', app: 'people', field: 'name', fix: 'people-app' },
  'reserved-slug': { make: () => grafanaWith({ name: 'token' }), code: 'slug-reserved', app: 'token', field: 'name', fix: 'token-app' },
  'slug-upper-case': { make: contract({ slug: 'Grafana' }), code: 'slug-invalid', app: 'Grafana', field: 'slug', fix: "'grafana'" },
  'slug-too-long': { make: contract({ slug: 'a'.repeat(39) }), code: 'slug-invalid', app: 'a'.repeat(39), field: 'slug', fix: "'grafana'" },
  'domain-with-scheme': {
    make: () => clusterWith({ domain: 'https://home.example.org' }),
    code: 'host-invalid',
    app: 'cluster',
    field: 'domain',
    fix: 'home.example.org',
  },
  'host-outside-domain': {
    make: () => grafanaWith({ host: 'grafana.example.com' }),
    code: 'host-outside-domain',
    app: 'grafana',
    field: 'host',
    fix: "host: 'grafana'",
  },
  'host-with-underscore': { make: () => grafanaWith({ host: 'my_grafana' }), code: 'host-invalid', app: 'grafana', field: 'host', fix: 'host' },
  'host-missing': { make: () => grafanaWith({ host: undefined }), code: 'host-invalid', app: 'grafana', field: 'host', fix: 'host' },
  'namespace-upper-case': { make: () => grafanaWith({ namespace: 'Monitoring' }), code: 'name-invalid', app: 'grafana', field: 'namespace', fix: 'namespace' },
  'ingress-address-name': {
    make: () => clusterWith({ ingressAddress: 'router.local' }),
    code: 'address-invalid',
    app: 'cluster',
    field: 'ingressAddress',
    fix: '192.168.1.30',
  },
  'edge-without-certificate': {
    make: () => clusterWith({ edge: { className: 'traefik' } }),
    code: 'edge-certificate',
    app: 'cluster',
    field: 'edge',
    fix: 'clusterIssuer',
  },
  'edge-with-two-certificates': {
    make: () => clusterWith({ edge: { className: 'traefik', clusterIssuer: 'a', tlsSecret: 'b' } }),
    code: 'edge-certificate',
    app: 'cluster',
    field: 'edge',
    fix: 'clusterIssuer',
  },
  'public-name-without-hairpin': {
    make: () => clusterWith({ dns: { mode: 'public' } }),
    code: 'hairpin-missing',
    app: 'cluster',
    field: 'dns.hairpin',
    fix: 'pihole',
  },
  'forward-auth-with-path': {
    make: () => forwardAuth({ ...behind, externalHost: 'https://home.example.org/app' }),
    code: 'external-host-path',
    app: 'homepage',
    field: 'externalHost',
    fix: 'https://home.example.org',
  },
  'forward-auth-all-open': {
    make: () => forwardAuth({ ...behind, openPaths: ['^/.*'] }),
    code: 'open-path-invalid',
    app: 'homepage',
    field: 'openPaths[0]',
    fix: '^/api/',
  },
  'gitops-path-outside': {
    make: () => clusterWith({ gitops: { path: '../dist' } }),
    code: 'path-invalid',
    app: 'cluster',
    field: 'gitops.path',
    fix: './dist',
  },
  'unknown-apply': { make: () => clusterWith({ idp: { apply: 'magic' } }), code: 'choice-unknown', app: 'cluster', field: 'idp.apply', fix: 'job' },
  'wildcard-redirect': {
    make: () => loginRedirect('https://*.home.example.org/cb', at),
    code: 'redirect-wildcard',
    app: 'grafana',
    field: 'redirects',
    fix: 'every address in full',
  },
  'http-redirect': {
    make: () => loginRedirect('http://g.home.example.org/cb', at),
    code: 'url-not-https',
    app: 'grafana',
    field: 'redirects',
    fix: 'https://g.home.example.org/cb',
  },
  'redirect-with-fragment': {
    make: () => loginRedirect('https://g.home.example.org/#/cb', at),
    code: 'url-invalid',
    app: 'grafana',
    field: 'redirects',
    fix: 'https://g.home.example.org/',
  },
  'loose-regex-redirect': { make: () => regexRedirect('https://.*', at), code: 'redirect-regex', app: 'grafana', field: 'redirects', fix: String.raw`\\.` },
  'public-client-with-secret': {
    make: contract({ secret: clientSecretRef('grafana', 1, 'grafana') }),
    code: 'public-client-with-secret',
    app: 'grafana',
    field: 'secret',
    fix: 'confidential',
  },
  'confidential-client-without-secret': {
    make: contract({ clientType: 'confidential' }),
    code: 'secret-missing',
    app: 'grafana',
    field: 'secret',
    fix: 'clientSecretRef',
  },
  'no-login-redirect': { make: contract({ redirects: [] }), code: 'redirect-missing', app: 'grafana', field: 'redirects', fix: 'loginRedirect' },
  'unknown-scope': { make: contract({ scopes: ['openid', 'roles'] }), code: 'scope-unknown', app: 'grafana', field: 'scopes', fix: 'leave the scope out' },
  'no-openid': { make: contract({ scopes: ['profile'] }), code: 'scope-openid-missing', app: 'grafana', field: 'scopes', fix: "'openid'" },
  'client-id-with-space': { make: contract({ clientId: 'my client' }), code: 'client-id-invalid', app: 'grafana', field: 'clientId', fix: "'grafana'" },
  'neither-access-nor-roles': { make: () => grafanaWith({ roles: undefined }), code: 'access-missing', app: 'grafana', field: 'access', fix: 'everyone()' },
  'role-group-outside-access': {
    make: () => grafanaWith({ access: groups('staff') }),
    code: 'role-outside-access',
    app: 'grafana',
    field: 'roles.Admin',
    fix: 'leave access out',
  },
  'role-without-group': {
    make: () => grafanaWith({ roles: { Admin: [] } }),
    code: 'role-empty',
    app: 'grafana',
    field: 'roles.Admin',
    fix: 'leave the role out',
  },
  'unknown-role': { make: () => grafanaWith({ roles: { Boss: ['bosses'] } }), code: 'role-unknown', app: 'grafana', field: 'roles.Boss', fix: 'Viewer' },
  'group-without-role': {
    make: () => grafanaWith({ access: groups('grafana-admins', 'grafana-viewers', 'guests') }),
    code: 'access-without-role',
    app: 'grafana',
    field: 'access',
    fix: "Viewer: ['guests']",
  },
  'everyone-with-roles': {
    make: () => grafanaWith({ access: everyone() }),
    code: 'access-without-role',
    app: 'grafana',
    field: 'access',
    fix: 'leave access out',
  },
  'group-with-quote': group(roles("o'neil")),
  'group-with-newline': group(roles('admins\nroot')),
  'group-with-yaml-bait': group(roles('- !Find [x]')),
  'group-with-braces': group(roles('{{ .Values.x }}')),
  'group-with-comma': group(roles('a,b')),
  'generation-zero': {
    make: () => grafanaWith({ secretGeneration: 0 }),
    code: 'generation-invalid',
    app: 'grafana',
    field: 'secretGeneration',
    fix: 'secretGeneration: 2',
  },
  'chart-version-range': {
    make: () => grafanaWith({ chartVersion: '88.x' }),
    code: 'chart-version-invalid',
    app: 'grafana',
    field: 'chartVersion',
    fix: '88.5.3',
  },
  'chart-version-empty': { make: () => grafanaWith({ chartVersion: '' }), code: 'chart-version-invalid', app: 'grafana', field: 'chartVersion', fix: '88.5.3' },
  'tile-with-newline': { make: () => grafanaWith({ tile: { name: 'Gra\nfana' } }), code: 'text-invalid', app: 'grafana', field: 'tile.name', fix: 'Grafana' },
  'function-in-values': { make: values({ grafana: { hook: () => 1 } }), code: 'merge-value', app: 'grafana', field: 'values.grafana.hook', fix: 'plain text' },
  'prototype-in-values': {
    make: values(JSON.parse('{"grafana":{"__proto__":{"admin":true}}}') as Record<string, unknown>),
    code: 'merge-key',
    app: 'grafana',
    field: 'grafana',
    fix: 'plain text',
  },
  'number-without-yaml-form': {
    make: values({ grafana: { replicas: Number.NaN } }),
    code: 'merge-value',
    app: 'grafana',
    field: 'values.grafana.replicas',
    fix: 'plain text',
  },
  'secret-literal-password': literal(values({ grafana: { adminPassword: 'hunter2' } }), 'grafana.adminPassword'),
  'secret-literal-client-secret': literal(values({ grafana: { 'grafana.ini': { 'auth.generic_oauth': { client_secret: 'abcdef' } } } }), 'client_secret'),
  'secret-literal-environment': literal(values({ env: [{ name: 'SMTP_PASSWORD', value: 'hunter2' }] }), 'env[0].value'),
  'secret-literal-private-key': literal(values({ tls: { data: `-----BEGIN RSA PRIVATE KEY-----\nMIIE\n` } }), 'tls.data'),
  'secret-literal-token-shape': literal(values({ grafana: { note: `ghp_${'a'.repeat(36)}` } }), 'grafana.note'),
  'secret-literal-url': literal(values({ grafana: { db: 'postgres://grafana:hunter2@db/grafana' } }), 'grafana.db'),
  'secret-literal-in-text': literal(values({ grafana: { ini: '[smtp]\npassword = hunter2\n' } }), 'grafana.ini'),
  'not-secret-without-reason': { make: () => notSecret('hunter2', ''), code: 'reason-missing', app: 'values', field: 'notSecret', fix: 'notSecret(value' },
  'substitution-hazard': {
    make: () => grafanaWith({ values: { grafana: { note: '${HOME}' } } }, { gitops: { substitution: 'on' } }),
    code: 'substitution-hazard',
    app: 'grafana',
    field: 'HelmRelease/grafana',
    fix: '$${',
  },
  'worker-with-long-slug': {
    make: () => grafanaWith({ name: 'a'.repeat(38), secretGeneration: 1234 }, { idp: { apply: 'worker' } }),
    code: 'name-too-long',
    app: 'a'.repeat(38),
    field: 'slug',
    fix: 'shorten the slug',
  },
  'nameless-construct': {
    make: () => clusterWith({ constructs: (chart: (folder: string) => Chart) => addNameless(chart('apps/grafana')) }),
    code: 'object-nameless',
    app: 'constructs',
    field: 'ConfigMap',
    fix: 'metadata',
  },
  'people-with-bad-group': {
    make: () => clusterWith({ people: { "a'b": ['jan'] } }),
    code: 'group-invalid',
    app: 'cluster',
    field: "people.a'b",
    fix: 'rename the group',
  },
  'prerequisite-without-a-kind': {
    make: () => clusterWith({ prerequisites: [{ name: 'a' }] }),
    code: 'prerequisite-invalid',
    app: 'cluster',
    field: 'prerequisites[0].kind',
    fix: "kind: 'Secret'",
  },
  'prerequisite-misspelt': {
    make: () => clusterWith({ prerequisites: [{ kind: 'Secret', name: 'a', namspace: 'b' }] }),
    code: 'option-unknown',
    app: 'cluster',
    field: 'prerequisites[0].namspace',
    fix: 'did you mean namespace?',
  },
};

function addNameless(chart: Chart): void {
  new ApiObject(chart, 'any-id', { apiVersion: 'v1', kind: 'ConfigMap' });
}
