import { type Container, containersOf } from './containers.ts';
import { type Edge, edgesOf } from './edges.ts';
import { type Kustomizations, kustomizationsOf } from './kustomizations.ts';
import { type Objects, objectsOf } from './objects.ts';
import { type Release, releasesOf } from './releases.ts';
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
  readonly edges: readonly Edge[];
}

/** Indexes a tree. Patches are left out: they are parts of objects that are elsewhere. */
export function manifestsOf(tree: Tree): Manifests {
  const kustomizations = kustomizationsOf(tree.documents, tree.objects);
  const whole = tree.objects
    .filter(({ file, kind }) => !kustomizations.patches.has(file) && kind !== 'Component')
    .map((object) => (object.namespace === '' ? { ...object, namespace: kustomizations.namespaceOf(object.file) } : object));
  const objects = objectsOf(whole);
  const releases = releasesOf(objects, tree.documents, kustomizations);
  const secrets = secretsOf(tree, objects, kustomizations);
  return { tree, objects, kustomizations, releases, secrets, containers: containersOf(objects, secrets, releases), edges: edgesOf(objects, releases) };
}
