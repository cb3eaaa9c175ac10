import type { Manifest } from '../../manifest/manifest.ts';
import type { Written } from '../../manifest/written.ts';

/** What a ServiceMonitor scrapes. */
export interface Scraped {
  readonly name: string;
  readonly namespace: string;
  /** Labels of the Service. */
  readonly selector: Readonly<Record<string, string>>;
  /** Name of the port. */
  readonly port: string;
  /** The metrics carry `namespace` and `name` of what they speak of, which Prometheus' own would cover. */
  readonly honorLabels?: boolean;
}

/** Our own ServiceMonitor, and not the one of the chart: the chart comes before the CRD. @param labels what Prometheus selects monitors by */
export function serviceMonitor({ name, namespace, selector, port, honorLabels }: Scraped, labels: Readonly<Record<string, string>>): Manifest {
  return {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'ServiceMonitor',
    metadata: { name, namespace, ...(Object.keys(labels).length === 0 ? {} : { labels }) },
    spec: {
      selector: { matchLabels: selector },
      endpoints: [{ port, interval: '60s', ...(honorLabels === true ? { honorLabels } : {}) }],
    },
  } satisfies Written<'ServiceMonitor'>;
}
