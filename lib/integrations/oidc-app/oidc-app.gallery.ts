import type { Invalid } from '../../../test/invalid/invalid.ts';
import { clusterWith } from '../../../test/support/sample.ts';
import { everyone } from '../../contract/access.ts';
import { oidcApp } from './oidc-app.ts';
import type { OidcAppOptions, OidcLate } from './options.ts';

const chart = { oci: 'oci://ghcr.io/example/charts/rss', version: '1.2.3' };
const made =
  (change: Readonly<Record<string, unknown>>, cluster: Readonly<Record<string, unknown>> = {}) =>
  () =>
    clusterWith({ apps: [oidcApp({ name: 'rss', access: everyone(), redirects: ['/callback'], chart, ...change } as unknown as OidcAppOptions)], ...cluster });
const wrong = (change: Readonly<Record<string, unknown>>, code: string, field: string, fix: string): Invalid => ({
  make: made(change),
  code,
  app: 'rss',
  field,
  fix,
});
const container = (change: Readonly<Record<string, unknown>>) => ({ chart: undefined, image: 'ghcr.io/example/rss:1.2.3', ...change });

export const gallery: Readonly<Record<string, Invalid>> = {
  'app-without-name': { make: made({ name: undefined }), code: 'slug-invalid', app: 'oidc-app', field: 'name', fix: "'grafana'" },
  'app-without-access': wrong({ access: undefined }, 'access-missing', 'access', "groups('rss-users')"),
  'app-without-redirects': wrong({ redirects: [] }, 'redirect-missing', 'redirects', 'loginRedirect'),
  'app-with-one-text-for-redirects': wrong({ redirects: '/callback' }, 'option-type', 'redirects', "redirects: ['/callback']"),
  'app-redirect-without-slash': wrong({ redirects: ['callback'] }, 'url-invalid', 'redirects[0]', 'https://'),
  'app-redirect-by-http': wrong(
    { redirects: ['http://rss.home.example.org/callback'] },
    'url-not-https',
    'redirects[0]',
    'https://rss.home.example.org/callback',
  ),
  'app-redirect-wildcard': wrong({ redirects: ['/callback/*'] }, 'redirect-wildcard', 'redirects[0]', 'in full'),
  'app-unknown-scope': wrong({ scopes: ['openid', 'roles'] }, 'scope-unknown', 'scopes', 'remove the scope'),
  'app-unknown-client-type': wrong({ clientType: 'spa' }, 'choice-unknown', 'clientType', "'confidential'"),
  'app-with-the-root-as-issuer': wrong(
    { ...container({}), env: ({ idp }: OidcLate) => ({ OIDC_ISSUER: idp.origin }) },
    'issuer-no-slug',
    'env[0] (OIDC_ISSUER)',
    'issuer.url',
  ),
  'app-with-the-root-as-issuer-in-values': wrong(
    { values: ({ idp }: OidcLate) => ({ oidc: { issuerUrl: `${idp.origin}/` } }) },
    'issuer-no-slug',
    'values.oidc.issuerUrl',
    'issuer.url',
  ),
  'app-with-the-root-as-issuer-in-a-file': wrong(
    { values: ({ idp }: OidcLate) => ({ config: `[oidc]\nissuer = "${idp.origin}"\n` }) },
    'issuer-no-slug',
    'values.config (issuer)',
    'issuer.url',
  ),
  'app-with-chart-and-image': wrong({ image: 'ghcr.io/example/rss:1' }, 'chart-or-image', 'chart', 'chart:'),
  'app-chart-with-version-in-address': wrong(
    { chart: { oci: 'oci://ghcr.io/example/rss:1.2.3', version: '1.2.3' } },
    'chart-invalid',
    'chart',
    'oci://ghcr.io/…',
  ),
  'app-chart-by-http': wrong({ chart: { repository: 'http://charts.example.org', name: 'rss', version: '1.2.3' } }, 'chart-invalid', 'chart', 'https://…'),
  'app-chart-with-password': wrong(
    { chart: { repository: 'https://me:hunter2@charts.example.org', name: 'rss', version: '1.2.3' } },
    'chart-invalid',
    'chart',
    'https://…',
  ),
  'app-chart-range': wrong({ chart: { ...chart, version: '1.x' } }, 'chart-version-invalid', 'chartVersion', '1.2.3'),
  'app-image-latest': wrong(container({ image: 'ghcr.io/example/rss:latest' }), 'image-unpinned', 'image', 'ghcr.io/miniflux'),
  'app-image-without-tag': wrong(container({ image: 'ghcr.io/example/rss' }), 'image-unpinned', 'image', 'ghcr.io/miniflux'),
  'app-sidecar-without-tag': wrong(
    container({ sidecars: { database: { image: 'postgres' } } }),
    'image-unpinned',
    'sidecars.database.image',
    'ghcr.io/miniflux',
  ),
  'app-values-that-throw': wrong(
    {
      values: () => {
        throw new TypeError('x is no function');
      },
    },
    'late-value-failed',
    'values',
    'client, issuer, secret',
  ),
  'app-values-as-list': wrong({ values: () => [1] }, 'values-invalid', 'values', 'values: {'),
  'app-values-as-promise': wrong({ values: async () => Promise.resolve({}) }, 'values-invalid', 'values', 'values: {'),
  'app-env-number': wrong(container({ env: { PORT: 8080 } }), 'env-invalid', 'env.PORT', 'as text'),
  'app-env-name-with-dash': wrong(container({ env: { 'A-B': 'x' } }), 'env-invalid', 'env.A-B', 'as text'),
  'app-env-secret-as-text': wrong(
    container({ env: { OAUTH2_CLIENT_SECRET: 'hunter2' } }),
    'secret-literal',
    'containers.app.env[0].value',
    'put the value in a Secret',
  ),
  'app-generated-not-listed': wrong(
    container({ env: ({ generated }: { generated: (name: string) => unknown }) => ({ A: generated('database') }) }),
    'generated-missing',
    'generated',
    "generated: ['database']",
  ),
  'app-generated-named-oidc': wrong({ generated: ['oidc'] }, 'generated-taken', 'generated[0]', "['database']"),
  'app-port-as-text': wrong({ port: '8080' }, 'port-invalid', 'port', '8080'),
  'app-unknown-fetcher': wrong({ probe: { fetcher: 'ruby' } }, 'choice-unknown', 'probe.fetcher', "'curl'"),
  'app-chart-without-aliases': {
    make: made({}, { dns: { mode: 'hostAliases' } }),
    code: 'host-aliases-missing',
    app: 'rss',
    field: 'values',
    fix: '({ hostAliases }) => ({ hostAliases })',
  },
  'app-elsewhere-with-values': wrong({ chart: undefined, values: { a: 1 } }, 'option-unused', 'values', 'remove values'),
  'app-elsewhere-with-a-port': wrong({ chart: undefined, port: 80 }, 'option-unused', 'port', 'remove port'),
  'app-elsewhere-with-a-probe-nowhere': wrong({ chart: undefined, probe: { fetcher: 'curl' } }, 'namespace-missing', 'namespace', "namespace: 'rss'"),
  'values-for-a-release-nowhere': wrong({ chart: undefined, existing: { release: 'rss' } }, 'namespace-missing', 'namespace', "namespace: 'rss'"),
  'release-without-a-name': wrong({ chart: undefined, namespace: 'rss', existing: {} }, 'name-invalid', 'existing.release', 'release'),
  'release-as-a-word': wrong({ existing: 'rss' }, 'option-type', 'existing', 'existing: {'),
};
