import { posix } from 'node:path';
import type { Chart } from '../../helm/chart.ts';
import { hiddenValues } from '../../helm/hidden-values.ts';
import { layered } from '../../helm/merge-values.ts';
import { NotRendered } from '../../helm/not-rendered.ts';
import { opaque } from '../../helm/opaque-text.ts';
import { valuesOf } from '../../helm/render-chart.ts';
import { type Dict, isDict, isList, type Value } from '../../helm/value.ts';
import type { Reader } from '../../manifest/reader.ts';
import { isDead } from '../../tree/applied/dead-folders.ts';
import { refsOf, sourcesOf, valueFile } from '../../tree/argo.ts';
import { installsOf } from '../../tree/charts/installations.ts';
import { type OwnCharts, ownCharts } from '../../tree/charts/own-charts.ts';
import { type Objects, objectsOf } from '../../tree/objects.ts';
import { hidesValues, type Release } from '../../tree/release.ts';
import { madeBy, releasesOf } from '../../tree/releases.ts';
import { fileObject, type Tree, type TreeObject } from '../../tree/tree.ts';
import { valueFiles, type ValueFiles } from '../../tree/value-files.ts';
import { chartOfParts } from './chart-of-parts.ts';
import { hasSchema } from './chart-shape.ts';
import type { Charts } from './charts.ts';

/** A chart with a schema that something installs, and the values that it is given. */
export interface InstalledChart {
  readonly chart: Chart;
  readonly object: TreeObject;
  /** Values as they were written, the strongest first. */
  readonly layers: readonly Reader[];
  readonly values: Dict;
  /** Where more values may be, which are not known: whether a required one is there cannot be told. */
  readonly elsewhere?: string;
  /** An earlier pinout imported the chart, without its own values. */
  readonly isBare?: true;
  /** Nothing here installs the chart: its own values are judged, and what somebody has to write is left out. */
  readonly isAlone?: true;
  /** Why nobody can tell the values. */
  readonly why?: string;
  /** Of a chart of this repository: the file of a chart, its own or one that it brings. */
  readonly fileOf?: (chart: Chart, path: string) => string;
}

/** Charts with a schema that a tree installs, its own and those whose shapes are there. */
export function installedCharts(tree: Tree, charts: Charts): InstalledChart[] {
  const objects = objectsOf(tree.objects.filter(({ kind }) => kind !== 'Component'));
  const files = valueFiles(tree);
  const own = ownCharts(tree);
  const made = madeBy(objects, {});
  const installs = installsOf(objects, files, own, made).flatMap(({ folder, object, installation, layers, why }): InstalledChart[] => {
    const chart = own.at(folder);
    if (chart === undefined || !bringsSchema(chart)) return [];
    const values = withUnknown(installation.values, object);
    const isUnreadable = why !== undefined && layers.length > 0 && values.size === 0;
    const elsewhere = elsewhereOf(object, objects, files) ?? why;
    return [{ chart, object, layers, values, ...(elsewhere === undefined ? {} : { elsewhere }), fileOf: own.shown, ...(isUnreadable ? { why } : {}) }];
  });
  const releases = releasesOf(objects, tree, {}).flatMap((release): InstalledChart[] => {
    const shape = charts.shapeOf({ chart: release.chart, ...(release.version?.text() === undefined ? {} : { version: release.version.text()! }) });
    if (shape === undefined || !hasSchema(shape)) return [];
    const { object, layers } = release;
    const chart = chartOfParts(shape.chart, shape.version, shape);
    const hidden = elsewhereOf(object, objects, files) ?? (hides(release) ? 'some of its values are not in the repository' : undefined);
    const bare =
      shape.defaults === undefined && hidden === undefined ? { elsewhere: 'imports/charts has no values of the chart itself', isBare: true as const } : {};
    const given = { chart, object, layers, ...bare, ...(hidden === undefined ? {} : { elsewhere: hidden }) };
    try {
      return [{ ...given, values: withUnknown(valuesIn(release), object) }];
    } catch (error) {
      if (!(error instanceof NotRendered)) throw error;
      return [{ ...given, values: new Map(), why: error.message }];
    }
  });
  return [...installs, ...releases, ...aloneIn(tree, own, files, new Set(installs.map(({ chart }) => chart.templates)))];
}

