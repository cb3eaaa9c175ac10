import type { Reader } from '../../manifest/reader.ts';
import type { Charts } from '../../repository/chart-facts.ts';

const hasAny = (found: Reader, keys: readonly string[]): boolean => keys.some((key) => found.get(key).exists);

/** argoproj/argo-helm charts/argo-cd/README.md, 6.0.0: server.config and server.rbacConfig are not read any more. */
export const argoCdCharts: Charts = {
  'argo-cd': {
    misplaced: [
      {
        at: ['server', 'config'],
        instead: 'configs.cm',
        since: [6],
        when: (found, { get }) => hasAny(found, ['oidc.config', 'dex.config']) && !hasAny(get('configs', 'cm'), ['oidc.config', 'dex.config']),
      },
      {
        at: ['server', 'rbacConfig'],
        instead: 'configs.rbac',
        since: [6],
        when: (found, { get }) => hasAny(found, ['policy.csv']) && !hasAny(get('configs', 'rbac'), ['policy.csv']),
      },
    ],
    topKeys: ['configs', 'server', 'dex'],
  },
};
