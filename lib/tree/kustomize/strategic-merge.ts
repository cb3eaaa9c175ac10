import { childOf, isMap, keysOf, ListNode, MapNode, membersOf, type Node, opened, Part } from '../../manifest/composed.ts';
import { scalarAt } from './resource.ts';

/** Where in an object two values are merged: its lists have keys when the kind is Kubernetes' own. */
interface Where {
  /** Kind of the object; undefined when nobody knows its schema. */
  readonly kind: string | undefined;
  readonly field: string;
  readonly parent: string;
}

const shapeOf = (node: Node): 'map' | 'list' | 'scalar' | 'null' => {
  if (node instanceof MapNode) return 'map';
  if (node instanceof ListNode) return 'list';
  if (node.value === null) return 'null';
  return Array.isArray(node.value) ? 'list' : isMap(node.value) ? 'map' : 'scalar';
};

/**
 * A strategic merge as kustomize does it (kyaml/yaml/merge2, kyaml/yaml/walk). Undefined when the patch takes the value away.
 */
export function strategicMerge(target: Node | undefined, patch: Node, where: Where): Node | undefined {
  const shape = shapeOf(patch);
  if (shape === 'null') return undefined;
  if (shape === 'scalar') return patch;
  const there = target === undefined || shapeOf(target) === 'null' ? undefined : target;
  if (shape === 'list') return mergeLists(there, patch, where);
  const directive = scalarAt(patch, '$patch');
  if (directive === 'delete') return undefined;
  if (there === undefined || directive === 'replace' || shapeOf(there) !== 'map') return withoutNothing(patch, where);
  const map = opened(there) as MapNode;
  for (const key of keysOf(patch)) {
    if (key === '$patch') continue;
    const merged = strategicMerge(map.entries.get(key), childOf(patch, key)!, below(where, key));
    if (merged === undefined) map.entries.delete(key);
    else map.entries.set(key, merged);
  }
  return map;
}

const below = ({ kind, field }: Where, key: string): Where => ({ kind, field: key, parent: field });

/** A value of a patch where nothing was: without its directives, and without what it sets to null. */
function withoutNothing(patch: Node, where: Where): Node {
  const map = opened(patch) as MapNode;
  for (const key of [...map.entries.keys()]) {
    const child = map.entries.get(key)!;
    const merged = key === '$patch' ? undefined : strategicMerge(undefined, child, below(where, key));
    if (merged === undefined) map.entries.delete(key);
    else map.entries.set(key, merged);
  }
  return map;
}

function mergeLists(target: Node | undefined, patch: Node, where: Where): Node | undefined {
  const keys = where.kind === undefined ? undefined : mergeKeysOf(where.kind, where.field, where.parent);
  if (keys === undefined) return patch;
  const items = membersOf(patch);
  const directive = items.find((item) => keysOf(item).length === 1 && scalarAt(item, '$patch') !== '');
  const wanted = items.filter((item) => item !== directive);
  const how = directive === undefined ? '' : scalarAt(directive, '$patch');
  if (how === 'delete') return undefined;
  const others = how === 'replace' || target === undefined || shapeOf(target) !== 'list' ? [] : [...membersOf(target)];
  const element = { kind: where.kind, field: where.field, parent: where.field };
  const made: Node[] = [];
  const merged = new Map<Node, Node>();
  for (const item of wanted) {
    const before = others.find((one) => isSameItem(one, item, keys));
    const one = keys.length === 0 ? item : strategicMerge(before, item, element);
    const isEmpty = one === undefined || (shapeOf(one) === 'map' && keysOf(one).length === 0);
    if (before !== undefined && (isEmpty || keys.length < 2)) others.splice(others.indexOf(before), 1);
    if (isEmpty) continue;
    // Items of the patch come first (MergeOptionsListPrepend); of a list with several keys only those that are new.
    if (before !== undefined && keys.length > 1) merged.set(before, one);
    else made.push(one);
  }
  const list = new ListNode([...made, ...others.map((one) => merged.get(one) ?? one)], target?.from ?? patch.from);
  return list.items.length === 0 && target !== undefined ? undefined : list;
}

/** Items are the same when the keys that both of them have are equal, and at least one is. */
function isSameItem(a: Node, b: Node, keys: readonly string[]): boolean {
  if (keys.length === 0) return a instanceof Part && b instanceof Part && a.value === b.value;
  let same = false;
  for (const key of keys) {
    const [left, right] = [scalarAt(a, key), scalarAt(b, key)];
    if (left === '' || right === '') continue;
    if (left !== right) return false;
    same = true;
  }
  return same;
}

/**
 * Fields of Kubernetes' own kinds that are lists of named things: a patch merges their items by these keys (x-kubernetes-list-map-keys and
 * x-kubernetes-patch-merge-key of its OpenAPI). Every other list is replaced as a whole, and so is any list of a custom object.
 */
const keys: Readonly<Record<string, readonly string[]>> = {
  containers: ['name'],
  initContainers: ['name'],
  ephemeralContainers: ['name'],
  volumes: ['name'],
  env: ['name'],
  volumeMounts: ['mountPath'],
  volumeDevices: ['devicePath'],
  imagePullSecrets: ['name'],
  hostAliases: ['ip'],
  topologySpreadConstraints: ['topologyKey', 'whenUnsatisfiable'],
  resourceClaims: ['name'],
  claims: ['name'],
  schedulingGates: ['name'],
  secrets: ['name'],
  webhooks: ['name'],
  matchConditions: ['name'],
  ownerReferences: ['uid'],
  finalizers: [],
};

/** Keys by which the list at a field is merged; none for a list of plain values; undefined for one that is replaced. */
function mergeKeysOf(kind: string, field: string, parent: string): readonly string[] | undefined {
  if (field === 'ports')
    return kind === 'Service' && parent === 'spec' ? ['port', 'protocol'] : parent.endsWith('ontainers') ? ['containerPort', 'protocol'] : undefined;
  if (field === 'secrets' && kind !== 'ServiceAccount') return undefined;
  if (field === 'webhooks' && !kind.endsWith('WebhookConfiguration')) return undefined;
  return Object.hasOwn(keys, field) ? keys[field] : undefined;
}
