import { appliedTrees } from './applied/applied-trees.ts';
import { withCharts } from './charts/with-charts.ts';
import { type Container, containersOf } from './containers.ts';
import { type ServedHost, edgesOf } from './edges.ts';
import { withPlainData } from './encoded-secrets.ts';
import { type Objects, objectsOf } from './objects.ts';
import type { Makers } from './made-secrets.ts';
import type { Release } from './release.ts';
import { releasesOf } from './releases.ts';
import { type Secrets, secretsOf } from './secrets.ts';
import type { Tree, TreeObject, TreeDocument } from './tree.ts';
import type { Reader } from '../manifest/reader.ts';
import { isKustomizationFile } from './repository-files.ts';

/** A tree of manifests, read once and indexed by what readers of logins ask for. Every lookup is by key, so that its users stay linear. */
export interface Manifests {
  readonly tree: Tree;
  readonly objects: Objects;
  readonly kustomizations: Kustomizations;
  readonly releases: readonly Release[];
  readonly containers: readonly Container[];
  readonly secrets: Secrets;
  readonly edges: readonly ServedHost[];
}

/**
 * Indexes a tree as it is applied. Of one that was only read, that is the first of its clusters.
 *
 * @param makers of Secrets, besides those that every tree may have
 */
export function manifestsOf(read: Tree, makers: Makers = {}): Manifests {
  const applied = withCharts(read.whole === undefined ? (appliedTrees(read)[0] ?? read) : read, makers);
  const releases = releasesOf(indexed(applied), applied, makers);
  const brought = valueObjects(releases, applied);
  const tree = { ...applied, objects: [...applied.objects, ...brought].map(withPlainData) };
  const objects = indexed(tree);
  const kustomizations = kustomizationsOf(tree.documents);
  const secrets = secretsOf(tree, objects, makers);
  return {
    tree,
    objects,
    kustomizations,
    releases,
    secrets,
    containers: containersOf(
      objects,
      secrets,
      releases.filter(({ object }) => object.kind !== 'HelmRelease' || tree.rendered?.has(object.root) !== true),
    ),
    edges: edgesOf(objects, releases),
  };
}

const indexed = (tree: Tree): Objects => objectsOf(tree.objects.filter(({ kind }) => kind !== 'Component'));

/** What charts call a list, or a map, of whole objects that they install beside their own. */
const places = /^(?:extra|additional|raw|custom)_?-?(?:objects|manifests|deploy|resources|templates)$|^(?:rawResources|resources|templates|externalSecrets)$/i;
const most = 200;

/**
 * Objects that stand whole among the values of a chart, for the chart to install: `extraObjects`. One whose name is made by a template of the chart is left.
 */
function valueObjects(releases: readonly Release[], tree: Tree): TreeObject[] {
  const known = new Set(tree.objects.map(({ kind, namespace, name }) => `${kind} ${namespace}/${name}`));
  return releases.flatMap(({ object, layers }) =>
    layers
      .flatMap((layer) => [layer, ...layer.items()].flatMap((block) => block.entries().flatMap(([key, list]) => (places.test(key) ? objectsAt(list) : []))))
      .slice(0, most)
      .flatMap((root): TreeObject[] => {
        const text = (...path: readonly string[]): string => root.get(...path).text() ?? '';
        const own = text('metadata', 'namespace');
        const name = text('metadata', 'name');
        const namespace = own === '' || own.includes('{{') ? object.namespace : own;
        const key = `${text('kind')} ${namespace}/${name}`;
        if (name === '' || name.includes('{{') || known.has(key)) return [];
        known.add(key);
        return [{ root, file: root.file, apiVersion: text('apiVersion'), kind: text('kind'), namespace, name, applied: object.applied, ours: object.ours }];
      }),
  );
}

/** Objects of a list or map, as they are or as texts. Where they are a value of something else (`manifest:`), that is looked at too. */
function objectsAt(list: Reader): Reader[] {
  return list
    .items()
    .flatMap((one) => [...(one.text() === undefined ? [one] : one.embedded()), one.get('manifest')])
    .filter((one) => one.get('kind').text() !== undefined && one.get('apiVersion').text()?.includes('{{') === false);
}

/** The kustomization.yaml files of a tree, as they are written. */
interface Kustomizations {
  readonly files: readonly TreeDocument[];
}

const kustomizationsOf = (documents: readonly TreeDocument[]): Kustomizations => ({ files: documents.filter(isKustomizationFile) });
