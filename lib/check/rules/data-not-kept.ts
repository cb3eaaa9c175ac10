import { grafanaForgets, nextcloudForgets, prometheusForgets, type Values } from '../../integrations/unkept.ts';
import type { Release } from '../../tree/releases.ts';
import type { Rule } from '../rule.ts';

/** What each chart forgets, and the option that keeps it. */
const forgotten: Readonly<Record<string, (values: Values) => readonly (readonly [what: string, path: string, option: string])[]>> = {
  grafana: (values) => (grafanaForgets(values) ? [["Grafana's database", 'persistence', "storage: { grafana: '1Gi' }"]] : []),
  'kube-prometheus-stack': (values) => [
    ...(values('grafana', 'enabled') !== false && grafanaForgets(values, 'grafana')
      ? [["Grafana's database", 'grafana.persistence', "storage: { grafana: '1Gi' }"] as const]
      : []),
    ...(prometheusForgets(values) ? [["Prometheus' measurements", 'prometheus.prometheusSpec.storageSpec', "storage: { prometheus: '20Gi' }"] as const] : []),
  ],
  nextcloud: (values) => (nextcloudForgets(values) ? [['files, accounts and settings', 'persistence', 'values: { persistence: { enabled: true } }']] : []),
};

/** A value of the release as plain data. What is not known before it is applied counts as there. */
const plain =
  ({ get }: Release): Values =>
  (...path) => {
    const found = get(...path);
    return found.exists ? found.value : undefined;
  };

/**
 * Releases of pinout alone: somebody else may keep the data by a way that is not seen here, or want none of it.
 */
export const dataNotKept: Rule = {
  code: 'data-not-kept',
  severity: 'info',
  title: 'an app keeps its data in no volume',
  *run({ releases }) {
    for (const release of releases) {
      const { object, chart } = release;
      if (!object.ours || object.kind !== 'HelmRelease' || object.root.get('spec', 'valuesFrom').exists) continue;
      // Without its source the name may be another chart's.
      if (release.source === '' || !Object.hasOwn(forgotten, chart)) continue;
      for (const [what, path, option] of forgotten[chart]!(plain(release)))
        yield {
          at: object.root.get('spec', 'chart', 'spec', 'chart'),
          message: `${object.name} keeps ${what} in no volume`,
          expected: path,
          received: 'nothing',
          why: 'The chart takes an emptyDir then, which is gone with the pod.',
          fix: `write ${option} in the options of the app, if anybody would miss it`,
        };
    }
  },
};
