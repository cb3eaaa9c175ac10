import { isLiteral } from '../contract/option-error.ts';
import type { JsonMap } from '../manifest/manifest.ts';

/** Looks up a value of a chart by its path; undefined where nothing stands. */
export type Values = (...path: readonly string[]) => unknown;

/** Values as plain data. */
export const valuesOf =
  (values: JsonMap): Values =>
  (...path) =>
    path.reduce<unknown>((value, key) => (isLiteral(value) ? value[key] : undefined), values);

/** True where values say nothing, or say no: what charts take for "no volume". Whatever else stands there is somebody's decision. */
const off = (value: unknown): boolean => value === undefined || value === null || value === false;

/** Grafana's chart keeps its database in an emptyDir. @param prefix `grafana` where it is a part of another chart */
export const grafanaForgets = (values: Values, ...prefix: readonly string[]): boolean =>
  off(values(...prefix, 'persistence', 'enabled')) && off(values(...prefix, 'grafana.ini', 'database'));

/** The operator gives a Prometheus without `storageSpec` an emptyDir, whatever its retention. What is written elsewhere as well is not lost. */
export const prometheusForgets = (values: Values): boolean =>
  values('prometheus', 'enabled') !== false &&
  ['storageSpec', 'remoteWrite', 'additionalRemoteWrite', 'thanos', 'volumes'].every((field) => {
    const value = values('prometheus', 'prometheusSpec', field);
    return off(value) || (typeof value === 'object' && Object.keys(value!).length === 0);
  });

/** Nextcloud's chart keeps files, configuration and an SQLite in an emptyDir. */
export const nextcloudForgets = (values: Values): boolean => off(values('persistence', 'enabled')) && off(values('nextcloud', 'extraVolumes'));

/** Sentences for dist's page about a Grafana. */
export function grafanaUnkept(values: JsonMap, chart: 'grafana' | 'kube-prometheus-stack'): string[] {
  const get = valuesOf(values);
  const grafana = chart === 'grafana' ? grafanaForgets(get) : get('grafana', 'enabled') !== false && grafanaForgets(get, 'grafana');
  return [
    ...(grafana ? ["Grafana's database is in no volume. Users, dashboards and settings made by hand are gone with the pod. Set `storage.grafana`"] : []),
    ...(chart !== 'grafana' && prometheusForgets(get)
      ? ['Prometheus has no volume. Every measurement is gone with the pod, whatever `retention` says. Set `storage.prometheus`']
      : []),
  ].map((sentence) => `${sentence}.`);
}

/** The same about a Nextcloud. */
export function nextcloudUnkept(values: JsonMap): string[] {
  const get = valuesOf(values);
  if (nextcloudForgets(get)) return ['nothing is in a volume: files, accounts and settings are gone with the pod. Set `persistence` in `values` again.'];
  const other = ['mariadb', 'postgresql', 'externalDatabase'].some((name) => get(name, 'enabled') === true);
  return get('internalDatabase', 'enabled') !== false && !other
    ? ['its tables are in an SQLite file on its volume, which is enough for a few people. Decide on `database` before the first start: moving later is work.']
    : [];
}
