import { refuseUnused } from '../../delivery/run-shapes.ts';
import type { JsonMap } from '../../manifest/manifest.ts';
import type { GrafanaChart, GrafanaOptions } from './options.ts';

/**
 * Values for the volumes of Grafana and Prometheus. Both charts keep everything in an emptyDir otherwise.
 *
 * @throws PinoutError `option-unused`
 */
export function storageValues(
  { grafana, prometheus }: NonNullable<GrafanaOptions['storage']>,
  chart: GrafanaChart,
  app: string,
  storageClass: string | undefined,
): { readonly grafana: JsonMap; readonly prometheus: JsonMap } {
  if (chart === 'grafana') refuseUnused({ 'storage.prometheus': prometheus }, ['storage.prometheus'], 'with the chart grafana, which has no Prometheus', app);
  return {
    // One pod at a time: its database is a file on a volume that one node holds.
    grafana:
      grafana === undefined
        ? {}
        : {
            persistence: { enabled: true, size: grafana, ...(storageClass === undefined ? {} : { storageClassName: storageClass }) },
            deploymentStrategy: { type: 'Recreate' },
          },
    prometheus:
      prometheus === undefined
        ? {}
        : {
            prometheus: {
              prometheusSpec: {
                storageSpec: {
                  volumeClaimTemplate: {
                    spec: {
                      accessModes: ['ReadWriteOnce'],
                      ...(storageClass === undefined ? {} : { storageClassName: storageClass }),
                      resources: { requests: { storage: prometheus } },
                    },
                  },
                },
              },
            },
          },
  };
}
