import { childOf, MapNode, type Node, nodeAt, opened, Part, partOf, textAt } from '../../manifest/composed.ts';
import type { Reader } from '../../manifest/reader.ts';

/** What kustomize knows an object by. */
export interface Id {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
}

/** Built-in kinds that are in no namespace. Of others nobody knows, and kustomize takes them for namespaced (kyaml/openapi/openapi.go). */
const clusterScoped = new Set(
  'MutatingWebhookConfiguration ValidatingWebhookConfiguration ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding CustomResourceDefinition APIService CertificateSigningRequest FlowSchema PriorityLevelConfiguration IngressClass RuntimeClass PodSecurityPolicy ClusterRole ClusterRoleBinding PriorityClass CSIDriver CSINode StorageClass VolumeAttachment ComponentStatus Namespace Node PersistentVolume'.split(
    ' ',
  ),
);

const [groupOf, versionOf] = [
  (apiVersion: string): string => (apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : ''),
  (apiVersion: string): string => apiVersion.slice(apiVersion.indexOf('/') + 1),
];
export { groupOf, versionOf };

/** Groups of Kubernetes itself: kustomize has their schemas. */
export const isBuiltIn = (apiVersion: string): boolean => {
  const group = groupOf(apiVersion);
  return (
    group === '' ||
    ['apps', 'batch', 'autoscaling', 'policy', 'extensions'].includes(group) ||
    (group.endsWith('.k8s.io') && builtInGroups.has(group.slice(0, -'.k8s.io'.length)))
  );
};

const builtInGroups = new Set(
  'networking rbac.authorization storage admissionregistration apiextensions apiregistration certificates coordination discovery events flowcontrol.apiserver node scheduling'.split(
    ' ',
  ),
);

export const isClusterScoped = ({ apiVersion, kind }: Pick<Id, 'apiVersion' | 'kind'>): boolean => clusterScoped.has(kind) && isBuiltIn(apiVersion);

/** Namespace that tells two objects apart: nothing said means `default`. */
export const placeOf = (id: Id): string => (isClusterScoped(id) ? '' : id.namespace === '' ? 'default' : id.namespace);

export const isSame = (a: Id, b: Id): boolean => a.kind === b.kind && a.name === b.name && a.apiVersion === b.apiVersion && placeOf(a) === placeOf(b);

/** A selector of kind, where what is not said is any. */
export interface Gvk {
  readonly group?: string | undefined;
  readonly version?: string | undefined;
  readonly kind?: string | undefined;
}

export function isSelected({ apiVersion, kind }: Pick<Id, 'apiVersion' | 'kind'>, gvk: Gvk): boolean {
  const fits = (wanted: string | undefined, is: string): boolean => wanted === undefined || wanted === '' || wanted === is;
  return fits(gvk.kind, kind) && fits(gvk.group, groupOf(apiVersion)) && fits(gvk.version, versionOf(apiVersion));
}

/** An object on its way through kustomize: what it is, and the names that it had before. */
export class Resource {
  #node: Node;
  readonly original: Reader;
  readonly previous: Id[] = [];
  readonly prefixes: string[] = [];
  readonly suffixes: string[] = [];
  /** Of one that a generator makes. */
  readonly behavior: 'create' | 'merge' | 'replace' | undefined;
  /** Files that it was made of, besides its own. */
  readonly sources: readonly string[];
  dropped = false;

  constructor(node: Node, original: Reader, behavior?: 'create' | 'merge' | 'replace', sources: readonly string[] = []) {
    this.#node = node;
    this.original = original;
    this.behavior = behavior;
    this.sources = sources;
  }

  static of(reader: Reader): Resource {
    return new Resource(partOf(reader), reader);
  }

  get node(): Node {
    return this.#node;
  }

  set node(node: Node) {
    this.#node = node;
  }

  /** False while it is as it was read. */
  get changed(): boolean {
    return !(this.#node instanceof Part);
  }

  get kind(): string {
    return textAt(this.#node, 'kind') ?? '';
  }

  get apiVersion(): string {
    return textAt(this.#node, 'apiVersion') ?? '';
  }

  get name(): string {
    return scalarAt(this.#node, 'metadata', 'name');
  }

  get namespace(): string {
    return scalarAt(this.#node, 'metadata', 'namespace');
  }

  get id(): Id {
    const { apiVersion, kind, name, namespace } = this;
    return { apiVersion, kind, name, namespace };
  }

  get firstId(): Id {
    return this.previous[0] ?? this.id;
  }

  get ids(): readonly Id[] {
    return [this.id, ...this.previous];
  }

  /** Keeps the name it has now: others may refer to it. */
  remember(): void {
    this.previous.push(this.id);
  }

  /** The object as a map that can be changed. */
  open(): MapNode | undefined {
    const map = opened(this.#node);
    if (!(map instanceof MapNode)) return undefined;
    this.#node = map;
    return map;
  }

  /** Sets a value at some keys, and makes the maps on the way. */
  set(value: Node, ...keys: readonly string[]): void {
    let map = this.open();
    for (const key of keys.slice(0, -1)) map = map === undefined ? undefined : mapIn(map, key, fromOf(value));
    map?.entries.set(keys.at(-1)!, value);
  }

  at(...keys: readonly (string | number)[]): Node | undefined {
    return nodeAt(this.#node, ...keys);
  }
}

/** Where a node comes from. */
const fromOf = (node: Node): Reader => node.from;

/** A scalar as text, empty when there is none. */
export function scalarAt(node: Node | undefined, ...keys: readonly (string | number)[]): string {
  const at = nodeAt(node, ...keys);
  return at instanceof Part && ['string', 'number', 'boolean'].includes(typeof at.value) ? String(at.value) : '';
}

/** The map under a key, opened; made when nothing is there. */
function mapIn(parent: MapNode, key: string, from: Reader): MapNode | undefined {
  const child = childOf(parent, key);
  if (child === undefined || (child instanceof Part && child.value === null)) {
    const made = new MapNode(new Map(), from);
    parent.entries.set(key, made);
    return made;
  }
  const map = opened(child);
  if (!(map instanceof MapNode)) return undefined;
  parent.entries.set(key, map);
  return map;
}
