import type { Invalid } from '../../../test/invalid/invalid.ts';
import { clusterWith } from '../../../test/support/sample.ts';
import { everyone } from '../../contract/access.ts';
import { forwardAuthApp } from './forward-auth-app.ts';

const made =
  (change: Readonly<Record<string, unknown>>, cluster: Readonly<Record<string, unknown>> = {}) =>
  () =>
    clusterWith({ apps: [forwardAuthApp({ name: 'whoami', access: everyone(), ...change })], ...cluster });

export const gallery: Readonly<Record<string, Invalid>> = {
  'guarded-app-at-unknown-controller': {
    make: made({}, { edge: { className: 'haproxy', clusterIssuer: 'letsencrypt' } }),
    code: 'forward-auth-unsupported',
    app: 'whoami',
    field: 'edge.controller',
    fix: 'oauth2-proxy',
  },
  'guarded-app-behind-cilium': {
    make: made({}, { edge: { kind: 'gateway', controller: 'cilium', gateway: { name: 'home', namespace: 'gateway' } } }),
    code: 'forward-auth-unsupported',
    app: 'whoami',
    field: 'edge.controller',
    fix: 'oauth2-proxy',
  },
  'guarded-app-without-access': { make: made({ access: undefined }), code: 'access-missing', app: 'whoami', field: 'access', fix: "groups('whoami-users')" },
  'guarded-app-all-open': { make: made({ openPaths: ['^/.*'] }), code: 'open-path-invalid', app: 'whoami', field: 'openPaths[0]', fix: '^/api/' },
  'guarded-app-values-without-chart': { make: made({ values: { a: 1 } }), code: 'option-unused', app: 'whoami', field: 'values', fix: 'remove values' },
};
