import type { Reader } from '../manifest/reader.ts';
import { known } from './known.ts';
import type { Manifests } from './manifests.ts';
import type { Release } from './release.ts';

/** Services of the one chart of a namespace. */
export interface ChartServices {
  /** By name, with their ports when those are known. */
  readonly named: ReadonlyMap<string, readonly number[] | undefined>;
  /** Whether the chart may make a Service of this name as well. */
  readonly mayMake: (name: string) => boolean;
}

/** What each of these charts calls the Service that a host leads to (templates/service*.yaml of the chart); of the stack it is Grafana's. */
const charts: Readonly<Record<string, (fullname: string, release: Release) => readonly (readonly [string, readonly number[] | undefined])[]>> = {
  authentik: (name, { get }) => [
    [`${name}-server`, [port(get('server', 'service', 'servicePortHttp'), 80), port(get('server', 'service', 'servicePortHttps'), 443)]],
  ],
  headlamp: (name, { get }) => [[name, [port(get('service', 'port'), 80)]]],
  nextcloud: (name, { get }) => [[name, [port(get('service', 'port'), 8080)]]],
  grafana: (name, { get }) => [[name, [port(get('service', 'port'), 80)]]],
  'kube-prometheus-stack': (name, { get }) => [[get('grafana', 'fullnameOverride').text() ?? name, [port(get('grafana', 'service', 'port'), 80)]]],
  vault: (name, { get }) => ['', '-internal', '-active', '-standby', '-ui'].map((end) => [name + end, end === '-ui' ? undefined : vaultPorts(get)]),
  openbao: (name, { get }) => ['', '-internal', '-active', '-standby', '-ui'].map((end) => [name + end, end === '-ui' ? undefined : vaultPorts(get)]),
};

// 8201 is there too, for the other members of a cluster: no host leads to it.
const vaultPorts = (get: Release['get']): readonly number[] => [port(get('server', 'service', 'port'), 8200)];
const port = (at: Reader, usual: number): number => (typeof at.scalar() === 'number' ? (at.scalar() as number) : usual);

/**
 * Services by namespace that charts make whose names are known. Only namespaces where one such chart is all that there is: elsewhere more may be
 * there than can be told.
 */
export function chartServicesOf({ releases, objects, containers }: Manifests): ReadonlyMap<string, ChartServices> {
  const found = new Map<string, ChartServices>();
  const mixed = new Set<string>();
  for (const release of releases) {
    const { namespace, root, name: own } = release.object;
    const spec = root.get('spec');
    const make = Object.hasOwn(charts, release.chart) ? charts[release.chart] : undefined;
    const name = known(spec.get('releaseName').text() ?? own);
    const hides = ['valuesFrom', 'targetNamespace', 'postRenderers', 'patches'].some((field) => spec.get(field).exists);
    const renamed = [release.get('nameOverride'), release.get('global', 'nameOverride'), release.get('global', 'fullnameOverride')].some(
      (at) => (at.text() ?? '') !== '',
    );
    if (make === undefined || name === undefined || hides || renamed || found.has(namespace) || release.object.kind !== 'HelmRelease') {
      mixed.add(namespace);
      continue;
    }
    // The usual `fullname`: the name of the release, with that of the chart when it is not in it.
    const chart = release.chart === 'kube-prometheus-stack' ? 'grafana' : release.chart;
    const given = release.chart === chart ? known(release.get('fullnameOverride').text()) : undefined;
    const full = given ?? (name.includes(chart) ? name : `${name}-${chart}`);
    const named = new Map(make(full, release));
    const begins = [`${full}-`, `${name}-`, ...(release.chart === chart ? [] : ['prometheus-', 'alertmanager-'])];
    // authentik makes Services for its own outposts.
    found.set(namespace, {
      named,
      mayMake: (one) => begins.some((begin) => one.startsWith(begin)) || (chart === 'authentik' && one.startsWith('ak-outpost-')),
    });
  }
  for (const { namespace } of objects.of('Service')) mixed.add(namespace);
  // Jobs have no Service.
  for (const { object, release } of containers) if (release === undefined && object.kind !== 'Job' && object.kind !== 'CronJob') mixed.add(object.namespace);
  for (const namespace of mixed) found.delete(namespace);
  found.delete('');
  return found;
}
