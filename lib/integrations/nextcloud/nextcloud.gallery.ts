import type { Invalid } from '../../../test/invalid/invalid.ts';
import { clusterWith } from '../../../test/support/sample.ts';
import { groups } from '../../contract/access.ts';
import { nextcloud } from './nextcloud.ts';

const made = (change: Readonly<Record<string, unknown>>) => () =>
  clusterWith({ apps: [nextcloud({ host: 'cloud', namespace: 'nextcloud', access: groups('family'), ...change })] });
const refused = (code: string, change: Readonly<Record<string, unknown>>, field: string, fix: string): Invalid => ({
  make: made(change),
  code,
  app: 'nextcloud',
  field,
  fix,
});
const value = (values: Readonly<Record<string, unknown>>, field: string, fix = 'remove it'): Invalid =>
  refused('nextcloud-value', { values }, `values.${field}`, fix);

export const gallery: Readonly<Record<string, Invalid>> = {
  'nextcloud-user-by-email': refused('choice-unknown', { userId: 'email' }, 'userId', 'preferred_username'),
  'nextcloud-soft-provision-as-text': refused('option-type', { softAutoProvision: 'no' }, 'softAutoProvision', 'true'),
  'nextcloud-guessable-admin': refused('nextcloud-admin-user', { adminUser: 'admin' }, 'adminUser', 'local-admin'),
  'nextcloud-admin-with-shell': refused('nextcloud-admin-user', { adminUser: '$(id)' }, 'adminUser', 'local-admin'),
  'nextcloud-admins-by-accident': refused('nextcloud-admin-group', { access: groups('family', 'admin') }, 'access', "roles: { admin: ['admin'] }"),
  'nextcloud-admins-of-another-name': refused(
    'nextcloud-admin-group',
    { access: undefined, roles: { admin: ['nextcloud-admins'] } },
    'roles.admin',
    'group admin',
  ),
  'nextcloud-unknown-role': refused('role-unknown', { roles: { user: ['family'] } }, 'roles.user', 'access'),
  'nextcloud-proxy-without-length': refused('address-invalid', { trustedProxies: ['10.244.0.0'] }, 'trustedProxies', '10.244.0.0/16'),
  'nextcloud-proxy-too-long': refused('address-invalid', { trustedProxies: ['10.244.0.0/40'] }, 'trustedProxies', '10.244.0.0/16'),
  'nextcloud-database-without-host': refused('database-invalid', { database: { credentials: { name: 'a' } } }, 'database.host', 'host:'),
  'nextcloud-database-as-dsn': refused('database-invalid', { database: { host: 'user:hunter2@db', credentials: { name: 'a' } } }, 'database.host', 'host:'),
  'nextcloud-database-without-secret': refused('database-invalid', { database: { host: 'db' } }, 'database.credentials', 'nextcloud-database'),
  'nextcloud-database-on-no-port': refused('database-invalid', { database: { host: 'db', port: 0, credentials: { name: 'a' } } }, 'database.port', '5432'),
  'nextcloud-database-with-password': refused(
    'option-unknown',
    { database: { host: 'db', password: 'x', credentials: { name: 'a' } } },
    'database.password',
    'remove it',
  ),
  'nextcloud-of-nobody': refused('access-missing', { access: undefined }, 'access', 'groups('),
  'nextcloud-over-http': value({ phpClientHttpsFix: { enabled: false } }, 'phpClientHttpsFix'),
  'nextcloud-other-hook': value({ nextcloud: { hooks: { 'before-starting': 'exit 0' } } }, 'nextcloud.hooks.before-starting'),
  'nextcloud-other-host': value({ nextcloud: { host: 'x.example.org' } }, 'nextcloud.host'),
  'nextcloud-environment-replaced': value({ nextcloud: { extraEnv: [{ name: 'TZ', value: 'UTC' }] } }, 'nextcloud.extraEnv', 'append('),
  'nextcloud-renamed-service': value({ nameOverride: 'cloud' }, 'nameOverride', 'name:'),
  'nextcloud-second-way-in': value({ ingress: { enabled: true } }, 'ingress.enabled'),
  'nextcloud-two-pods-without-redis': value({ replicaCount: 2 }, 'replicaCount', 'redis'),
};
