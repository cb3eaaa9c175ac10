import { ComposedDocument, MapNode, type Node, Part, partOf } from '../manifest/composed.ts';
import { Reader } from '../manifest/reader.ts';
import { argoReleases, chartReleases } from './argo.ts';
import { mapTexts } from './map-texts.ts';
import { type Release, release } from './release.ts';
import { valueFiles } from './value-files.ts';
import type { Tree, TreeObject } from './tree.ts';
import type { Objects } from './objects.ts';

/** Every release of a tree. */
export function releasesOf(objects: Objects, tree: Tree): Release[] {
  const flux = objects.of('HelmRelease').map((object) => inTarget(fluxRelease(object, objects)));
  const files = valueFiles(tree);
  const argo = argoReleases(objects, files);
  const k3s = objects.of('HelmChart').flatMap((object): Release[] => {
    const spec = object.root.get('spec');
    if (!object.apiVersion.startsWith('helm.cattle.io')) return [];
    return [
      release(object, spec.get('chart').text() ?? '', spec.get('repo').text() ?? '', spec.get('version'), [
        ...spec.get('valuesContent').embedded(),
        ...(!spec.get('values').exists ? [] : [spec.get('values')]),
      ]),
    ];
  });
  const inflated = (tree.charts ?? []).map(({ at, namespace, values }) => {
    const name = at.get('releaseName').text() ?? at.get('name').text() ?? '';
    const object: TreeObject = { root: at, file: at.file, apiVersion: '', kind: 'helmCharts', name, namespace, applied: true, ours: false };
    return release(object, at.get('name').text() ?? '', at.get('repo').text() ?? '', at.get('version'), values);
  });
  return [...flux, ...argo, ...k3s, ...inflated, ...chartReleases(files)];
}

/** What a HelmRelease makes, and the Secrets that its pods read, are in the namespace it targets; sources and valuesFrom are in its own. */
function inTarget(one: Release): Release {
  const target = one.object.root.get('spec', 'targetNamespace').text();
  return target === undefined || target === one.object.namespace ? one : { ...one, object: { ...one.object, namespace: target } };
}

function fluxRelease(object: TreeObject, objects: Objects): Release {
  const spec = withReleaseName(object).get('spec');
  const inline = spec.get('values');
  const from = spec
    .get('valuesFrom')
    .items()
    .flatMap((one) => {
      const name = one.get('name').text() ?? '';
      const key = one.get('valuesKey').text() ?? 'values.yaml';
      const map = one.get('kind').text() === 'ConfigMap' ? objects.find('ConfigMap', object.namespace, name) : undefined;
      const target = one.get('targetPath').text();
      if (target === undefined) return map?.root.get('data', key).embedded() ?? [];
      const value = map?.root.get('data', key);
      // What only the cluster knows is a variable here, and the same one wherever it is taken from.
      return valueAt(target, value?.text() === undefined ? new Part(`\${${one.get('kind').text() ?? 'Secret'} ${name} ${key}}`, one) : partOf(value), object);
    });
  const layers = [...(!inline.exists ? [] : [inline]), ...from.reverse()];
  const chart = spec.get('chart', 'spec');
  if (chart.exists) {
    const ref = chart.get('sourceRef');
    const source = objects.find(ref.get('kind').text() ?? '', ref.get('namespace').text() ?? object.namespace, ref.get('name').text() ?? '');
    return release(object, chart.get('chart').text() ?? '', source?.root.get('spec', 'url').text() ?? '', chart.get('version'), layers);
  }
  const ref = spec.get('chartRef');
  const source = objects.find(ref.get('kind').text() ?? 'OCIRepository', ref.get('namespace').text() ?? object.namespace, ref.get('name').text() ?? '');
  const url = source?.root.get('spec', 'url').text() ?? '';
  const origin = source?.root.get('spec');
  const version =
    source?.kind === 'HelmChart' ? origin?.get('version') : ['tag', 'semver'].map((key) => origin?.get('ref', key)).find((one) => one?.exists === true);
  const name = url === '' ? (ref.get('name').text() ?? '') : (url.split('/').at(-1) ?? '');
  return release(object, source?.kind === 'HelmChart' ? (source.root.get('spec', 'chart').text() ?? '') : name, url, version ?? ref.get('version'), layers);
}

const releaseField = /\{\{-?\s*\.Release\.(Name|Namespace)\s*-?\}\}/g;

/**
 * A HelmRelease with the name and the namespace of its release where its values ask for them. app-template's library renders every text of its values
 * (bjw-s-labs/helm-charts, library/common), and charts that do not have no use for such a text.
 */
function withReleaseName({ root, name, namespace }: TreeObject): Reader {
  if (!root.document.parsed.text.includes('.Release.Name')) return root;
  const spec = root.get('spec');
  const target = spec.get('targetNamespace').text();
  const release: Readonly<Record<string, string>> = {
    Name: spec.get('releaseName').text() ?? (target === undefined ? name : `${target}-${name}`),
    Namespace: target ?? namespace,
  };
  const change = (text: string): string => text.replace(releaseField, (whole, field: string) => (release[field] === '' ? whole : release[field]!));
  const node = partOf(root);
  const rendered = mapTexts(node, { mark: '.Release.Name', change, value: (_, after) => after });
  return rendered === node ? root : Reader.of(new ComposedDocument(rendered, root.document));
}

/** One value at a path of Helm's: `grafana.adminPassword`, `env[0].value`. */
function valueAt(path: string, value: Part, object: TreeObject): Reader[] {
  const keys = path.split(/(?<!\\)\./).map((key) => key.replaceAll(String.raw`\.`, '.'));
  // Places in lists say nothing on their own.
  if (keys.some((key) => key.includes('['))) return [];
  const node = keys.reduceRight<Node>((inner, key) => new MapNode(new Map([[key, inner]]), value.from), value);
  return [Reader.of(new ComposedDocument(node, object.root.document))];
}
