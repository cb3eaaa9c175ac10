import { grouped } from '../contract/grouped.ts';
import { sourcesOf } from '../tree/argo.ts';
import { known } from '../tree/known.ts';
import { hidesValues } from '../tree/release.ts';
import type { Manifests } from '../tree/manifests.ts';
import { chartFacts } from './chart-facts.ts';

/** Services of a chart. */
export interface ChartServices {
  /** The name of its release. */
  readonly release: string;
  /** The name of the object that installs it. */
  readonly object: string;
  /** Nothing else in its namespace makes a Service. */
  readonly isAlone: boolean;
  /** By name, with their ports when those are known. */
  readonly named: ReadonlyMap<string, readonly number[] | undefined>;
  /** Whether the chart may make a Service of this name as well. */
  readonly mayMake: (name: string) => boolean;
}

/** Services by namespace that charts make whose names are known. Where such a chart is not alone, more may be there than can be told. */
export function chartServicesOf(manifests: Manifests): ReadonlyMap<string, readonly ChartServices[]> {
  const { releases, objects, containers } = manifests;
  const found: (Omit<ChartServices, 'isAlone'> & { readonly namespace: string })[] = [];
  const mixed = new Set<string>();
  for (const release of releases) {
    const { root, name: own, kind } = release.object;
    const spec = root.get('spec');
    // Flux names such a release after both (fluxcd/helm-controller api/v2/helmrelease_types.go, GetReleaseName).
    const target = kind === 'HelmRelease' ? known(spec.text('targetNamespace')) : undefined;
    const namespace = target ?? release.object.namespace;
    const facts = chartFacts(release.chart, manifests);
    const names = [spec, ...sourcesOf(release.object).map((source) => source.get('helm'))].flatMap((one) => one.text('releaseName') ?? []);
    const name = known(names[0] ?? (target === undefined ? own : `${target}-${own}`));
    const hides =
      hidesValues(release) ||
      names.length > 1 ||
      ['postRenderers', 'patches', ...(target === undefined ? ['targetNamespace'] : [])].some((field) => spec.get(field).exists) ||
      !spec.items('valuesFrom').every((one) => !one.get('targetPath').exists || isApart(one.text('targetPath')));
    const renamed = [release.get('nameOverride'), release.get('global', 'nameOverride'), release.get('global', 'fullnameOverride')].some(
      (at) => (at.text() ?? '') !== '',
    );
    if (facts?.services === undefined || name === undefined || name.length > 53 || hides || renamed || !installs.has(kind)) {
      mixed.add(namespace);
      continue;
    }
    // The usual `fullname`: the name of the release, with that of the chart when it is not in it.
    const chart = facts.named ?? release.chart;
    const given = release.chart === chart ? known(release.get('fullnameOverride').text()) : undefined;
    const full = given ?? (name.includes(chart) ? name : `${name}-${chart}`);
    const begins = [`${full}-`, `${name}-`, ...(facts.makes ?? [])];
    found.push({
      namespace,
      release: name,
      object: own,
      named: new Map(facts.services(full, release)),
      mayMake: (one) => begins.some((begin) => one.startsWith(begin)),
    });
  }
  for (const { namespace } of objects.of('Service')) mixed.add(namespace);
  // Jobs have no Service.
  for (const { object, release } of containers) if (release === undefined && object.kind !== 'Job' && object.kind !== 'CronJob') mixed.add(object.namespace);
  const byNamespace = grouped(found, ({ namespace }) => namespace);
  return new Map(
    [...byNamespace].flatMap(([namespace, charts]) =>
      namespace === '' ? [] : [[namespace, charts.map((one) => ({ ...one, isAlone: charts.length === 1 && !mixed.has(namespace) }))] as const],
    ),
  );
}

/** What installs a chart under a name that it tells. */
const installs: ReadonlySet<string> = new Set(['HelmRelease', 'Application', 'helmCharts']);

/** Whether a value that comes from elsewhere is neither of a Service nor of a name. */
const isApart = (path: string | undefined): boolean => path !== undefined && !/service|name/i.test(path);
