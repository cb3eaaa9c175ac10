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
    title: 'an app keeps its data in no volume',
    why: 'The chart takes an emptyDir then, which is gone with the pod.',
    page: {
      symptom:
        "After an update or a node's restart, Grafana has no dashboards and users of its own, Prometheus starts with an empty history, Nextcloud asks to be installed.",
      cause: 'The chart has no volume unless its values ask for one. It takes an emptyDir, which goes with the pod. `retention` alone keeps nothing.',
      fix: "For Grafana and Prometheus write `storage: { grafana: '1Gi', prometheus: '20Gi' }`; for Nextcloud leave `persistence` on. The volume starts empty. Where nobody would miss the data, leave it: logins and dashboards from Git come back by themselves. This is said of releases that pinout wrote, and of no others.",
      source:
        "[Grafana's values](https://github.com/grafana/helm-charts/blob/main/charts/grafana/values.yaml) (`persistence.enabled: false`), [Prometheus operator: storage](https://prometheus-operator.dev/docs/platform/storage/), [Nextcloud's values](https://github.com/nextcloud/helm/blob/main/charts/nextcloud/values.yaml)",
    },
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
            message: `${object.name} keeps ${what} in no volume`,
            expected: path,
            received: 'nothing',
            fix: `write ${option} in the options of the app, if anybody would miss it`,
          };
      }
    },
  },
];
