import type { Values } from '../../repository/chart-facts.ts';
import type { Rule } from '../../repository/rule.ts';
import type { Release } from '../../tree/release.ts';
import { chartFacts } from '../chart-facts.ts';

/** A value of the release as plain data. What is not known before it is applied counts as there. */
const plain =
  ({ get }: Release): Values =>
  (...path) => {
    const found = get(...path);
    return found.exists ? found.value : undefined;
  };

export const dataRules: readonly Rule[] = [
  {
    code: 'data-not-kept',
    severity: 'info',
    strict: true,
    title: 'an app has no volume for its data',
    why: 'Without one the chart uses an emptyDir, which is deleted with the pod.',
    symptom:
      'After an update or a node restart, Grafana has lost its own dashboards and users, Prometheus has an empty history, or Nextcloud asks to be installed.',
    cause: 'The chart uses an emptyDir unless its values ask for a volume, and an emptyDir is deleted with the pod. `retention` alone keeps nothing.',
    fix: "for Grafana and Prometheus write `storage: { grafana: '1Gi', prometheus: '20Gi' }`; for Nextcloud leave `persistence` on. The new volume starts empty. If nobody would miss the data, leave it as it is: logins and dashboards from Git come back on their own. The rule looks only at releases that pinout wrote",
    source:
      "[Grafana's values](https://github.com/grafana/helm-charts/blob/main/charts/grafana/values.yaml) (`persistence.enabled: false`), [Prometheus operator: storage](https://prometheus-operator.dev/docs/platform/storage/), [Nextcloud's values](https://github.com/nextcloud/helm/blob/main/charts/nextcloud/values.yaml)",
    *find(repository) {
      for (const release of repository.releases) {
        const { object, chart } = release;
        // Somebody else may keep the data by a way that is not seen here, or want none of it.
        if (!object.ours || object.kind !== 'HelmRelease' || object.root.get('spec', 'valuesFrom').exists) continue;
        // Without its source the name may be another chart's.
        if (release.source === '') continue;
        for (const [what, path, option] of chartFacts(chart, repository)?.forgets?.(plain(release)) ?? [])
          yield {
            at: object.root,
            message: `${object.name} has no volume for ${what}`,
            expected: path,
            received: 'nothing',
            fix: `write ${option} in the options of the app, unless the data may be lost`,
          };
      }
    },
  },
];
