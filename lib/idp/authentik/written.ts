import type { WritableProvider, WrittenEnd } from '../identity-provider.ts';
import { authentik } from './authentik.ts';
import { authentikEnv, databaseCluster, exactVersion } from './environment.ts';
import { existingPart, installedAuthentik, type Mounted } from './existing.ts';
import { delivery } from '../../delivery/engine.ts';
import { joinParts } from '../../platform/part.ts';
import { backup, backupFolder } from './backup/backup.ts';
import { database } from './install/database.ts';
import { otherLogins } from './other-logins.ts';
import { authentikRelease } from './install/release.ts';
import { authentikSecrets } from './install/secrets.ts';
import { authentikReasons } from './reasons.ts';
import { refuseUpgrade } from './upgrade.ts';
import { folderOf, writeEnd, writeShared } from './write.ts';
import { idpFolder } from '../../manifest/manifest.ts';
import type { IdpSite } from '../../contract/idp-site.ts';
import { outpostPath } from '../../edge/asks-outpost.ts';

const outpost = `/${outpostPath}`;

/** What everything that is written has to know of authentik at an origin. */
const authentikSite = (origin: string): IdpSite => ({
  title: 'authentik',
  namespace: 'authentik',
  endpoints: {
    // The slug of the application, and a slash at the end, which clients compare.
    issuer: `${origin}/application/o/{slug}/`,
    jwks: `${origin}/application/o/{slug}/jwks/`,
    endSession: `${origin}/application/o/{slug}/end-session/`,
    authorize: `${origin}/application/o/authorize/`,
    token: `${origin}/application/o/token/`,
    userinfo: `${origin}/application/o/userinfo/`,
    noIssuer: ['', '/', '/application/o', '/application/o/', '/.well-known/openid-configuration'].map((path) => origin + path),
  },
  metrics: ['server', 'worker'].map((component) => ({
    name: `authentik-${component}`,
    selector: { 'app.kubernetes.io/name': 'authentik', 'app.kubernetes.io/component': `${component}-metrics` },
    port: 'metrics',
  })),
  guard: {
    // The embedded outpost answers in authentik's own server pods, so its Service is the server's: the Service
    // `ak-outpost-authentik-embedded-outpost` is there only where authentik's worker may write to the cluster.
    service: 'authentik-server',
    port: 80,
    asks: { nginx: `${outpost}/auth/nginx`, traefik: `${outpost}/auth/traefik`, envoy: `${outpost}/auth/envoy` },
    signIn: `https://{host}${outpost}/start?rd={url}`,
    path: outpost,
    headers: [
      'X-authentik-username',
      'X-authentik-groups',
      'X-authentik-entitlements',
      'X-authentik-email',
      'X-authentik-name',
      'X-authentik-uid',
      'X-authentik-jwt',
      'X-authentik-meta-jwks',
      'X-authentik-meta-outpost',
      'X-authentik-meta-provider',
      'X-authentik-meta-app',
      'X-authentik-meta-version',
    ],
  },
});

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
  waits: new Map([[backupFolder, [idpFolder]]]),
  refuseUpgrade,
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
