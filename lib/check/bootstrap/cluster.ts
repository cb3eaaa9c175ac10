import { idOf } from '../../tree/provided.ts';
import { referencesOf } from '../../tree/references.ts';
import type { Release } from '../../tree/release.ts';
import type { Repository } from '../../repository/repository.ts';
import type { TreeObject } from '../../tree/tree.ts';

const key = ({ kind, namespace, name }: TreeObject) => idOf(kind, namespace, name);
const needsPods = new Set(['Job', 'Deployment', 'StatefulSet', 'DaemonSet', 'Pod']);
/** Kinds that become ready later than they are applied. */
const waiters = new Set([...needsPods, 'HelmRelease', 'ExternalSecret', 'Certificate']);
const namespaced = new Set(['ConfigMap', 'CronJob', 'DaemonSet', 'Deployment', 'ExternalSecret', 'HelmRelease', 'HelmRepository', 'HTTPRoute', 'Ingress', 'Job', 'OCIRepository', 'Role', 'RoleBinding', 'Secret', 'SecretStore', 'Service', 'ServiceAccount', 'StatefulSet']); // prettier-ignore

/** What holds an object back. */
export interface Obstacle {
  /** `refused` by the apiserver, `encrypted` and not decrypted, `mount`: its pods wait for an object, `wait`: it waits for another one. */
  readonly how: 'refused' | 'encrypted' | 'mount' | 'wait';
  readonly why: string;
}

/** A cluster that starts with Flux alone: what was applied, what became ready, and what controllers made of it. */
export class SimulatedCluster {
  /** API groups and namespaces that come with the tree, and so are not there at first. */
  readonly #lateGroups = new Set<string>();
  readonly #lateNamespaces = new Set<string>();
  readonly #groups = new Set<string>();
  readonly #namespaces = new Set<string>();
  /** Objects that the tree brings or has made, by id: the object that each comes with. */
  readonly #makers = new Map<string, TreeObject>();
  readonly #there = new Set<string>();
  readonly #pending = new Set<TreeObject>();
  readonly #releases: ReadonlyMap<TreeObject, Release>;

