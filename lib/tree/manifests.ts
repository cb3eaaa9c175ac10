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
import type { Tree, TreeDocument } from './tree.ts';
import { isKustomizationFile } from './repository-files.ts';
import { valueObjects } from './value-objects.ts';

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

/** The kustomization.yaml files of a tree, as they are written. */
interface Kustomizations {
  readonly files: readonly TreeDocument[];
}

const kustomizationsOf = (documents: readonly TreeDocument[]): Kustomizations => ({ files: documents.filter(isKustomizationFile) });
