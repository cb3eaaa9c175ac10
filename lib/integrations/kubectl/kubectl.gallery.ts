import type { Invalid } from '../../../test/invalid/invalid.ts';
import { clusterWith } from '../../../test/support/sample.ts';
import { kubectl } from './kubectl.ts';

const kubectlWith = (change: Readonly<Record<string, unknown>>, cluster: Readonly<Record<string, unknown>> = {}) =>
  clusterWith({ apps: [kubectl({ roles: { view: ['viewers'] }, ...change })], ...cluster });
const at = (make: () => unknown, code: string, field: string, fix: string, app = 'kubectl'): Invalid => ({ make, code, app, field, fix });

export const gallery: Readonly<Record<string, Invalid>> = {
  'kubectl-role-with-space': at(() => kubectlWith({ roles: { 'cluster admin': ['a'] } }), 'cluster-role-invalid', 'roles.', 'cluster-admin'),
  'kubectl-role-with-slash': at(() => kubectlWith({ roles: { 'a/view': ['a'] } }), 'cluster-role-invalid', 'roles.', 'cluster-admin'),
  'kubectl-namespace-name': at(() => kubectlWith({ namespaces: { Team_A: { edit: ['a'] } } }), 'name-invalid', 'namespaces', 'grafana'),
  'kubectl-namespace-without-role': at(() => kubectlWith({ namespaces: { team: {} } }), 'role-empty', 'namespaces.team', 'remove the namespace'),
  'kubectl-namespace-with-list': at(() => kubectlWith({ namespaces: { team: ['a'] } }), 'option-type', 'namespaces.team', 'team: {'),
  'kubectl-without-access': at(() => kubectlWith({ roles: undefined }), 'access-missing', 'access', 'everyone()'),
  'kubectl-role-without-group': at(() => kubectlWith({ roles: { view: [] } }), 'role-empty', 'roles.view', 'remove the role'),
  'kubectl-system-group': at(() => kubectlWith({ roles: { view: ['system:masters'] } }), 'group-reserved', 'roles', 'kubernetes-admins'),
  'apiserver-prefix-empty': at(() => kubectlWith({}, { apiserver: { prefix: '' } }), 'prefix-invalid', 'apiserver.prefix', 'oidc:', 'cluster'),
  'apiserver-prefix-system': at(() => kubectlWith({}, { apiserver: { prefix: 'system:' } }), 'prefix-invalid', 'apiserver.prefix', 'oidc:', 'cluster'),
  'apiserver-prefix-open': at(() => kubectlWith({}, { apiserver: { prefix: 'oidc' } }), 'prefix-invalid', 'apiserver.prefix', 'oidc:', 'cluster'),
  'apiserver-rollout': at(() => kubectlWith({}, { apiserver: { rollout: 'ssh' } }), 'choice-unknown', 'apiserver.rollout', "rollout: 'manual'", 'cluster'),
  'apiserver-username': at(() => kubectlWith({}, { apiserver: { username: 'name' } }), 'choice-unknown', 'apiserver.username', 'preferred_username', 'cluster'),
  'apiserver-anonymous-old': at(
    () => kubectlWith({}, { apiserver: { anonymous: 'health' }, versions: { kubernetes: '1.31', authentik: '2026.8.3', flux: '2.9' } }),
    'anonymous-unsupported',
    'apiserver.anonymous',
    '1.32',
    'cluster',
  ),
  'apiserver-anonymous-unknown': at(() => kubectlWith({}, { apiserver: { anonymous: true } }), 'choice-unknown', 'apiserver.anonymous', "'health'", 'cluster'),
  'apiserver-ca-path': at(
    () => kubectlWith({}, { apiserver: { certificateAuthority: '/etc/ssl/home-ca.pem' } }),
    'certificate-authority-invalid',
    'apiserver.certificateAuthority',
    'readFileSync',
    'cluster',
  ),
  'apiserver-ca-key': at(
    () => kubectlWith({}, { apiserver: { certificateAuthority: '-----BEGIN PRIVATE KEY-----\nhunter2\n-----END PRIVATE KEY-----' } }),
    'certificate-authority-invalid',
    'apiserver.certificateAuthority',
    'readFileSync',
    'cluster',
  ),
  'apiserver-ca-broken': at(
    () => kubectlWith({}, { apiserver: { certificateAuthority: '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----' } }),
    'certificate-authority-invalid',
    'apiserver.certificateAuthority',
    'readFileSync',
    'cluster',
  ),
  'apiserver-folder-as-app': at(() => kubectlWith({ name: 'kube-apiserver' }), 'app-name-reserved', 'name', 'kube-apiserver-app', 'kube-apiserver'),
};
