import { append } from '../../compose/append.ts';
import { merge } from '../../compose/merge.ts';
import { resolve } from '../../compose/resolve.ts';
import { type ConfidentialContract, groupsOf } from '../../contract/contract.ts';
import { discoveryUrl } from '../../contract/discovery.ts';
import type { Facts } from '../../contract/facts.ts';
import { dnsLabel } from '../../contract/names.ts';
import { secretObjectName, type SecretRef } from '../../contract/secret-ref.ts';
import { expose } from '../../edge/expose.ts';
import { hostAliases } from '../../edge/host-aliases.ts';
import { chartPods, networkPolicy } from '../../edge/network-policy.ts';
import { chartVersion } from '../../delivery/chart-version.ts';
import { delivery } from '../../delivery/engine.ts';
import { resources } from '../../delivery/resources.ts';
import { podLevel } from '../../delivery/pod-level.ts';
import type { Json, JsonMap } from '../../manifest/manifest.ts';
import type { AppEnd } from '../integration.ts';
import { nextcloudUnkept } from './charts.ts';
import { nextcloudDatabase } from './database.ts';
import { groupRegex } from './group-regex.ts';
import { configFile, loginConfig, loginHook } from './hook.ts';
import type { NextcloudOptions } from './options.ts';
import { refuseValues } from './refuse-values.ts';
import { type NextcloudSettings, nextcloudSettings } from './settings.ts';
import type { Reason } from '../../manifest/reason.ts';

/** What a reviewer of dist would ask. */
const reasons: readonly Reason[] = [
  { path: 'extraEnv.PINOUT_OIDC_PROVIDER', why: 'with another name, the provider and every user would be new' },
  {
    path: 'extraEnv.APACHE_DISABLE_REWRITE_IP',
    why: 'Nextcloud then takes the client address from X-Forwarded-For; otherwise brute-force protection sees one address for everyone',
  },
  {
    path: 'values.phpClientHttpsFix',
    why: 'without it Nextcloud assumes http, and user_oidc shows a page that asks for HTTPS',
  },
  { path: 'persistence.enabled', value: true, why: 'with the default of the chart, accounts, providers and files are lost with the pod' },
  { path: 'startupProbe.failureThreshold', why: 'installation and hook run before the server listens; the liveness probe would kill them' },
];

const chart = { source: { repository: 'https://nextcloud.github.io/helm/', chart: 'nextcloud' }, version: '9.2.4' } as const;

/** Nextcloud's end: a HelmRelease whose hook and environment carry the login. */
export function writeNextcloud(options: NextcloudOptions, contract: ConfidentialContract, facts: Facts): AppEnd {
  const { slug } = contract;
  const namespace = dnsLabel(options.namespace, { app: slug, field: 'namespace' });
  const settings = nextcloudSettings(options, facts, slug);
  const admin: SecretRef = { name: `${slug}-admin`, generation: 1, key: 'password', plainData: { username: settings.adminUser } };
  const database = nextcloudDatabase(options.database, namespace, slug);
  const login = nextcloudLogin(contract, settings, facts);
  const own = merge(login, ranValues(contract, settings, admin, facts, options.storage), database.values) as JsonMap;
  const values = resolve(merge(own, options.values ?? {})) as JsonMap;
  refuseValues(values, own, slug);
  const name = nextcloudFullname(options.existing?.release ?? slug);
  const aliases = hostAliases(facts);
  const objects = [
    expose(
      {
        name: slug,
        namespace,
        host: new URL(contract.tile.launchUrl).hostname,
        service: name,
        port: 8080,
        // Its own limit, 1 MiB, ends uploads.
        needs: { uploads: true, long: true },
      },
      facts,
    ),
    ...delivery.release({
      name: slug,
      namespace,
      chart: chart.source,
      version: chartVersion(options.chartVersion, chart.version, slug),
      timeout: '20m',
      values,
      options,
      // The chart has no key for it.
      ...(aliases.length === 0
        ? {}
        : { patches: [{ target: { kind: 'Deployment', name }, patch: [{ op: 'add', path: '/spec/template/spec/hostAliases', value: aliases }] }] }),
    }),
    ...networkPolicy(
      options.networkPolicy,
      false,
      { name: slug, namespace, pods: { ...chartPods('nextcloud', slug), 'app.kubernetes.io/component': 'app' }, inside: true },
      facts,
    ),
  ];
  return {
    namespace,
    ...podLevel(objects, 'baseline'),
    secrets: [contract.secret],
    loginValues: resolve(merge(login, options.values ?? {})) as JsonMap,
    generated: [admin],
    needed: database.needed,
    unkept: nextcloudUnkept(values),
    reasons,
    objects,
  };
}

