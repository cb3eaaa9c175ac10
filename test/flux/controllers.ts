import type { Manifest } from '../../lib/manifest/manifest.ts';
import type { Definition } from './assets.ts';
import { condition, type FluxCluster } from './cluster.ts';

/** Charts that bring CRDs, and the API groups of these. */
export const brings: Readonly<Record<string, readonly string[]>> = {
  'external-secrets': ['external-secrets.io', 'generators.external-secrets.io'],
  'cert-manager': ['cert-manager.io'],
  'kube-prometheus-stack': ['monitoring.coreos.com'],
};

/**
 * Stands in for the controllers that are not running (helm, source, External Secrets, cert-manager, Jobs): marks objects ready only when what they
 * need is there, brings a chart's CRDs when its HelmRelease is ready, and makes the Secrets of ExternalSecrets.
 */
export class StandIns {
  readonly #cluster: FluxCluster;
  readonly #late: readonly Definition[];
  readonly #done = new Set<string>();

  constructor(cluster: FluxCluster, late: readonly Definition[]) {
    this.#cluster = cluster;
    this.#late = late;
  }

  /** One round over everything. */
  async work(): Promise<void> {
    for (const kind of ['OCIRepository', 'HelmRepository']) await this.#each('source.toolkit.fluxcd.io/v1', kind, () => Promise.resolve(true));
    await this.#each('helm.toolkit.fluxcd.io/v2', 'HelmRelease', async (object) => {
      const {
        dependsOn = [],
        chartRef,
        values,
      } = object['spec'] as { dependsOn?: { name: string; namespace?: string }[]; chartRef?: { name: string }; values?: unknown };
      for (const { name, namespace } of dependsOn) if (!this.#done.has(`HelmRelease ${namespace ?? object.metadata.namespace}/${name}`)) return false;
      if (!(await this.#mounted(values, object.metadata.namespace!))) return false;
      const source = (await this.#cluster.list('source.toolkit.fluxcd.io/v1', 'OCIRepository')).find(
        ({ metadata }) => metadata.namespace === object.metadata.namespace && metadata.name === chartRef?.name,
      );
      const chart = (source?.['spec'] as { url: string } | undefined)?.url.split('/').at(-1) ?? '';
      for (const group of brings[chart] ?? [])
        for (const one of this.#late.filter((definition) => definition.group === group)) await this.#cluster.define(one.object);
      return true;
    });
    for (const kind of ['SecretStore', 'ClusterSecretStore']) await this.#each('external-secrets.io/v1', kind, () => Promise.resolve(true));
    await this.#each('external-secrets.io/v1', 'ExternalSecret', (object) => this.#externalSecret(object));
    for (const kind of ['ClusterIssuer', 'Certificate']) await this.#each('cert-manager.io/v1', kind, () => Promise.resolve(true));
    await this.#each('batch/v1', 'Job', (object) => this.#mounted(object['spec'], object.metadata.namespace!), {
      startTime: '2026-01-01T00:00:00Z',
      completionTime: '2026-01-01T00:01:00Z',
      succeeded: 1,
      conditions: ['SuccessCriteriaMet', 'Complete'].map((type) => ({ type, status: 'True', lastTransitionTime: '2026-01-01T00:01:00Z' })),
    });
    await this.#each('apps/v1', 'DaemonSet', (object) => this.#mounted(object['spec'], object.metadata.namespace!), {
      observedGeneration: 1,
      numberMisscheduled: 0,
      ...Object.fromEntries(
        ['desiredNumberScheduled', 'currentNumberScheduled', 'updatedNumberScheduled', 'numberReady', 'numberAvailable'].map((field) => [field, 1]),
      ),
    });
    for (const kind of ['Deployment', 'StatefulSet'])
      await this.#each('apps/v1', kind, (object) => this.#mounted(object['spec'], object.metadata.namespace!), {
        observedGeneration: 1,
        replicas: 1,
        readyReplicas: 1,
        updatedReplicas: 1,
        ...(kind === 'Deployment' ? { availableReplicas: 1, conditions: [{ type: 'Available', status: 'True' }] } : {}),
      });
    await this.#each('v1', 'PersistentVolumeClaim', () => Promise.resolve(true), { phase: 'Bound' });
  }

  async #each(apiVersion: string, kind: string, ready: (object: Manifest) => Promise<boolean>, status?: object): Promise<void> {
    for (const object of await this.#cluster.list(apiVersion, kind)) {
      const id = `${kind} ${object.metadata.namespace ?? ''}/${object.metadata.name}`;
      if (this.#done.has(id) || !(await ready(object))) continue;
      const { generation } = object.metadata as { generation?: number };
      // Several writers may have touched it: the generation that is there is the one that was seen.
      const isThere = await this.#cluster.status(
        object,
        status === undefined
          ? { ...(apiVersion.includes('fluxcd.io') ? { observedGeneration: generation ?? 1 } : {}), conditions: [condition('Ready', 'Succeeded')] }
          : { ...status, ...('observedGeneration' in status ? { observedGeneration: generation ?? 1 } : {}) },
      );
      if (isThere) this.#done.add(id);
    }
  }

  /** Whether every Secret and ConfigMap that some pods need is there. */
  async #mounted(value: unknown, namespace: string): Promise<boolean> {
    for (const [kind, name] of mountsOf(value)) if (!(await this.#cluster.exists('v1', kind, namespace, name))) return false;
    return true;
  }

  async #externalSecret(object: Manifest): Promise<boolean> {
    const {
      target,
      data = [],
      secretStoreRef,
    } = object['spec'] as {
      target: { name: string; template?: { data?: Record<string, string> } };
      data?: { secretKey: string; remoteRef: { key: string } }[];
      secretStoreRef?: { name: string };
    };
    const namespace = object.metadata.namespace!;
    // Copies wait for their source, which lies in one namespace of its own.
    if (secretStoreRef !== undefined)
      for (const { remoteRef } of data) if (!(await this.#cluster.exists('v1', 'Secret', 'pinout-secrets', remoteRef.key))) return false;
    const keys = [...data.map(({ secretKey }) => secretKey), ...Object.keys(target.template?.data ?? {})];
    await this.#cluster.put({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: target.name, namespace },
      stringData: Object.fromEntries(keys.map((key) => [key, 'made by the test'])),
    });
    return true;
  }
}

/** Secrets and ConfigMaps that pods, or the values of a chart, refer to and cannot start without. */
function mountsOf(value: unknown): [kind: 'Secret' | 'ConfigMap', name: string][] {
  if (Array.isArray(value)) return value.flatMap(mountsOf);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]: [string, unknown]): [kind: 'Secret' | 'ConfigMap', name: string][] => {
    const { name, secretName, optional } = (typeof one === 'object' && one !== null ? one : {}) as { name?: string; secretName?: string; optional?: boolean };
    if (optional === true) return [];
    if (key === 'secretKeyRef' && name !== undefined) return [['Secret', name]];
    if (key === 'secret' && secretName !== undefined) return [['Secret', secretName]];
    if ((key === 'configMapKeyRef' || key === 'configMap') && name !== undefined) return [['ConfigMap', name]];
    if (key === 'existingSecret' && typeof one === 'string' && one !== '') return [['Secret', one]];
    return mountsOf(one);
  });
}
