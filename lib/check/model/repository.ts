import { type Blueprints, blueprintsOf } from './blueprints.ts';
import { type Client, clientsOf } from './clients.ts';
import { type Container, containersOf } from './containers.ts';
import { type Edge, edgesOf } from './edges.ts';
import { type Kustomizations, kustomizationsOf } from './kustomizations.ts';
import { type Logins, loginsOf } from './logins.ts';
import { type Objects, objectsOf } from './objects.ts';
import { type Pairs, pairsOf } from './pairs.ts';
import { type Release, releasesOf } from './releases.ts';
import { type Secrets, secretsOf } from './secrets.ts';
import { type GivenVersions, type RunningVersions, versionsOf } from './versions.ts';
import type { Tree } from '../tree.ts';

/** What rules judge: a tree of manifests, read once and indexed by what they ask for. Every lookup is by key: rules stay linear. */
export interface Repository {
  readonly tree: Tree;
  readonly objects: Objects;
  readonly kustomizations: Kustomizations;
  readonly releases: readonly Release[];
  readonly containers: readonly Container[];
  readonly secrets: Secrets;
  readonly edges: readonly Edge[];
  readonly blueprints: Blueprints;
  readonly clients: readonly Client[];
  readonly logins: Logins;
  readonly pairs: Pairs;
  readonly versions: RunningVersions;
}

/** Builds the model of a tree. Patches are left out: they are parts of objects that stand elsewhere. */
export function repositoryOf(tree: Tree, given: GivenVersions = {}): Repository {
  const kustomizations = kustomizationsOf(tree.documents, tree.objects);
  const whole = tree.objects
    .filter(({ file, kind }) => !kustomizations.patches.has(file) && kind !== 'Component')
    .map((object) => (object.namespace === '' ? { ...object, namespace: kustomizations.namespaceOf(object.file) } : object));
  const objects = objectsOf(whole);
  const releases = releasesOf(objects, tree.documents, kustomizations);
  const secrets = secretsOf(objects, kustomizations);
  const containers = containersOf(objects, secrets, releases);
  const blueprints = blueprintsOf(tree.documents, objects);
  const clients = clientsOf(blueprints);
  const logins = loginsOf(objects, tree.documents, releases, containers);
  return {
    tree,
    objects,
    kustomizations,
    releases,
    containers,
    secrets,
    edges: edgesOf(objects, releases),
    blueprints,
    clients,
    logins,
    pairs: pairsOf(logins.all, clients),
    versions: versionsOf(objects, tree.documents, releases, containers, given),
  };
}
