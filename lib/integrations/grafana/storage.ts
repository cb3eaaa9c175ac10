import { PinoutError, show } from '../../contract/error.ts';
import type { JsonMap } from '../../manifest/manifest.ts';
import type { GrafanaChart, GrafanaOptions } from './options.ts';

const size = /^[1-9]\d*(?:Mi|Gi|Ti)$/;

/**
 * Values for the volumes of Grafana and Prometheus. Both charts keep everything in an emptyDir otherwise.
 *
 * @throws PinoutError `storage-invalid`
 */
export function storageValues(given: GrafanaOptions['storage'], chart: GrafanaChart, app: string): { readonly grafana: JsonMap; readonly prometheus: JsonMap } {
  const wanted: unknown = given ?? {};
  const all = typeof wanted === 'object' && wanted !== null ? (wanted as Readonly<Record<string, unknown>>) : undefined;
  const known = chart === 'grafana' ? ['grafana'] : ['grafana', 'prometheus'];
  const wrong = all === undefined ? '' : Object.keys(all).find((key) => !known.includes(key) || typeof all[key] !== 'string' || !size.test(all[key]));
  if (all === undefined || wrong !== undefined)
    throw new PinoutError({
      code: 'storage-invalid',
      app,
      field: wrong === '' || wrong === undefined ? 'storage' : `storage.${wrong}`,
      found: show(wrong === '' || wrong === undefined ? wanted : all?.[wrong]),
      wanted: `sizes of volumes for ${known.join(' and ')}, in Mi, Gi or Ti`,
      fix: `write storage: { ${known.map((key) => `${key}: '${key === 'grafana' ? '1Gi' : '20Gi'}'`).join(', ')} }`,
    });
  const { grafana, prometheus } = all as { grafana?: string; prometheus?: string };
  return {
    // One pod at a time: its database is a file on a volume that one node holds.
    grafana: grafana === undefined ? {} : { persistence: { enabled: true, size: grafana }, deploymentStrategy: { type: 'Recreate' } },
    prometheus:
      prometheus === undefined
        ? {}
        : {
            prometheus: {
              prometheusSpec: {
                storageSpec: { volumeClaimTemplate: { spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: prometheus } } } } },
              },
            },
          },
  };
}
