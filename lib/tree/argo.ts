import { posix } from 'node:path';
import { ComposedDocument, MapNode, type Node, Part, partOf } from '../manifest/composed.ts';
import { Reader } from '../manifest/reader.ts';
import { filled, type Known, parametersOf } from './argo-parameters.ts';
import { mapTexts } from './map-texts.ts';
import type { Objects } from './objects.ts';
import { type Release, release } from './release.ts';
import type { TreeObject } from './tree.ts';
import type { ValueFiles } from './value-files.ts';

/** Releases of Argo CD: of its Applications, and of those that an ApplicationSet makes where it is plain. */
export const argoReleases = (objects: Objects, files: ValueFiles): Release[] => applicationsIn(objects, files).flatMap((object) => releasesIn(object, files));

/** Applications of a tree, and those that its ApplicationSets make. */
export function applicationsIn(objects: Objects, files: ValueFiles): TreeObject[] {
  const isArgo = ({ apiVersion }: TreeObject): boolean => apiVersion.startsWith('argoproj.io/');
  const own = objects.of('Application').filter((object) => isArgo(object) || object.root.get('spec', 'source').exists);
  const isCluster = ({ root }: TreeObject): boolean =>
    root
      .get('metadata', 'labels')
      .entries()
      .some(([key, value]) => key.endsWith('.argoproj.io/secret-type') && value.text() === 'cluster');
  const known: Known = { ...files, clusters: [...objects.of('Secret').filter(isCluster)].map(({ root }) => root) };
  const made = objects
    .of('ApplicationSet')
    .filter(isArgo)
    .flatMap((object) => applicationsOf(object, known));
  return [...own, ...made];
}

/** Charts of the repository's own that depend on others and that no Application names, with the values beside them: whatever installs them. */
export function chartReleases(files: ValueFiles, objects: Objects): Release[] {
  const named = new Set(applicationsIn(objects, files).flatMap((object) => sourcesOf(object).map((source) => posix.normalize(source.text('path') ?? '..'))));
  return [...files.charts].flatMap(([folder, chart]) => {
    const values = files.at(posix.join(folder, 'values.yaml'));
    return values === undefined || named.has(folder)
      ? []
      : dependencies(chart, [values], {
          root: chart,
          file: chart.file,
          apiVersion: '',
          kind: 'Chart',
          namespace: '',
          name: chart.text('name') ?? folder,
          applied: true,
          ours: false,
          // Whoever installs it may set more.
        }).map((made) => ({ ...made, hidden: true }));
  });
}

/** The charts that a chart depends on: their values stand below their names. */
function dependencies(chart: Reader, layers: readonly Reader[], object: TreeObject): Release[] {
  return chart.items('dependencies').flatMap((one) => {
    const name = one.text('name');
    // One of the repository's own is rendered.
    if (name === undefined || one.text('repository')?.startsWith('file://') === true || isOff(one, layers)) return [];
    const own = layers.map((layer) => layer.get(one.text('alias') ?? name)).filter((layer) => layer.exists);
    return own.length === 0 ? [] : [release(object, name, one.text('repository') ?? '', one.get('version'), own)];
  });
}

/** Whether values switch a dependency off: of its conditions the first that they have counts (helm: pkg/chartutil/dependencies.go, processDependencyConditions). */
function isOff(dependency: Reader, layers: readonly Reader[]): boolean {
  const paths = (dependency.text('condition') ?? '').split(',').map((path) => path.trim().split('.'));
  const found = paths.flatMap((path) => layers.map((layer) => layer.get(...path)).find(({ exists }) => exists) ?? []);
  return found.length > 0 && String(found[0]!.scalar()) === 'false';
}

