import { posix } from 'node:path';
import { ComposedDocument, ListNode, MapNode, type Node, opened, Part, partOf } from '../manifest/composed.ts';
import { Reader } from '../manifest/reader.ts';
import { argoReleases, chartReleases } from './argo.ts';
import { madeSecrets, type MadeSecret, type Makers } from './made-secrets.ts';
import { mapTexts } from './map-texts.ts';
import { type Release, release } from './release.ts';
import { valueFiles } from './value-files.ts';
import type { Tree, TreeObject } from './tree.ts';
import type { Objects } from './objects.ts';

/** Every release of a tree. */
export function releasesOf(objects: Objects, tree: Tree, makers: Makers): Release[] {
  const made = madeBy(objects, makers);
  const flux = objects.of('HelmRelease').map((object) => inTarget(fluxRelease(object, objects, made)));
  const files = valueFiles(tree);
  const argo = argoReleases(objects, files);
  const k3s = objects.of('HelmChart').flatMap((object): Release[] => {
    const spec = object.root.get('spec');
    if (!object.apiVersion.startsWith('helm.cattle.io')) return [];
    return [
      release(object, spec.text('chart') ?? '', spec.text('repo') ?? '', spec.get('version'), [
        ...spec.get('valuesContent').embedded(),
        ...(!spec.get('values').exists ? [] : [spec.get('values')]),
      ]),
    ];
  });
  const inflated = (tree.charts ?? []).map(({ at, namespace, values }): Release => {
    const name = at.text('releaseName') ?? at.text('name') ?? '';
    const object: TreeObject = { root: at, file: at.file, apiVersion: '', kind: 'helmCharts', name, namespace, applied: true, ours: false };
    const one = release(object, at.text('name') ?? '', at.text('repo') ?? '', at.get('version'), values);
    // A generator may bring a file of values that is not in git, as KSOPS does.
    const named = [at.get('valuesFile'), at.get('valuesInline'), ...at.items('additionalValuesFiles')].filter(({ exists }) => exists);
    return named.length > values.length ? { ...one, hidden: true } : one;
  });
  return [...flux, ...argo, ...k3s, ...inflated, ...chartReleases(files, objects)];
}

/** Texts of Secrets that operators are known to make, by namespace and name. */
export const madeBy = (objects: Objects, makers: Makers): Made =>
  new Map(madeSecrets(objects, makers).map((one) => [`${one.namespace ?? one.object.namespace}/${one.name}`, one.keys]));

/** What a HelmRelease makes, and the Secrets that its pods read, are in the namespace it targets; sources and valuesFrom are in its own. */
function inTarget(one: Release): Release {
  const target = one.object.root.text('spec', 'targetNamespace');
  return target === undefined || target === one.object.namespace ? one : { ...one, object: { ...one.object, namespace: target } };
}

export type Made = ReadonlyMap<string, MadeSecret['keys']>;

export function fluxRelease(object: TreeObject, objects: Objects, made: Made): Release {
  const spec = withTargets(withReleaseName(object), object, objects, made).get('spec');
  const inline = spec.get('values');
  const from = spec.items('valuesFrom').flatMap((one) => {
    if (one.text('targetPath') !== undefined) return [];
    const map = one.text('kind') === 'ConfigMap' ? valueMap(one, object, objects) : undefined;
    return map?.root.get('data', one.text('valuesKey') ?? 'values.yaml').embedded() ?? [];
  });
  const layers = [...(!inline.exists ? [] : [inline]), ...from.reverse()];
  const chart = spec.get('chart', 'spec');
  const absent = spec
    .items('valuesFrom')
    .some(
      (one) =>
        one.text('kind') === 'ConfigMap' &&
        !one.get('targetPath').exists &&
        one.get('optional').scalar() !== true &&
        valueMap(one, object, objects) === undefined,
    );
  const hiding = (made: Release): Release => (absent ? { ...made, hidden: true } : made);
  if (chart.exists) {
    const ref = chart.get('sourceRef');
    const source = objects.find(ref.text('kind') ?? '', ref.text('namespace') ?? object.namespace, ref.text('name') ?? '');
    return hiding(release(object, chart.text('chart') ?? '', source?.root.text('spec', 'url') ?? '', chart.get('version'), layers));
  }
  const ref = spec.get('chartRef');
  const source = objects.find(ref.text('kind') ?? 'OCIRepository', ref.text('namespace') ?? object.namespace, ref.text('name') ?? '');
  const url = source?.root.text('spec', 'url') ?? '';
  const origin = source?.root.get('spec');
  const version =
    source?.kind === 'HelmChart' ? origin?.get('version') : ['tag', 'semver'].map((key) => origin?.get('ref', key)).find((one) => one?.exists === true);
  const name = url === '' ? (ref.text('name') ?? '') : (url.split('/').at(-1) ?? '');
  const called = source?.kind === 'HelmChart' ? (source.root.text('spec', 'chart') ?? '') : name;
  return hiding(release(object, called, url, version ?? ref.get('version'), layers));
}

