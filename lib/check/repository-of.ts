import { providersByHost } from '../idp/hosts.ts';
import { identityProviders } from '../idp/providers.ts';
import { secretMakers } from '../idp/secret-makers.ts';
import { pairsOf } from '../repository/pairs.ts';
import type { SecretKey } from '../login/idp-end.ts';
import { originOf, secretKeysOf, secretKeysOfClient } from '../repository/secret-origins.ts';
import type { Repository } from '../repository/repository.ts';
import { type GivenVersions, versionsOf } from '../repository/versions.ts';
import { manifestsOf } from '../tree/manifests.ts';
import type { Tree } from '../tree/tree.ts';
import { loginsOf } from './logins.ts';

/** Builds the model of a tree. */
export function repositoryOf(tree: Tree, given: GivenVersions = {}): Repository {
  const manifests = manifestsOf(tree, secretMakers);
  const { objects, releases, containers, secrets } = manifests;
  const originsOf = (keys: readonly SecretKey[]): string[] => keys.flatMap((key) => originOf(key, secrets) ?? []);
  const read = identityProviders.map((one) => one.read(manifests));
  const clients = read.flatMap((one) => one.clients);
  const logins = loginsOf(manifests);
  return {
    ...manifests,
    clients,
    groups: new Set(read.flatMap(({ groups = [] }) => groups)),
    groupFacts: read.flatMap(({ groupFacts = [] }) => groupFacts),
    removed: read.flatMap(({ removed = [] }) => removed),
    idpHosts: providersByHost(manifests),
    guards: read.flatMap(({ guards = [] }) => guards),
    logins,
    pairs: pairsOf(logins.all, clients, {
      ofLogin: (login) => originsOf(secretKeysOf(login)),
      ofClient: (client) => originsOf(secretKeysOfClient(client)),
    }),
    versions: versionsOf(objects, tree.documents, releases, containers, given),
  };
}
