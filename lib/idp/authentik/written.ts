import type { WritableProvider, WrittenEnd } from '../identity-provider.ts';
import { authentik } from './authentik.ts';
import { authentikEnv, databaseCluster } from './environment.ts';
import { exactVersion } from './exact-version.ts';
import { existingPart, type Mounted } from './existing.ts';
import { delivery } from '../../delivery/engine.ts';
import { joinParts } from '../../platform/part.ts';
import { backup } from './backup/backup.ts';
import { installedAuthentik } from './installed.ts';
import { database } from './install/database.ts';
import { otherLogins } from './other-logins.ts';
import { authentikRelease } from './install/release.ts';
import { authentikSecrets } from './install/secrets.ts';
import { authentikReasons } from './reasons.ts';
import { authentikSite } from './site.ts';
import { folderOf, writeEnd, writeShared } from './write.ts';

const nothing: Mounted = { configMaps: [], secrets: [] };

/** What the worker mounts of all ends; undefined when Jobs apply them. */
function mountedBy(ends: readonly WrittenEnd[]): Mounted | undefined {
  const mounts = ends.flatMap((end) => end.mounts ?? []);
  return mounts.length === 0 ? undefined : { configMaps: mounts.map(({ configMap }) => configMap), secrets: mounts.flatMap(({ secrets }) => secrets) };
}

/** authentik with what is written for it. Apart from what is read, which needs none of it. */
export const writtenAuthentik: WritableProvider = {
  ...authentik,
  site: authentikSite,
  write: writeEnd,
  writeShared,
  folderOf,
  reasons: authentikReasons,
  install(facts, ends) {
    if (facts.idp.existing !== undefined) return [];
    const blueprints = mountedBy(ends);
    return authentikRelease(facts, { env: authentikEnv(facts), ...(blueprints === undefined ? {} : { blueprints }) });
  },
  others: otherLogins,
  installed: installedAuthentik,
  needs: (facts, ends) =>
    facts.idp.existing === undefined
      ? joinParts([database(facts, databaseCluster), backup(facts)])
      : existingPart(facts.idp.existing, facts.idp.apply === 'worker' ? (mountedBy(ends) ?? nothing) : undefined, exactVersion(facts)),
  steps: ({ idp }) =>
    idp.existing === undefined
      ? [{ text: `When ${delivery.look} shows that all are ready, open ${idp.origin}/if/flow/initial-setup/ and set the password of \`akadmin\`` }]
      : [],
  troubles: ({ idp, secretsNamespace }, generated) => [
    `- If authentik refuses a login: \`flux get kustomizations\` shows \`pinout-identity-APP\` not ready; the reason is in \`kubectl -n ${idp.namespace} logs job/blueprint-APP\`.`,
    `- After you restore authentik's database, ${generated ? `either restore the namespace \`${secretsNamespace}\` from the same time too, or ` : ''}rotate the client secret of every app: Flux then applies the blueprints again with new values.`,
  ],
  secrets: authentikSecrets,
};
