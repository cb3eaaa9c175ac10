import { PinoutError, show } from '../contract/error.ts';
import type { Facts } from '../contract/facts.ts';
import type { EnvVar } from '../manifest/env-var.ts';
import type { Placed } from '../manifest/manifest.ts';
import { helmRelease } from '../flux/helm-release.ts';
import { expose } from '../edge/expose.ts';

export interface AuthentikReleaseOptions {
  /** Environment of server and worker: database, secret key and what the blueprint Jobs get as well. */
  readonly env: readonly EnvVar[];
  /** Version of the chart, when the one that is known for this minor is not wanted. */
  readonly chartVersion?: string;
  /** Size of the database's volume; `8Gi` unless given. */
  readonly databaseSize?: string;
  /** ConfigMaps and Secrets that the worker mounts below /blueprints (`apply: 'worker'`). */
  readonly blueprints?: { readonly configMaps: readonly string[]; readonly secrets: readonly string[] };
}

/**
 * The newest chart of each minor that is known (tags of goauthentik/helm). The chart's own version is not taken from the facts: not
 * every patch of authentik has a chart (2026.5.1 has none), and any chart of a minor runs any image of it. The image is what the facts say.
 */
const charts: Readonly<Record<string, { readonly version: string; readonly secretOptional: boolean }>> = {
  // Until 2026.5 the pods demand the chart's own Secret even when authentik.enabled is false; 2026.8 asks for it only if it is made.
  '2025.10': { version: '2025.10.3', secretOptional: false },
  '2025.12': { version: '2025.12.4', secretOptional: false },
  '2026.2': { version: '2026.2.3', secretOptional: false },
  '2026.5': { version: '2026.5.6', secretOptional: false },
  '2026.8': { version: '2026.8.0', secretOptional: true },
};

/**
 * Authentik itself with its database, in the folder `authentik`.
 *
 * No secret is in the values: server, worker and database read `authentik-secret-key` and `authentik-postgresql`. Up to 2026.5 the chart
 * still makes a Secret of its own, of settings that are no secret (log level, database host). The database is the chart's own
 * PostgreSQL; its volume stays when the release is removed.
 *
 * @throws PinoutError `chart-unknown`, `env-twice`
 * @example
 * authentikRelease(facts, { env: authentikEnv(facts) });
 */
export function authentikRelease(facts: Facts, options: AuthentikReleaseOptions): Placed[] {
  const minor = facts.versions.authentik.split('.').slice(0, 2).join('.');
  const chart = charts[minor];
  if (chart === undefined)
    throw new PinoutError({
      code: 'chart-unknown',
      app: 'cluster',
      field: 'versions.authentik',
      found: show(facts.versions.authentik),
      wanted: `a version of ${Object.keys(charts).join(', ')}`,
      fix: `write versions.authentik: '${charts['2026.8']?.version}'`,
    });
  const { blueprints } = options;
  const release = helmRelease({
    name: 'authentik',
    namespace: facts.idp.namespace,
    chart: 'oci://ghcr.io/goauthentik/helm-charts/authentik',
    version: options.chartVersion ?? chart.version,
    // The first start runs every migration before the server answers.
    timeout: '20m',
    values: {
      global: { image: { tag: facts.versions.authentik }, env: environment(facts, options.env) },
      ...(chart.secretOptional ? { authentik: { enabled: false } } : {}),
      server: {
        resources: { requests: { cpu: '100m', memory: '512Mi' }, limits: { memory: '1536Mi' } },
      },
      worker: { resources: { requests: { cpu: '100m', memory: '512Mi' }, limits: { memory: '1536Mi' } } },
      ...(blueprints === undefined ? {} : { blueprints: { configMaps: blueprints.configMaps, secrets: blueprints.secrets } }),
      postgresql: {
        enabled: true,
        auth: {
          existingSecret: 'authentik-postgresql',
          secretKeys: { userPasswordKey: 'password' },
          // Only the user `authentik` exists in the stock image; the Secret needs no second password.
          enablePostgresUser: false,
        },
        primary: { persistence: { enabled: true, size: options.databaseSize ?? '8Gi' } },
      },
    },
  });
  const way = expose({ name: 'authentik', namespace: facts.idp.namespace, host: facts.idp.host, service: 'authentik-server', port: 80 }, facts);
  return [...release, way].map((object) => ({ folder: 'authentik', from: 'cluster', object }));
}

/**
 * What the caller gave, and from 2026.8 on the proxies that authentik believes and its own address: without them it takes every
 * request for plain http, and issuer and redirects start with http:. A comma list, not JSON (goauthentik/authentik#9723).
 */
function environment(facts: Facts, given: readonly EnvVar[]): EnvVar[] {
  const own: EnvVar[] = facts.features.trustedProxies
    ? [
        { name: 'AUTHENTIK_LISTEN__TRUSTED_PROXY_CIDRS', value: facts.idp.trustedProxies.join(',') },
        { name: 'AUTHENTIK_WEB__BASE_URL', value: facts.idp.origin },
      ]
    : [];
  const names = new Set(given.map(({ name }) => name));
  if (names.size !== given.length)
    throw new PinoutError({
      code: 'env-twice',
      app: 'cluster',
      field: 'authentik.env',
      found: given.map(({ name }) => name).join(', '),
      wanted: 'each variable once: Kubernetes refuses a list that names one twice',
      fix: 'remove the second one',
    });
  return [...given, ...own.filter(({ name }) => !names.has(name))];
}
