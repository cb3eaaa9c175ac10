import { type Charts, isOff, type MisplacedValue, portOf, type Values, valuesOf } from '../../repository/chart-facts.ts';
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

/**
 * Settings that hold a secret: the chart refuses one that is written out (grafana/helm-charts charts/grafana/templates/_helpers.tpl,
 * grafana.assertNoLeakedSecrets).
 */
const leaked = (prefix: readonly string[], since: readonly number[]): MisplacedValue[] =>
  ['auth.generic_oauth', 'auth.google', 'auth.github', 'auth.gitlab', 'auth.okta', 'auth.azuread'].map((section) => ({
    at: [...prefix, 'grafana.ini', section, 'client_secret'],
    instead: 'a variable: $__env{NAME} or $__file{PATH}',
    since,
    refused: true,
    when: (found, { get }) =>
      get(...prefix, 'assertNoLeakedSecrets').scalar() !== false &&
      // Helm takes what is null out.
      typeof found.scalar() === 'string' &&
      !/\$(?:__(?:env|file|value))?\{|^ENC\[|\{\{/.test(found.text()!),
  }));

/** Grafana's own chart, and the stack that has it as a part. */
export const grafanaCharts: Charts = {
  grafana: {
    services: (name, { get }) => [[name, [portOf(get('service', 'port'), 80)]]],
    forgets: (values) => (forgets(values) ? [["Grafana's database", 'persistence', option]] : []),
    misplaced: leaked([], [7, 1]),
    topKeys: ['grafana.ini'],
  },
  'kube-prometheus-stack': {
    services: (name, { get }) => [[get('grafana', 'fullnameOverride').text() ?? name, [portOf(get('grafana', 'service', 'port'), 80)]]],
    named: 'grafana',
    // prometheus-community/helm-charts charts/kube-prometheus-stack/Chart.yaml: since 56 it brings 7.2 of Grafana's chart.
    misplaced: leaked(['grafana'], [56]),
    topKeys: ['grafana', 'prometheus', 'alertmanager'],
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
