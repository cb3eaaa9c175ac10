/**
 * @typedef {object} Kind
 * @property {string} package
 * @property {string} path file of the package that declares it
 * @property {string} name kind, and name of the type
 * @property {string} out file below imports/
 * @property {Readonly<Record<string, readonly string[]>>} [only] fields that are kept of a type; what we do not write stays out
 */

const flux = '@kubernetes-models/flux-cd';
const externalSecrets = '@kubernetes-models/external-secrets';

/**
 * The kinds that dist/ holds. A kind that nothing writes has no line here.
 *
 * @type {readonly Kind[]}
 */
export const kinds = [
  { package: 'kubernetes-types', path: 'rbac/v1.d.ts', name: 'ClusterRoleBinding', out: 'kubernetes/cluster-role-binding.ts' },
  { package: 'kubernetes-types', path: 'apps/v1.d.ts', name: 'DaemonSet', out: 'kubernetes/daemon-set.ts' },
  { package: 'kubernetes-types', path: 'core/v1.d.ts', name: 'ConfigMap', out: 'kubernetes/config-map.ts' },
  { package: 'kubernetes-types', path: 'batch/v1.d.ts', name: 'CronJob', out: 'kubernetes/cron-job.ts' },
  { package: 'kubernetes-types', path: 'batch/v1.d.ts', name: 'Job', out: 'kubernetes/job.ts' },
  { package: 'kubernetes-types', path: 'core/v1.d.ts', name: 'Namespace', out: 'kubernetes/namespace.ts' },
  { package: 'kubernetes-types', path: 'rbac/v1.d.ts', name: 'Role', out: 'kubernetes/role.ts' },
  { package: 'kubernetes-types', path: 'rbac/v1.d.ts', name: 'RoleBinding', out: 'kubernetes/role-binding.ts' },
  { package: 'kubernetes-types', path: 'core/v1.d.ts', name: 'ServiceAccount', out: 'kubernetes/service-account.ts' },
  { package: flux, path: 'helm.toolkit.fluxcd.io/v2/HelmRelease.d.ts', name: 'HelmRelease', out: 'flux/helm-release.ts' },
  { package: flux, path: 'source.toolkit.fluxcd.io/v1/HelmRepository.d.ts', name: 'HelmRepository', out: 'flux/helm-repository.ts' },
  { package: flux, path: 'kustomize.toolkit.fluxcd.io/v1/Kustomization.d.ts', name: 'Kustomization', out: 'flux/kustomization.ts' },
  { package: flux, path: 'source.toolkit.fluxcd.io/v1/OCIRepository.d.ts', name: 'OCIRepository', out: 'flux/oci-repository.ts' },
  { package: externalSecrets, path: 'external-secrets.io/v1/ExternalSecret.d.ts', name: 'ExternalSecret', out: 'external-secrets/external-secret.ts' },
  { package: externalSecrets, path: 'generators.external-secrets.io/v1alpha1/Password.d.ts', name: 'Password', out: 'external-secrets/password.ts' },
  {
    package: externalSecrets,
    path: 'external-secrets.io/v1/SecretStore.d.ts',
    name: 'SecretStore',
    out: 'external-secrets/secret-store.ts',
    // 34 other providers would make up nine tenths of the file.
    only: { SecretStoreProvider: ['kubernetes'] },
  },
];