function releasesIn(object: TreeObject, files: ValueFiles): Release[] {
  const spec = object.root.get('spec');
  const sources = sourcesOf(object);
  const target = spec.text('destination', 'namespace') ?? object.namespace;
  const inTarget = { ...object, namespace: target.includes('{{') ? '' : target };
  return sources.flatMap((source) => {
    const layers = layersOf(source, sources, files, object);
    const hides = source.get('plugin').exists || absentFiles(source, sources, files).length > 0;
    const hiding = (made: Release): Release => (hides ? { ...made, hidden: true } : made);
    const name = source.text('chart');
    if (name !== undefined) return [hiding(release(inTarget, name, source.text('repoURL') ?? '', source.get('targetRevision'), layers))];
    const path = source.text('path');
    const chart = path === undefined ? undefined : files.at(posix.join(path, 'Chart.yaml'));
    if (path === undefined) return [];
    // A chart in another repository, of which the values are here.
    if (chart === undefined)
      return layers.length === 0 ? [] : [hiding(release(inTarget, posix.basename(path), source.text('repoURL') ?? '', source.get('targetRevision'), layers))];
    const values = files.at(posix.join(path, 'values.yaml'));
    return dependencies(chart, [...layers, ...(values === undefined ? [] : [values])], inTarget).map(hiding);
  });
}

/** What an Application applies: one chart, or several sources. */
export function sourcesOf({ root }: Pick<TreeObject, 'root'>): Reader[] {
  const spec = root.get('spec');
  return [...(spec.get('source').exists ? [spec.get('source')] : []), ...spec.items('sources')];
}

/** Values of a source, the strongest first: parameters, valuesObject, values, then files, of which the last wins. */
export function layersOf(source: Reader, sources: readonly Reader[], files: ValueFiles, object: TreeObject): Reader[] {
  const helm = source.get('helm');
  const parameters = helm.items('parameters').flatMap((one) => parameter(one, object));
  const inline = helm.get('valuesObject');
  const refs = refsOf(sources);
  const named = helm.items('valueFiles').flatMap((one) => {
    const path = valueFile(one.text() ?? '', source, refs);
    return path === undefined ? [] : (files.at(path) ?? []);
  });
  return [...parameters, ...(inline.exists ? [inline] : []), ...helm.get('values').embedded(), ...named.reverse()];
}

/** Values files of a source that are not in the repository. */
export function absentFiles(source: Reader, sources: readonly Reader[], files: ValueFiles): readonly Reader[] {
  const refs = refsOf(sources);
  const mayMiss = source.get('helm', 'ignoreMissingValueFiles').scalar() === true;
  return source.items('helm', 'valueFiles').filter((one) => {
    const path = valueFile(one.text() ?? '', source, refs);
    return path === undefined || path.includes('{{') || (!mayMiss && files.at(path) === undefined);
  });
}

/** The path of a values file from the root of the repository. */
export function valueFile(text: string, source: Reader, refs: ReadonlySet<string>): string | undefined {
  const [, ref, rest] = /^\$([^/]+)\/(.+)$/.exec(text) ?? [];
  // The repository of a `ref` is nearly always the one that the Application is in.
  if (ref !== undefined) return refs.has(ref) ? rest! : undefined;
  return text.startsWith('/') ? text.slice(1) : posix.join(source.text('path') ?? '.', text);
}

/** Names by which sources of an Application are referred to. */
export const refsOf = (sources: readonly Reader[]): ReadonlySet<string> => new Set(sources.flatMap((one) => one.text('ref') ?? []));

function parameter(one: Reader, object: TreeObject): Reader[] {
  const keys = (one.text('name') ?? '').split(/(?<!\\)\./).map((key) => key.replaceAll(String.raw`\.`, '.'));
  if (keys.some((key) => key === '' || key.includes('['))) return [];
  const node = keys.reduceRight<Node>((inner, key) => new MapNode(new Map([[key, inner]]), one), partOf(one.get('value')));
  return [Reader.of(new ComposedDocument(node, object.root.document))];
}

/** Applications of an ApplicationSet. One whose generator is not plain makes one, in which the placeholders stay. */
function applicationsOf(set: TreeObject, files: Known): TreeObject[] {
  const spec = set.root.get('spec');
  const template = spec.get('template');
  const generators = spec.items('generators');
  const parameters = generators.flatMap((one) => parametersOf(one, files)).slice(0, 200);
  return (parameters.length === 0 ? [new Map<string, string>()] : parameters).map((values) => {
    const node = mapTexts(partOf(template), { mark: '{{', change: (text) => filled(text, values) });
    const root = node instanceof Part && node.value === template.raw ? template : Reader.of(new ComposedDocument(node, set.root.document));
    return { ...set, root, kind: 'Application', name: root.text('metadata', 'name') ?? set.name };
  });
}