  constructor(objects: readonly TreeObject[], repository: Repository) {
    this.#releases = new Map(repository.releases.map((release) => [release.object, release]));
    for (const object of objects) {
      this.#makers.set(key(object), object);
      for (const id of madeBy(object)) this.#makers.set(id, object);
      for (const group of this.#groupsOf(object)) this.#lateGroups.add(group);
      if (object.kind === 'Namespace') this.#lateNamespaces.add(object.name);
    }
  }

  /** Applies the objects of a Kustomization, stage by stage. Returns what stops it: the rest of that stage and all later ones are then not applied. */
  apply(objects: readonly TreeObject[], layer: TreeObject): (Obstacle & { object: TreeObject }) | undefined {
    for (const stage of stagesOf(objects)) {
      for (const object of stage) {
        const obstacle = this.#refusal(object, layer);
        if (obstacle !== undefined) return { object, ...obstacle };
      }
      for (const object of stage) {
        this.#there.add(key(object));
        this.#pending.add(object);
        if (object.kind === 'Namespace') this.#namespaces.add(object.name);
      }
      this.settle();
    }
    return undefined;
  }

  /** Lets controllers work until nothing moves. True when something did. */
  settle(): boolean {
    let any = false;
    for (let moved = true; moved;) {
      moved = false;
      for (const object of this.#pending) {
        if (this.waitsFor(object) !== undefined) continue;
        this.#pending.delete(object);
        for (const id of madeBy(object)) this.#there.add(id);
        for (const group of this.#groupsOf(object)) this.#groups.add(group);
        any = moved = true;
      }
    }
    return any;
  }

  /** What an applied object waits for before it is ready; undefined when it is. */
  waitsFor(object: TreeObject): Obstacle | undefined {
    const { kind, root, namespace } = object;
    const missing = (id: string) => this.#makers.has(id) && !this.#there.has(id);
    if (!waiters.has(kind)) return undefined;
    const references = referencesOf(object);
    if (kind === 'HelmRelease' || needsPods.has(kind))
      for (const one of references)
        if (one.mounted && missing(idOf(one.kind, one.namespace, one.name.value)))
          return { how: 'mount', why: `waits for the ${one.kind} ${one.namespace}/${one.name.value}` };
    if (kind === 'HelmRelease')
      for (const one of root.get('spec', 'dependsOn').items()) {
        const other = this.#makers.get(idOf('HelmRelease', one.get('namespace').text() ?? namespace, one.get('name').text() ?? ''));
        if (other !== undefined && (this.#pending.has(other) || !this.#there.has(key(other))))
          return { how: 'wait', why: `waits for the HelmRelease ${other.namespace}/${other.name}` };
      }
    if (kind === 'HelmRelease' || kind === 'ExternalSecret' || kind === 'Certificate')
      for (const one of references)
        if (!one.mounted && one.kind !== 'Namespace' && missing(idOf(one.kind, one.namespace, one.name.value)))
          return { how: 'wait', why: `waits for the ${one.kind} ${one.name.value}` };
    if (kind === 'ExternalSecret') {
      const ref = root.get('spec', 'secretStoreRef');
      const store = this.#makers.get(
        idOf(ref.get('kind').text() ?? 'SecretStore', ref.get('kind').text() === 'ClusterSecretStore' ? '' : namespace, ref.get('name').text() ?? ''),
      );
      const from = store?.root.get('spec', 'provider', 'kubernetes', 'remoteNamespace').text();
      if (from !== undefined)
        for (const one of root.get('spec', 'data').items()) {
          const source = one.get('remoteRef', 'key').text() ?? '';
          if (missing(idOf('Secret', from, source))) return { how: 'wait', why: `waits for the Secret ${from}/${source}` };
        }
    }
    return undefined;
  }

  /** Why the dry-run of an object fails. */
  #refusal(object: TreeObject, layer: TreeObject): Obstacle | undefined {
    const { apiVersion, kind, namespace, root } = object;
    const refused = (why: string): Obstacle => ({ how: 'refused', why });
    const group = groupOf(apiVersion);
    if (this.#lateGroups.has(group) && !this.#groups.has(group))
      return refused(`no matches for kind ${kind} in ${group}: the CRD is installed by something that is not ready yet`);
    if (this.#lateNamespaces.has(namespace) && !this.#namespaces.has(namespace)) return refused(`the namespace ${namespace} does not exist yet`);
    if (namespace === '' && namespaced.has(kind) && !layer.root.get('spec', 'targetNamespace').exists) return refused('namespace not specified');
    if (kind === 'Secret' && root.get('sops').exists && !layer.root.get('spec', 'decryption').exists)
      return { how: 'encrypted', why: 'is encrypted, and the Kustomization has no spec.decryption' };
    return undefined;
  }

  #groupsOf(object: TreeObject): readonly string[] {
    if (object.kind === 'CustomResourceDefinition') return [object.root.get('spec', 'group').text() ?? ''];
    const release = this.#releases.get(object);
    return release === undefined ? [] : groupsBrought(release);
  }
}

/** Ids of objects that a controller makes of an object once it is ready. */
function madeBy({ kind, root, namespace, name }: TreeObject): string[] {
  if (kind === 'ExternalSecret') return [idOf('Secret', namespace, root.get('spec', 'target', 'name').text() ?? name)];
  if (kind === 'Certificate') return [idOf('Secret', namespace, root.get('spec', 'secretName').text() ?? '')];
  return [];
}

/** Definitions first, then classes, then everything else. */
function stagesOf(objects: readonly TreeObject[]): TreeObject[][] {
  const stageOf = (kind: string) => (['CustomResourceDefinition', 'Namespace', 'ClusterRole'].includes(kind) ? 0 : kind.endsWith('Class') ? 1 : 2);
  const stages: TreeObject[][] = [[], [], []];
  for (const object of objects) stages[stageOf(object.kind)]!.push(object);
  return stages;
}

/** API groups whose CRDs a chart brings, by the name of the chart. Charts that are not listed are taken to bring none. */
const groups: Readonly<Record<string, readonly string[]>> = {
  'cert-manager': ['cert-manager.io', 'acme.cert-manager.io'],
  'cloudnative-pg': ['postgresql.cnpg.io'],
  'external-secrets': ['external-secrets.io', 'generators.external-secrets.io'],
  'gateway-helm': ['gateway.networking.k8s.io', 'gateway.envoyproxy.io'],
  'kube-prometheus-stack': ['monitoring.coreos.com'],
  'prometheus-operator-crds': ['monitoring.coreos.com'],
  'sealed-secrets': ['bitnami.com'],
  metallb: ['metallb.io'],
  traefik: ['traefik.io'],
};

/** API groups that a release brings. */
function groupsBrought({ chart }: Release): readonly string[] {
  return Object.hasOwn(groups, chart) ? groups[chart]! : [];
}

/** API group of an object; empty for Kubernetes' core. */
function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? apiVersion.split('/')[0]! : '';
}
