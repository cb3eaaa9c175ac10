import { exactVersion } from '../environment.ts';
import { merge } from '../../../compose/merge.ts';
import { resolve } from '../../../compose/resolve.ts';
import type { Facts } from '../../../contract/facts.ts';
import { expose } from '../../../edge/expose.ts';
import { hostAliases } from '../../../edge/host-aliases.ts';
import { delivery } from '../../../delivery/engine.ts';
import type { EnvVar } from '../../../manifest/env-var.ts';
import type { JsonMap, Placed } from '../../../manifest/manifest.ts';
import { databaseValues } from './database.ts';
import { releaseEnvironment } from './environment.ts';

export interface AuthentikReleaseOptions {
  /** Environment of server and worker: database, secret key and what the blueprint Jobs get as well. */
  readonly env: readonly EnvVar[];
  /** ConfigMaps and Secrets that the worker mounts below /blueprints (`apply: 'worker'`). */
  readonly blueprints?: { readonly configMaps: readonly string[]; readonly secrets: readonly string[] };
}

/**
 * Authentik itself, in the folder `authentik`: server, worker and, unless it lies elsewhere, the database. No Redis: authentik needs none since 2025.10.
 *
 * No secret is in the values: everything reads Secrets by name. Up to 2026.5 the chart still makes a Secret of its own, of settings that are no secret
 * (log level, database host). The volume of the chart's PostgreSQL stays when the release is removed. Probes are the chart's: liveness, readiness, and
 * a start-up that may take ten minutes.
 *
 * @throws PinoutError `env-twice`
 * @example
 * authentikRelease(facts, { env: authentikEnv(facts) });
 */
export function authentikRelease(facts: Facts, options: AuthentikReleaseOptions): Placed[] {
  const { idp, features } = facts;
  const { blueprints } = options;
  const aliases = hostAliases(facts);
  const pods: JsonMap = {
    replicas: idp.replicas,
    resources: { requests: { cpu: '100m', memory: '512Mi' }, limits: { memory: '1536Mi' } },
    containerSecurityContext: {
      allowPrivilegeEscalation: false,
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
      capabilities: { drop: ['ALL'] },
    },
    // The Service alone: monitors lie in a layer of their own.
    ...(facts.monitoring === undefined ? {} : { metrics: { enabled: true } }),
    // One pod at a time may leave for the upgrade of a node.
    ...(idp.replicas > 1 ? { pdb: { enabled: true, maxUnavailable: 1 } } : {}),
  };
  const own: JsonMap = {
    global: {
      image: { tag: exactVersion(facts) },
      // The user of the image.
      securityContext: { runAsUser: 1000, runAsGroup: 1000, fsGroup: 1000 },
      env: releaseEnvironment(facts, options.env),
      ...(aliases.length === 0 ? {} : { hostAliases: aliases }),
    },
    ...(features.authentikSecretOptional ? { authentik: { enabled: false } } : {}),
    server: pods,
    worker: pods,
    ...(blueprints === undefined ? {} : { blueprints: { configMaps: blueprints.configMaps, secrets: blueprints.secrets } }),
    postgresql: databaseValues(facts),
  };
  const release = delivery.release({
    name: 'authentik',
    namespace: idp.namespace,
    chart: 'oci://ghcr.io/goauthentik/helm-charts/authentik',
    version: features.authentikChart,
    // The first start runs every migration before the server answers.
    timeout: '20m',
    values: resolve(merge(own, idp.values)) as JsonMap,
  });
  const way = expose(
    { name: 'authentik', namespace: idp.namespace, host: idp.host, service: 'authentik-server', port: 80, needs: { largeHeaders: true, long: true } },
    facts,
  );
  return [...release, way].map((object) => ({ folder: 'authentik', from: 'cluster', object }));
}
