import { grouped } from '../contract/grouped.ts';
import { posix } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Repository } from '../repository/repository.ts';
import { isDead } from '../tree/applied/dead-folders.ts';
import { isKustomizationName } from '../tree/kustomize/kustomization-name.ts';
import { isKustomizationFile } from '../tree/repository-files.ts';
import { known } from '../tree/known.ts';
import { areStages } from '../tree/stages.ts';
import type { TreeObject } from '../tree/tree.ts';

/** Two descriptions of one object. `sure` when both are applied to one cluster. */
export interface Conflict {
  readonly object: TreeObject;
  readonly other: TreeObject;
  readonly sure: boolean;
}

/** Kinds that carry a login or its secret. What is around (namespaces, sources of charts, CRDs) people write twice without harm. */
const kinds = ['HelmRelease', 'Ingress', 'HTTPRoute', 'IngressRoute', 'ExternalSecret', 'Secret', 'ConfigMap', 'Deployment', 'StatefulSet', 'Service'] as const;
/** Where nothing says who applies a file, only what nobody keeps twice for a try. */
const plain: ReadonlySet<string> = new Set(kinds.slice(0, 4));

/** `HelmRelease monitoring/grafana`. */
export const fullName = ({ kind, namespace, name }: TreeObject): string => `${kind} ${namespace === '' ? '' : `${namespace}/`}${name}`;

/** Objects that two sources of a cluster describe, each in its own words. */
export function* rivalsOf(repository: Repository): Iterable<Conflict> {
  const { objects, tree } = repository;
  const hasOurs = objects.all.some(({ ours, applied }) => ours && applied);
  const byFlux = objects.all.some(({ layer }) => layer !== undefined);
  const elsewhere = hasOurs ? outside(repository) : new Map<string, TreeObject[]>();
  for (const kind of kinds) {
    const first = new Map<string, TreeObject>();
    for (const object of objects.of(kind)) {
      if (!isOwned(object)) continue;
      const key = keyOf(object);
      const other = first.get(key);
      if (other === undefined) first.set(key, object);
      else if (other.file !== object.file && !isSame(other, object)) {
        const sure = areLayers(other, object);
        const maybe = !byFlux && plain.has(kind) && !areStages(other.file, object.file);
        if (sure || maybe || (other.ours !== object.ours && other.layer === undefined)) yield { object, other, sure };
      }
      if (!object.ours) continue;
      for (const one of elsewhere.get(key) ?? [])
        if (!isSame(one, object) && !isOfOther(one.file, object.file, tree.origin.pathOf)) yield { object, other: one, sure: false };
    }
  }
}

/** Namespace and name under which Helm keeps a release, as far as they are known. */
export function releaseKeyOf(object: TreeObject): string | undefined {
  const spec = object.root.get('spec');
  if (!isOwned(object) || spec.get('kubeConfig').exists || spec.get('suspend').scalar() === true) return undefined;
  const target = spec.text('targetNamespace');
  const namespace = spec.text('storageNamespace') ?? object.namespace;
  const name = spec.text('releaseName') ?? (target === undefined ? object.name : `${target}-${object.name}`);
  return known(namespace) === undefined || known(name) === undefined ? undefined : `${namespace}/${name}`;
}

const keyOf = (object: TreeObject): string => `${fullName(object)} ${object.apiVersion.split('/')[0]!}`;

/** Known by name, and not left to somebody else by an annotation of Flux. */
function isOwned({ root, namespace, name, applied, layer, kind, file }: TreeObject): boolean {
  // A generator puts a hash of the content behind the name.
  if ((kind === 'ConfigMap' || kind === 'Secret') && isKustomizationName(file)) return false;
  if (!applied || known(name) === undefined || known(namespace) === undefined) return false;
  const annotations = root.get('metadata', 'annotations');
  const how = annotations.text('kustomize.toolkit.fluxcd.io/ssa') ?? 'Override';
  return how === 'Override' && annotations.text('kustomize.toolkit.fluxcd.io/reconcile') !== 'disabled' && layer?.root.get('spec', 'suspend').scalar() !== true;
}

/** Two Kustomizations of Flux that take files from one source to one cluster. */
function areLayers({ layer: a }: TreeObject, { layer: b }: TreeObject): boolean {
  if (a === undefined || b === undefined || fullName(a) === fullName(b) || areOfTwoClusters(a, b)) return false;
  const sourceOf = ({ root }: TreeObject) => ['kind', 'name'].map((field) => root.text('spec', 'sourceRef', field)).join(' ');
  return sourceOf(a) === sourceOf(b) && ![a, b].some(({ root }) => root.get('spec', 'kubeConfig').exists);
}

/** The same settings in whatever order, or settings that cannot be compared because they are encrypted. */
function isSame(a: TreeObject, b: TreeObject): boolean {
  if (a.root === b.root || [a, b].some(({ root }) => root.get('sops').exists)) return true;
  return ['spec', 'data', 'stringData'].every((field) => isDeepStrictEqual(a.root.get(field).value, b.root.get(field).value));
}

/** Objects that others wrote and that this cluster may have too: of other branches of the repository, or in folders of which nothing is known. */
function outside({ tree, objects, siblings = [] }: Repository): Map<string, TreeObject[]> {
  const { whole, origin, notApplied } = tree;
  const folders = new Set((whole ?? tree).documents.filter(isKustomizationFile).map(({ file }) => posix.dirname(file)));
  const loose = new Set([...(notApplied?.keys() ?? [])].filter((file) => !folders.has(posix.dirname(file)) && !isDead(origin.pathOf(file), origin.roots)));
  const here = new Set(objects.all.map(({ root }) => root));
  const candidates = [...siblings.flatMap(({ objects: others }) => others.all), ...(whole?.objects ?? []).filter(({ file }) => loose.has(file))];
  return grouped(candidates, (object) => (object.ours || here.has(object.root) || !isOwned(object) ? undefined : keyOf(object)));
}

/** Whether two objects are in folders of two clusters: `clusters/home/…` and `clusters/cabin/…`. */
export function areOfTwoClusters(a: Pick<TreeObject, 'file'>, b: Pick<TreeObject, 'file'>): boolean {
  const [one, other] = [a, b].map(({ file }) => (folderOfClusters(file) ? /(?:^|\/)clusters\/([^/]+)\//.exec(file)?.[1] : undefined));
  return one !== undefined && other !== undefined && one !== other;
}

/** Whether a file is in a folder of another cluster than ours: `clusters/cabin/…` beside `dist/home/…`. */
export function isOfOther(file: string, ours: string, pathOf: (file: string) => string = (path) => path): boolean {
  const clusterOf = (path: string): string | undefined => /(?:^|\/)clusters\/([^/]+)\//.exec(path)?.[1];
  const theirs = clusterOf(pathOf(file));
  return theirs !== undefined && folderOfClusters(pathOf(file)) && !pathOf(ours).split('/').includes(theirs);
}

/** `clusters/grafana.yaml` names no cluster, and `clusters/monitoring/grafana.yaml` names an app: only a folder that holds folders is one. */
const folderOfClusters = (path: string): boolean => (/(?:^|\/)clusters\/(.+)$/.exec(path.slice(0, 1000))?.[1]?.split('/').length ?? 0) > 2;
