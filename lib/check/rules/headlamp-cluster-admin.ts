import { headlampsOf } from '../model/headlamps.ts';
import type { Rule } from '../rule.ts';

/** OIDC users bring their own rights. */
export const headlampClusterAdmin: Rule = {
  code: 'headlamp-cluster-admin',
  severity: 'error',
  title: "Headlamp's own account is cluster-admin",
  *run(repository) {
    for (const release of headlampsOf(repository)) {
      const create = release.get('clusterRoleBinding', 'create');
      const role = release.get('clusterRoleBinding', 'clusterRoleName').text() ?? 'cluster-admin';
      if (create.scalar() === false || role !== 'cluster-admin') continue;
      yield {
        at: !create.exists ? release.object.root.get('metadata', 'name') : create,
        message: "the chart binds headlamp's own account to cluster-admin",
        expected: 'clusterRoleBinding: { create: false }',
        received: !create.exists ? 'the default, true' : 'true',
        why: 'With OIDC every request carries the token of its user. Whoever gets into the pod is administrator for nothing.',
        fix: 'write clusterRoleBinding: { create: false }',
      };
    }
  },
};
