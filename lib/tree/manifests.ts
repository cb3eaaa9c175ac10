import { appliedTrees } from './applied/applied-trees.ts';
import { type Container, containersOf } from './containers.ts';
import { type ServedHost, edgesOf } from './edges.ts';
import { type Kustomizations, kustomizationsOf } from './kustomizations.ts';
import { type Objects, objectsOf } from './objects.ts';
import type { Makers } from './made-secrets.ts';
import type { Release } from './release.ts';
import { releasesOf } from './releases.ts';
import { type Secrets, secretsOf } from './secrets.ts';
import type { Tree } from './tree.ts';

/** A tree of manifests, read once and indexed by what readers of logins ask for. Every lookup is by key, so that whoever asks stays linear. */
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
  const tree = read.whole === undefined ? (appliedTrees(read)[0] ?? read) : read;
  const kustomizations = kustomizationsOf(tree.documents);
  const objects = objectsOf(tree.objects.filter(({ kind }) => kind !== 'Component'));
  const releases = releasesOf(objects, tree, makers);
  const secrets = secretsOf(tree, objects, makers);
  return { tree, objects, kustomizations, releases, secrets, containers: containersOf(objects, secrets, releases), edges: edgesOf(objects, releases) };
}
