import { everyone } from '../../lib/contract/access.ts';
import { oidc, type OidcInput } from '../../lib/contract/contract.ts';
import { forwardAuth } from '../../lib/contract/forward-auth.ts';
import { loginRedirect, regexRedirect } from '../../lib/contract/redirect.ts';
import { clientSecretRef } from '../../lib/contract/secret-ref.ts';
import type { Invalid } from './invalid.ts';

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

/** Named inputs, each wrong in one way. */
export const gallery: Readonly<Record<string, Invalid>> = {
  'slug-upper-case': { make: contract({ slug: 'Grafana' }), code: 'slug-invalid', app: 'Grafana', field: 'slug', fix: "'grafana'" },
  'slug-too-long': { make: contract({ slug: 'a'.repeat(39) }), code: 'slug-invalid', app: 'a'.repeat(39), field: 'slug', fix: "'grafana'" },
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
  'wildcard-redirect': {
    make: () => loginRedirect('https://*.home.example.org/cb', at),
    code: 'redirect-wildcard',
    app: 'grafana',
    field: 'redirects',
    fix: 'every URL in full',
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
  'unknown-scope': { make: contract({ scopes: ['openid', 'roles'] }), code: 'scope-unknown', app: 'grafana', field: 'scopes', fix: 'remove the scope' },
  'no-openid': { make: contract({ scopes: ['profile'] }), code: 'scope-openid-missing', app: 'grafana', field: 'scopes', fix: "'openid'" },
  'client-id-with-space': { make: contract({ clientId: 'my client' }), code: 'client-id-invalid', app: 'grafana', field: 'clientId', fix: "'grafana'" },
};
