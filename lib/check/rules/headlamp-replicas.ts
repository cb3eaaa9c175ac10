import { headlampsOf } from '../model/headlamps.ts';
import type { Rule } from '../rule.ts';

/** Its logins live in the memory of one process. */
export const headlampReplicas: Rule = {
  code: 'headlamp-replicas',
  severity: 'error',
  title: 'Headlamp runs more than once',
  *run(repository) {
    for (const release of headlampsOf(repository)) {
      const replicas = release.get('replicaCount');
      const count = replicas.scalar();
      if (typeof count !== 'number' || count < 2) continue;
      yield {
        at: replicas,
        message: `headlamp runs ${count} times`,
        expected: 'replicaCount: 1',
        received: String(count),
        why: 'The state of a login and the refresh tokens are in the memory of one process: the other one answers "invalid request".',
        fix: 'write replicaCount: 1',
      };
    }
  },
};
