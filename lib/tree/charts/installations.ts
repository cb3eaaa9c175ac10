import { posix } from 'node:path';
import type { Installation } from '../../helm/chart.ts';
import { hiddenValues } from '../../helm/hidden-values.ts';
import { layered } from '../../helm/merge-values.ts';
import { opaque } from '../../helm/opaque-text.ts';
import { valuesOf } from '../../helm/render-chart.ts';
import { NotRendered } from '../../helm/not-rendered.ts';
import type { Reader } from '../../manifest/reader.ts';
import { absentFiles, applicationsIn, layersOf, sourcesOf } from '../argo.ts';
import { known } from '../known.ts';
import type { Objects } from '../objects.ts';
import { hidesValues } from '../release.ts';
import { fluxRelease, type Made } from '../releases.ts';
import type { TreeObject } from '../tree.ts';
import type { ValueFiles } from '../value-files.ts';
import type { OwnCharts } from './own-charts.ts';

/** A chart of the repository's own that something installs. */
export interface Install {
  readonly folder: string;
  readonly object: TreeObject;
  readonly installation: Installation;
  /** Values as they were written, the strongest first. */
  readonly layers: readonly Reader[];
  /** Why its values are not known. */
  readonly why?: string;
}

/** What Argo CD and Flux install of the repository's own charts. */
export function installsOf(objects: Objects, files: ValueFiles, charts: OwnCharts, made: Made): Install[] {
  return [
    ...applicationsIn(objects, files).flatMap((object) => ofArgo(object, files, charts)),
    ...objects.of('HelmRelease').flatMap((object) => ofFlux(object, objects, charts, made)),
  ];
}

function ofArgo(object: TreeObject, files: ValueFiles, charts: OwnCharts): Install[] {
  const sources = sourcesOf(object);
  return sources.flatMap((source): Install[] => {
    const folder = folderAt(source.get('path').text(), charts);
    if (folder === undefined || source.get('chart').exists) return [];
    const helm = source.get('helm');
    const missing = absentFiles(source, sources, files);
    const name = nameOf(helm.get('releaseName').text() ?? object.name, 'the name of its release');
    const namespace = nameOf(object.root.get('spec', 'destination', 'namespace').text() ?? '', 'the namespace of its release');
    const hides = source.get('plugin').exists || helm.get('fileParameters').exists;
    const why = hides
      ? 'an Argo CD plugin renders it'
      : missing.length > 0
        ? `its values file ${missing[0]!.text() ?? ''} is not in the repository`
        : undefined;
    return [withValues({ folder, object, why }, name, namespace, layersOf(source, sources, files, object), false)];
  });
}

function ofFlux(object: TreeObject, objects: Objects, charts: OwnCharts, made: Made): Install[] {
  const spec = object.root.get('spec');
  const chart = spec.get('chart', 'spec');
  const kind = chart.get('sourceRef', 'kind').text();
  const folder = kind === 'GitRepository' || kind === 'Bucket' ? folderAt(chart.get('chart').text(), charts) : undefined;
  if (folder === undefined) return [];
  const release = fluxRelease(object, objects, made);
  const target = spec.get('targetNamespace').text();
  const why = hidesValues(release)
    ? 'some of its values are in an object that is not in the repository'
    : chart.get('valuesFiles').exists
      ? 'it uses values files from its chart'
      : undefined;
  const name = spec.get('releaseName').text() ?? (target === undefined ? object.name : `${target}-${object.name}`);
  return [
    withValues(
      { folder, object, why },
      nameOf(name, 'the name of its release'),
      nameOf(target ?? object.namespace, 'the namespace of its release'),
      release.layers,
      true,
    ),
  ];
}

/** Installation of a chart that nothing names: neither its name nor its namespace is known. */
export const installedByHand = (folder: string): Installation => ({
  name: opaque(`name of ${folder}`),
  namespace: opaque(`namespace of ${folder}`),
  values: new Map(),
});

const nameOf = (text: string, what: string): string =>
  text === '' || known(text) === undefined ? opaque(text === '' ? what : text.replaceAll(/[${}]/g, '').trim()) : text;

function folderAt(path: string | undefined, charts: OwnCharts): string | undefined {
  const folder = path === undefined ? undefined : posix.normalize(path).replace(/^\/|\/$/g, '') || '.';
  return folder !== undefined && charts.folders.has(folder) ? folder : undefined;
}

function withValues(
  { why, ...given }: Pick<Install, 'folder' | 'object'> & { readonly why: string | undefined },
  name: string,
  namespace: string,
  layers: readonly Reader[],
  fluxFills: boolean,
): Install {
  const install = { ...given, layers };
  try {
    const values = layered([...layers].reverse().map((layer) => hiddenValues(valuesOf(layer.value), fluxFills)));
    return { ...install, installation: { name, namespace, values }, ...(why === undefined ? {} : { why }) };
  } catch (error) {
    if (!(error instanceof NotRendered)) throw error;
    return { ...install, installation: { name, namespace, values: new Map() }, why: error.message };
  }
}