/** Charts of the repository that nothing in it installs. */
function aloneIn(tree: Tree, own: OwnCharts, files: ValueFiles, installed: ReadonlySet<Chart['templates']>): InstalledChart[] {
  return [...own.folders].flatMap((folder): InstalledChart[] => {
    const chart = own.at(folder);
    const meta = files.at(posix.join(folder, 'Chart.yaml'));
    if (chart === undefined || meta === undefined || !bringsSchema(chart) || installed.has(chart.templates)) return [];
    if (own.brought.has(folder) || isDead(posix.join(folder, 'Chart.yaml'), tree.origin.roots)) return [];
    const values = files.at(posix.join(folder, 'values.yaml'));
    const layers = values === undefined ? [] : [values];
    return [{ chart, object: fileObject(meta), layers, values: new Map(), fileOf: own.shown, isAlone: true }];
  });
}

const bringsSchema = ({ schema, dependencies }: Chart): boolean =>
  schema !== undefined || dependencies.some(({ chart }) => chart !== undefined && bringsSchema(chart));

const hides = (release: Release): boolean => release.object.kind === 'HelmRelease' && hidesValues(release);

function valuesIn({ object, layers }: Release): Dict {
  return layered([...layers].reverse().map((layer) => hiddenValues(valuesOf(layer.value), object.kind === 'HelmRelease')));
}

/** Why some values are not known: they are in an object or a file that is not in the repository, or in a Secret. */
function elsewhereOf({ root, namespace, kind }: TreeObject, objects: Objects, files: ValueFiles): string | undefined {
  if (kind === 'Chart' || kind === 'HelmChart') return 'what installs the chart may set more values';
  if (kind === 'HelmRelease') {
    const spec = root.get('spec');
    if (spec.get('chart', 'spec', 'valuesFiles').exists) return 'spec.chart.spec.valuesFiles names files of the chart';
    for (const one of spec.get('valuesFrom').items()) {
      const [of = 'ConfigMap', name = ''] = [one.get('kind').text(), one.get('name').text()];
      if (of !== 'ConfigMap') return `spec.valuesFrom takes more values from ${of}/${name}`;
      if (objects.find('ConfigMap', namespace, name) === undefined) return `ConfigMap/${name}, which spec.valuesFrom names, is not in the repository`;
    }
  }
  if (kind !== 'Application') return undefined;
  const sources = sourcesOf({ root });
  for (const source of sources) {
    const helm = source.get('helm');
    for (const one of helm.get('valueFiles').items()) {
      const path = valueFile(one.text() ?? '', source, refsOf(sources));
      if (path === undefined || files.at(path) === undefined) return `the values file ${one.text() ?? ''} is not in the repository`;
    }
    if (helm.get('fileParameters').exists) return 'helm.fileParameters takes values from files';
    if (source.get('plugin').exists) return 'an Argo CD plugin renders it';
  }
  return undefined;
}

/** Values with an unknown one wherever the installer decides on its type (`--set`), or puts something else in its place. */
function withUnknown(values: Dict, { root, kind }: TreeObject): Dict {
  const unknown = kind === 'Application' ? placeholders(values) : values;
  const paths =
    kind === 'Application'
      ? sourcesOf({ root }).flatMap((source) => texts(source.get('helm', 'parameters'), 'name'))
      : texts(root.get('spec', 'valuesFrom'), 'targetPath');
  for (const path of paths)
    set(
      unknown,
      path.split(/(?<!\\)\./).map((key) => key.replaceAll(String.raw`\.`, '.').split('[', 1)[0]!),
    );
  return unknown;
}

const texts = (list: Reader, field: string): string[] => list.items().flatMap((one) => one.get(field).text() ?? []);

function set(values: Dict, [key, ...rest]: readonly string[]): void {
  if (key === undefined) return;
  const inner = values.get(key);
  if (rest.length > 0 && isDict(inner)) set(inner, rest);
  else if (rest.length > 0 && !values.has(key)) {
    const made: Dict = new Map();
    values.set(key, made);
    set(made, rest);
  } else values.set(key, opaque(`value of ${key}`));
}

/** What an ApplicationSet or a plugin fills in. */
const placeholders = (values: Dict): Dict => new Map([...values].map(([key, value]) => [key, placeholder(value, key)]));
function placeholder(value: Value, key: string): Value {
  if (typeof value === 'string') return /\{\{|^<path:|^\$[A-Z_]+$/.test(value) ? opaque(`value of ${key}`) : value;
  if (isList(value)) return value.map((one) => placeholder(one, key));
  return isDict(value) ? placeholders(value) : value;
}
