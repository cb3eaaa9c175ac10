import { type Charts, isOff, portOf, type Values, valuesOf } from '../../repository/chart-facts.ts';
import type { JsonMap } from '../../manifest/manifest.ts';

/** Grafana's chart keeps its database in an emptyDir. @param prefix `grafana` where it is a part of another chart */
const forgets = (values: Values, ...prefix: readonly string[]): boolean =>
  isOff(values(...prefix, 'persistence', 'enabled')) && isOff(values(...prefix, 'grafana.ini', 'database'));

const stackForgets = (values: Values): boolean => values('grafana', 'enabled') !== false && forgets(values, 'grafana');

/** The operator gives a Prometheus without `storageSpec` an emptyDir, whatever its retention. What is written elsewhere as well is not lost. */
const prometheusForgets = (values: Values): boolean =>
  values('prometheus', 'enabled') !== false &&
  ['storageSpec', 'remoteWrite', 'additionalRemoteWrite', 'thanos', 'volumes'].every((field) => {
    const value = values('prometheus', 'prometheusSpec', field);
    return isOff(value) || (typeof value === 'object' && Object.keys(value!).length === 0);
  });

const option = "storage: { grafana: '1Gi' }";

/** Grafana's own chart, and the stack that has it as a part. */
export const grafanaCharts: Charts = {
  grafana: {
    services: (name, { get }) => [[name, [portOf(get('service', 'port'), 80)]]],
    forgets: (values) => (forgets(values) ? [["Grafana's database", 'persistence', option]] : []),
  },
  'kube-prometheus-stack': {
    services: (name, { get }) => [[get('grafana', 'fullnameOverride').text() ?? name, [portOf(get('grafana', 'service', 'port'), 80)]]],
    named: 'grafana',
    makes: ['prometheus-', 'alertmanager-'],
    forgets: (values) => [
      ...(stackForgets(values) ? [["Grafana's database", 'grafana.persistence', option] as const] : []),
      ...(prometheusForgets(values) ? [["Prometheus' metrics", 'prometheus.prometheusSpec.storageSpec', "storage: { prometheus: '20Gi' }"] as const] : []),
    ],
  },
};

/** Sentences for dist's page about a Grafana. */
export function grafanaUnkept(values: JsonMap, chart: 'grafana' | 'kube-prometheus-stack'): string[] {
  const get = valuesOf(values);
  return [
    ...((chart === 'grafana' ? forgets(get) : stackForgets(get))
      ? ["Grafana's database has no volume. Users, dashboards and settings that were made by hand are lost with the pod. Set `storage.grafana`."]
      : []),
    ...(chart !== 'grafana' && prometheusForgets(get)
      ? ['Prometheus has no volume. All metrics are lost with the pod, whatever `retention` says. Set `storage.prometheus`.']
      : []),
  ];
}
