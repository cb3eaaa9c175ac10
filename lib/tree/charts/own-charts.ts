import { posix } from 'node:path';
import type { Chart, Dependency } from '../../helm/chart.ts';
import { importsIn } from '../../helm/imported-values.ts';
import { hiddenValues } from '../../helm/hidden-values.ts';
import { valuesOf } from '../../helm/render-chart.ts';
import type { Reader } from '../../manifest/reader.ts';
import type { Tree } from '../tree.ts';
import type { Origin } from '../origin.ts';

/** What is said of a template that was not rendered. */
export const templateUnread = 'template of a Helm chart';

/** Charts of which the repository has the files. */
export interface OwnCharts {
  /** Folders of charts, from the root of the repository. */
  readonly folders: ReadonlySet<string>;
  readonly at: (folder: string) => Chart | undefined;
  /** The file of a template, as it is shown to people. */
  readonly shown: (chart: Chart, path: string) => string;
  /** Folders of charts that other charts bring. */
  readonly brought: ReadonlySet<string>;
}

/** Indexes the charts of a tree. Their files are read when one of them is rendered. */
export function ownCharts(tree: Tree): OwnCharts {
  const whole = tree.whole ?? tree;
  const { origin } = tree;
  const metas = new Map<string, Reader>();
  for (const { file, root } of whole.documents)
    if (posix.basename(file) === 'Chart.yaml' && root.text('name') !== undefined) metas.set(posix.dirname(origin.pathOf(file)), root);
  const templates = metas.size === 0 ? new Map<string, string[]>() : templatesOf(whole, metas);
  const values = new Map<string, Reader>();
  if (metas.size > 0)
    for (const { file, root } of whole.documents) if (posix.basename(file) === 'values.yaml') values.set(posix.dirname(origin.pathOf(file)), root);
  // Helm loads no chart whose values are no map (helm.sh/helm/pkg/chart/loader, LoadFiles).
  for (const [folder, { value }] of values) if (value !== null && (typeof value !== 'object' || Array.isArray(value))) metas.delete(folder);
  const folders = new Set([...metas.keys()].filter((folder) => templates.has(folder) || metas.get(folder)!.get('dependencies').exists));
  const made = new Map<string, Chart | undefined>();
  const placeOf = new WeakMap<Chart['templates'], string>();
  const folderOf = (folder: string, one: Reader): string | undefined => {
    const repository = one.text('repository') ?? '';
    const name = one.text('name') ?? '';
    const places = [...(repository.startsWith('file://') ? [posix.join(folder, repository.slice('file://'.length))] : []), posix.join(folder, 'charts', name)];
    return places.find((place) => metas.has(place));
  };
  const dependenciesOf = (folder: string, above: readonly string[]): Dependency[] => {
    const listed = metas.get(folder)!.items('dependencies');
    const given = listed.map((one) => dependencyOf(one, chartAt(folderOf(folder, one), above)));
    // Helm takes up what lies in `charts` whether it is listed or not.
    const names = new Set(listed.map((one) => one.text('name')));
    const loose = [...metas].filter(([place, meta]) => posix.dirname(place) === `${folder}/charts` && !names.has(meta.text('name')));
    return [...given, ...loose.map(([place, meta]) => ({ ...loosely, name: meta.text('name')!, chart: chartAt(place, above) }))];
  };
  const chartAt = (folder: string | undefined, above: readonly string[]): Chart | undefined => {
    if (folder === undefined || above.includes(folder) || above.length > 10) return undefined;
    if (made.has(folder)) return made.get(folder);
    const meta = metas.get(folder)!;
    const text = (key: string): string => String(meta.get(key).scalar() ?? '');
    const texts = new Map(
      (templates.get(folder) ?? []).flatMap((path) => {
        const source = origin.read(posix.join(folder, path));
        return source === undefined ? [] : [[path, source] as const];
      }),
    );
    placeOf.set(texts, folder);
    const schema = origin.read(posix.join(folder, 'values.schema.json'));
    const chart: Chart = {
      name: text('name'),
      version: text('version'),
      appVersion: text('appVersion'),
      type: text('type'),
      values: hiddenValues(valuesOf(values.get(folder)?.value), false),
      templates: texts,
      ...(schema === undefined ? {} : { schema }),
      file: (path) => (path.includes('..') ? undefined : origin.read(posix.join(folder, path))),
      list: () => filesOfChart(folder, origin),
      dependencies: dependenciesOf(folder, [...above, folder]),
    };
    made.set(folder, chart);
    return chart;
  };
  return {
    folders,
    at: (folder) => (metas.has(folder) ? chartAt(folder, []) : undefined),
    shown: (chart, path) => origin.shownAs(posix.join(placeOf.get(chart.templates) ?? '', path)),
    brought: new Set(
      [...metas].flatMap(([folder, meta]) => [
        ...meta.items('dependencies').flatMap((one) => folderOf(folder, one) ?? []),
        ...(metas.has(posix.dirname(posix.dirname(folder))) && posix.basename(posix.dirname(folder)) === 'charts' ? [folder] : []),
        ...(meta.text('type') === 'library' ? [folder] : []),
      ]),
    ),
  };
}

const loosely = { alias: undefined, condition: undefined, tags: [], imports: [], isLoose: true } as const;

function dependencyOf(one: Reader, chart: Chart | undefined): Dependency {
  return {
    name: one.text('name') ?? '',
    alias: one.text('alias'),
    condition: one.text('condition'),
    tags: one.items('tags').flatMap((tag) => tag.text() ?? []),
    imports: importsIn(one.get('import-values').value),
    chart,
  };
}

/** Paths of templates by the folder of their chart, which is the nearest above them. */
function templatesOf(tree: Tree, metas: ReadonlyMap<string, Reader>): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { file, why } of tree.unread) {
    if (!why.startsWith(templateUnread)) continue;
    const path = tree.origin.pathOf(file);
    const folder = path.slice(0, path.lastIndexOf('/templates/'));
    const own = path.startsWith('templates/') ? '.' : folder;
    if (!metas.has(own)) continue;
    const list = found.get(own) ?? [];
    list.push(own === '.' ? path : path.slice(own.length + 1));
    found.set(own, list);
  }
  return found;
}

/** More files than a template turns into objects. */
const most = 1000;

/** What Helm keeps for itself (helm.sh/helm/pkg/chart/loader, LoadFiles): templates get no such file by `.Files`. */
const isOwn = (path: string): boolean => /^(?:Chart\.yaml|Chart\.lock|values\.yaml|values\.schema\.json|(?:templates|charts)\/.*)$/.test(path);

/** Paths of the files that the templates of a chart may take. Undefined where a .helmignore decides, or there are too many. */
function filesOfChart(folder: string, origin: Origin): readonly string[] | undefined {
  const found: string[] = [];
  const folders = [''];
  for (const at of folders) {
    for (const name of [...origin.list(posix.join(folder, at))].sort()) {
      const path = posix.join(at, name);
      if (path === '.helmignore' || found.length + folders.length > most) return undefined;
      if (isOwn(path) || isOwn(`${path}/`)) continue;
      if (origin.list(posix.join(folder, path)).length > 0) folders.push(path);
      else found.push(path);
    }
  }
  return found;
}
