import type { WritableProvider } from '../identity-provider.ts';
import { authentik } from './authentik.ts';
import { authentikEnv, databaseCluster } from './environment.ts';
import { existingPart } from './existing.ts';
import { joinParts } from '../../platform/part.ts';
import { backup } from './backup/backup.ts';
import { installedAuthentik } from './installed.ts';
import { database } from './install/database.ts';
import { otherLogins } from './other-logins.ts';
import { authentikRelease } from './install/release.ts';
import { authentikSecrets } from './install/secrets.ts';
import { authentikSite } from './site.ts';
import { folderOf, writeEnd, writeShared } from './write.ts';

/** authentik with what is written for it. Apart from what is read, which needs none of it. */
export const writtenAuthentik: WritableProvider = {
  ...authentik,
  site: authentikSite,
  write: writeEnd,
  writeShared,
  folderOf,
  install(facts, ends) {
    if (facts.idp.existing !== undefined) return [];
    const mounts = ends.flatMap((end) => end.mounts ?? []);
    const blueprints = { configMaps: mounts.map(({ configMap }) => configMap), secrets: mounts.flatMap(({ secrets }) => secrets) };
    return authentikRelease(facts, { env: authentikEnv(facts), ...(mounts.length === 0 ? {} : { blueprints }) });
  },
  others: otherLogins,
  needs: (facts) => (facts.idp.existing === undefined ? joinParts([database(facts, databaseCluster), backup(facts)]) : existingPart(facts.idp.existing)),
  installed: installedAuthentik,
  secrets: authentikSecrets,
};