/** Name of the Deployment and of the Service: the chart leaves the suffix out when the release carries it. */
export const nextcloudFullname = (slug: string): string => (slug.includes('nextcloud') ? slug : `${slug}-nextcloud`);

/** What of the chart's values is the login. */
function nextcloudLogin(contract: ConfidentialContract, settings: NextcloudSettings, facts: Facts): JsonMap {
  const { slug, secret, scopes, access } = contract;
  const groups = groupsOf(contract);
  const config = {
    // One file holds the whole list: Nextcloud replaces a key of the top whole.
    user_oidc: {
      use_pkce: true,
      auto_provision: true,
      soft_auto_provision: settings.softAutoProvision,
      single_logout: true,
      'httpclient.allowselfsigned': false,
    },
    // Its HTTP client refuses private addresses otherwise: "Could not reach the OpenID Connect provider".
    ...(facts.dns.private ? { allow_local_remote_servers: true } : {}),
  };
  const environment: Readonly<Record<string, string>> = {
    PINOUT_OIDC_PROVIDER: facts.idp.title,
    PINOUT_OIDC_CLIENT_ID: contract.clientId,
    PINOUT_OIDC_DISCOVERY: discoveryUrl(facts, slug),
    PINOUT_OIDC_SCOPE: scopes.join(' '),
    PINOUT_OIDC_AFTER_LOGOUT: contract.redirects.find(({ use }) => use === 'logout')!.url,
    PINOUT_OIDC_USER_ID: settings.userId,
    PINOUT_OIDC_GROUPS: groups.length === 0 ? '0' : '1',
    PINOUT_OIDC_GROUP_REGEX: groupRegex(groups),
    PINOUT_OIDC_RESTRICT: access.kind === 'groups' ? '1' : '0',
    PINOUT_CONFIG: JSON.stringify(config),
  };
  const extraEnv: Json[] = [
    ...variables(environment),
    { name: 'PINOUT_OIDC_CLIENT_SECRET', valueFrom: { secretKeyRef: { name: secretObjectName(secret), key: secret.key } } },
  ];
  return {
    // Without it Nextcloud takes itself for http, and user_oidc answers with a page that asks for HTTPS.
    phpClientHttpsFix: { enabled: true, protocol: 'https' },
    nextcloud: { configs: { [configFile]: loginConfig }, hooks: { 'before-starting': loginHook }, extraEnv },
    // Installation and hook run before the server listens; the liveness probe would end them.
    startupProbe: { enabled: true, failureThreshold: 90 },
  };
}

const variables = (environment: Readonly<Record<string, string>>) => Object.entries(environment).map(([name, value]) => ({ name, value }));

/** How it runs. */
function ranValues({ tile }: ConfidentialContract, settings: NextcloudSettings, admin: SecretRef, facts: Facts, storage?: string): JsonMap {
  const environment = {
    OVERWRITECLIURL: tile.launchUrl.replace(/\/$/, ''),
    APACHE_DISABLE_REWRITE_IP: '1',
    TRUSTED_PROXIES: settings.trustedProxies.join(' '),
  };
  return {
    nextcloud: {
      host: new URL(tile.launchUrl).hostname,
      existingSecret: { enabled: true, secretName: secretObjectName(admin), usernameKey: 'username', passwordKey: admin.key },
      extraEnv: append(...variables(environment)) as unknown as Json,
    },
    persistence: {
      enabled: true,
      ...(storage === undefined ? {} : { size: storage }),
      ...(facts.storageClass === undefined ? {} : { storageClass: facts.storageClass }),
    },
    resources: resources('100m', '256Mi', '2Gi'),
  };
}
