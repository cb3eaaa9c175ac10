import { type Manifests, manifestsOf } from '../../tree/manifests.ts';
import type { Tree } from '../../tree/tree.ts';
import type { Blueprints } from '../../idp/authentik/read-blueprints.ts';
import { type Client, readBlueprints, readClients } from '../../idp/authentik/read.ts';
import { type Logins, loginsOf } from './logins.ts';
import { type Pairs, pairsOf } from './pairs.ts';
import { type GivenVersions, type RunningVersions, versionsOf } from './versions.ts';

/** What rules judge: the manifests of a tree, both ends of its logins, and the versions that run. */
export interface Repository extends Manifests {
  readonly blueprints: Blueprints;
  readonly clients: readonly Client[];
  readonly logins: Logins;
  readonly pairs: Pairs;
  readonly versions: RunningVersions;
}

/** Builds the model of a tree. */
export function repositoryOf(tree: Tree, given: GivenVersions = {}): Repository {
  const manifests = manifestsOf(tree);
  const { objects, releases, containers } = manifests;
  const blueprints = readBlueprints(manifests);
  const clients = readClients(manifests);
  const logins = loginsOf(manifests);
  return {
    ...manifests,
    blueprints,
    clients,
    logins,
    pairs: pairsOf(logins.all, clients),
    versions: versionsOf(objects, tree.documents, releases, containers, given),
  };
}
