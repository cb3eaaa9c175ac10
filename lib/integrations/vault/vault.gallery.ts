import type { Invalid } from '../../../test/invalid/invalid.ts';
import { clusterWith } from '../../../test/support/sample.ts';
import { vault } from './vault.ts';

const made = (change: Readonly<Record<string, unknown>>) => () =>
  clusterWith({ apps: [vault({ host: 'vault', namespace: 'vault', roles: { admin: ['vault-admins'] }, ...change })] });
const refused = (code: string, change: Readonly<Record<string, unknown>>, field: string, fix: string): Invalid => ({
  make: made(change),
  code,
  app: 'vault',
  field,
  fix,
});

export const gallery: Readonly<Record<string, Invalid>> = {
  'vault-unknown-flavor': { ...refused('choice-unknown', { flavor: 'bao', name: 'vault' }, 'flavor', "'vault'") },
  'vault-user-by-email': refused('choice-unknown', { userClaim: 'email' }, 'userClaim', "'sub'"),
  'vault-mount-with-slash': refused('vault-mount', { mount: 'oidc/' }, 'mount', "'oidc'"),
  'vault-mount-with-shell': refused('vault-mount', { mount: '$(id)' }, 'mount', "'oidc'"),
  'vault-ttl-in-days': refused('vault-ttl', { tokenTtl: '1d' }, 'tokenTtl', "'1h'"),
  'vault-ttl-beyond-maximum': refused('vault-ttl', { tokenTtl: '13h' }, 'tokenTtl', "'12h'"),
  'vault-root-policy': refused('vault-policy', { roles: { root: ['vault-admins'] } }, 'roles.root', 'admin'),
  'vault-role-with-space': refused('vault-policy', { roles: { 'all of it': ['vault-admins'] } }, 'roles.all of it', 'admin'),
  'vault-policy-of-no-role': refused('vault-policy', { policies: { admins: 'path "*" {}' } }, 'policies.admins', 'vault-adminss'),
  'vault-policy-without-text': refused('vault-policy', { policies: { admin: ' ' } }, 'policies.admin', 'capabilities'),
  'vault-groups-that-differ-in-case': refused('vault-group-case', { roles: { admin: ['Admins'], viewer: ['admins'] } }, 'roles.viewer', 'rename'),
  'vault-renamed-service': refused('vault-value', { values: { fullnameOverride: 'store' } }, 'values.fullnameOverride', 'name:'),
  'vault-tls-inside': refused('vault-value', { values: { global: { tlsDisable: false } } }, 'values.global.tlsDisable', 'ingress controller'),
  'vault-second-way-in': refused('vault-value', { values: { server: { ingress: { enabled: true } } } }, 'values.server.ingress.enabled', 'remove it'),
  'vault-that-cannot-review-tokens': refused('vault-value', { values: { server: { authDelegator: { enabled: false } } } }, 'authDelegator', 'remove it'),
  'vault-in-development-mode': refused('vault-value', { values: { server: { dev: { enabled: true } } } }, 'server.dev.enabled', 'remove it'),
  'vault-of-nobody': refused('access-missing', { roles: undefined }, 'access', 'groups('),
};
