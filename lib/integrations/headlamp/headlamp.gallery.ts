import type { Invalid } from '../../../test/invalid/invalid.ts';
import { clusterWith } from '../../../test/support/sample.ts';
import { groups } from '../../contract/access.ts';
import { headlamp } from './headlamp.ts';
import type { HeadlampOptions } from './options.ts';

const right = { host: 'headlamp', namespace: 'headlamp', roles: { view: ['viewers'] } };
const stopgap = { mode: 'forward-auth', host: 'headlamp', namespace: 'headlamp', access: groups('viewers') };
const made =
  (change: Readonly<Record<string, unknown>>, base: object = right, cluster: Readonly<Record<string, unknown>> = {}) =>
  () =>
    clusterWith({ apps: [headlamp({ ...base, ...change } as unknown as HeadlampOptions)], ...cluster });
const value = (values: Readonly<Record<string, unknown>>, field: string, fix = 'remove it'): Invalid => ({
  make: made({ values }),
  code: 'headlamp-value',
  app: 'headlamp',
  field,
  fix,
});

export const gallery: Readonly<Record<string, Invalid>> = {
  'headlamp-below-a-path': value({ config: { baseURL: '/headlamp' } }, 'values.config.baseURL'),
  'headlamp-with-two-replicas': value({ replicaCount: 2 }, 'values.replicaCount'),
  'headlamp-with-cluster-admin-account': value({ clusterRoleBinding: { create: true } }, 'values.clusterRoleBinding.create'),
  'headlamp-as-its-own-account': value({ config: { unsafeUseServiceAccountToken: true } }, 'config.unsafeUseServiceAccountToken', "mode: 'forward-auth'"),
  'headlamp-argument-over-environment': value({ config: { oidc: { issuerURL: 'https://other.example.org' } } }, 'values.config.oidc.issuerURL'),
  'headlamp-literal-client-secret': value({ config: { oidc: { clientSecret: 'hunter2' } } }, 'values.config.oidc.clientSecret'),
  'headlamp-unknown-mode': { make: made({ mode: 'token' }), code: 'choice-unknown', app: 'headlamp', field: 'mode', fix: "'oidc'" },
  'headlamp-role-with-slash': {
    make: made({ roles: { 'a/b': ['viewers'] } }),
    code: 'cluster-role-invalid',
    app: 'headlamp',
    field: 'roles.a/b',
    fix: "'cluster-admin'",
  },
  'headlamp-stopgap-role-with-space': {
    make: made({ clusterRole: 'cluster admin' }, stopgap),
    code: 'cluster-role-invalid',
    app: 'headlamp',
    field: 'clusterRole',
    fix: "'cluster-admin'",
  },
  'headlamp-stopgap-on-old-chart': {
    make: made({ chartVersion: '0.42.0' }, stopgap),
    code: 'headlamp-chart-old',
    app: 'headlamp',
    field: 'chartVersion',
    fix: '0.45.0',
  },
  'headlamp-aliases-on-old-chart': {
    make: made({ chartVersion: '0.42.0' }, right, { dns: { mode: 'hostAliases' } }),
    code: 'headlamp-chart-old',
    app: 'headlamp',
    field: 'chartVersion',
    fix: '0.45.0',
  },
  'headlamp-stopgap-behind-cilium': {
    make: made({}, stopgap, { edge: { kind: 'gateway', controller: 'cilium', gateway: { name: 'home', namespace: 'gateway' } } }),
    code: 'forward-auth-unsupported',
    app: 'headlamp',
    field: 'edge.controller',
    fix: "'traefik'",
  },
};
