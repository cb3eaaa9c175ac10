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
  /** There may be more values: in objects that are not here, or below a chart of which no values are known. */
  readonly open: boolean;
  /** The chart's own values are not known, because an earlier pinout imported it: whether a required value is there cannot be told. */
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
    return [{ chart, object, layers, values, open: why !== undefined || isOpen(object, objects, files), fileOf: own.shown, ...(isUnreadable ? { why } : {}) }];
  });
  const releases = releasesOf(objects, tree, {}).flatMap((release): InstalledChart[] => {
    const shape = charts.shapeOf({ chart: release.chart, ...(release.version?.text() === undefined ? {} : { version: release.version.text()! }) });
    if (shape === undefined || !hasSchema(shape)) return [];
    const { object, layers } = release;
    const chart = chartOfParts(shape.chart, shape.version, shape);
    const isElsewhere = isOpen(object, objects, files) || hides(release);
    const open = shape.defaults === undefined || isElsewhere;
    const bare = shape.defaults === undefined && !isElsewhere ? { isBare: true as const } : {};
    try {
      return [{ chart, object, layers, values: withUnknown(valuesIn(release), object), open, ...bare }];
    } catch (error) {
      if (!(error instanceof NotRendered)) throw error;
      return [{ chart, object, layers, values: new Map(), open, why: error.message }];
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
    return [{ chart, object: fileObject(meta), layers, values: new Map(), open: false, fileOf: own.shown, isAlone: true }];
  });
}

const bringsSchema = ({ schema, dependencies }: Chart): boolean =>
  schema !== undefined || dependencies.some(({ chart }) => chart !== undefined && bringsSchema(chart));

const hides = (release: Release): boolean => release.object.kind === 'HelmRelease' && hidesValues(release);

function valuesIn({ object, layers }: Release): Dict {
  return layered([...layers].reverse().map((layer) => hiddenValues(valuesOf(layer.value), object.kind === 'HelmRelease')));
}

/** Whether some values are in an object or a file that is not in the repository. */
function isOpen({ root, namespace, kind }: TreeObject, objects: Objects, files: ValueFiles): boolean {
  if (kind === 'HelmRelease') {
    const spec = root.get('spec');
    return (
      spec.get('chart', 'spec', 'valuesFiles').exists ||
      spec
        .get('valuesFrom')
        .items()
        .some((one) => one.get('kind').text() !== 'ConfigMap' || objects.find('ConfigMap', namespace, one.get('name').text() ?? '') === undefined)
    );
  }
  if (kind !== 'Application') return kind === 'Chart' || kind === 'HelmChart';
  const sources = sourcesOf({ root });
  return sources.some((source) => {
    const helm = source.get('helm');
    const missing = helm
      .get('valueFiles')
      .items()
      .some((one) => {
        const path = valueFile(one.text() ?? '', source, refsOf(sources));
        return path === undefined || files.at(path) === undefined;
      });
    return missing || helm.get('fileParameters').exists || source.get('plugin').exists;
  });
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