/**
 * The ConfigMap that `valuesFrom` names. Of several with one name, which kustomize makes different with a hash of what they hold, that of the folder, else
 * of the Kustomization, of the release.
 */
function valueMap(one: Reader, object: TreeObject, objects: Objects): TreeObject | undefined {
  const name = one.text('name') ?? '';
  const isNear = ({ file }: TreeObject): boolean => posix.dirname(file) === posix.dirname(object.file);
  const found = objects.find('ConfigMap', object.namespace, name);
  if (found === undefined || isNear(found)) return found;
  const all = objects.named('ConfigMap', object.namespace, name);
  return all.find(isNear) ?? all.find(({ layer }) => layer === object.layer) ?? found;
}

const releaseField = /\{\{-?\s*\.Release\.(Name|Namespace)\s*-?\}\}/g;

/**
 * A HelmRelease with the name and the namespace of its release where its values ask for them. app-template's library renders every text of its values
 * (bjw-s-labs/helm-charts, library/common), and charts that do not have no use for such a text.
 */
function withReleaseName({ root, name, namespace }: TreeObject): Reader {
  if (!root.document.parsed.text.includes('.Release.Name')) return root;
  const spec = root.get('spec');
  const target = spec.text('targetNamespace');
  const release: Readonly<Record<string, string>> = {
    Name: spec.text('releaseName') ?? (target === undefined ? name : `${target}-${name}`),
    Namespace: target ?? namespace,
  };
  const change = (text: string): string => text.replace(releaseField, (whole, field: string) => (release[field] === '' ? whole : release[field]!));
  const node = partOf(root);
  const rendered = mapTexts(node, { mark: '.Release.Name', change, value: (_, after) => after });
  return rendered === node ? root : Reader.of(new ComposedDocument(rendered, root.document));
}

/** A HelmRelease with what `targetPath` puts among its values: a place of a list that is there (`oauth[0].key`) as well. */
function withTargets(root: Reader, object: TreeObject, objects: Objects, made: Made): Reader {
  const targets = root.items('spec', 'valuesFrom').flatMap((one) => {
    const path = one.text('targetPath');
    const keys = path?.split(/(?<!\\)\./).flatMap((key) => placesIn(key.replaceAll(String.raw`\.`, '.'))) ?? [];
    return path === undefined ? [] : [{ keys, value: valueOf(one, object, objects, made) }];
  });
  if (targets.length === 0) return root;
  let node: Node = partOf(root);
  for (const { keys, value } of targets) node = withValue(node, ['spec', 'values', ...keys], value);
  return Reader.of(new ComposedDocument(node, root.document));
}

/** The text of a ConfigMap, or what an operator is known to write. What only the cluster knows is a variable here, and the same one wherever it is taken from. */
function valueOf(one: Reader, object: TreeObject, objects: Objects, made: Made): Part {
  const { namespace } = object;
  const [kind, name, key] = ['kind', 'name', 'valuesKey'].map((field) => one.text(field) ?? '');
  const known = kind === 'ConfigMap' ? valueMap(one, object, objects)?.root.get('data', key!) : made.get(`${namespace}/${name}`)?.get(key!);
  return known?.text() === undefined ? new Part(`\${${kind === '' ? 'Secret' : kind} ${name} ${key}}`, one) : partOf(known);
}

/** `oauth[0]` is a key and a place in a list. */
function placesIn(key: string): (string | number)[] {
  const [name = '', ...places] = key.split('[');
  return [name, ...places.map((place) => Number.parseInt(place, 10))];
}

function withValue(node: Node | undefined, [key, ...rest]: readonly (string | number)[], value: Part): Node {
  if (key === undefined) return value;
  const map = opened(node);
  if (typeof key === 'number') {
    // A list that is not there, or is shorter, says nothing of what it becomes.
    if (!(map instanceof ListNode) || !(key < map.items.length)) return node ?? value;
    const items = [...map.items];
    items[key] = withValue(items[key], rest, value);
    return new ListNode(items, map.from);
  }
  const entries = map instanceof MapNode ? map.entries : new Map<string, Node>();
  entries.set(key, withValue(entries.get(key), rest, value));
  return map instanceof MapNode ? map : new MapNode(entries, value.from);
}
