import { isLiteral } from '../contract/option-error.ts';
import type { Json, JsonMap } from '../manifest/manifest.ts';
import { mergeKeysOf } from '../tree/kustomize/merge-keys.ts';

/** Where in an object two values are merged: lists have keys when the kind is Kubernetes' own. */
interface Where {
  readonly kind: string | undefined;
  readonly field: string;
  readonly parent: string;
}

/** API groups whose kinds Kubernetes brings itself: the others are custom, and kustomize replaces their lists. */
const ownGroup =
  /^(?:v1|(?:apps|batch|autoscaling|policy|(?:networking|rbac\.authorization|storage|admissionregistration|apiextensions|scheduling|coordination|discovery)\.k8s\.io)\/v[a-z0-9]{1,20})$/;

/**
 * An object with a patch merged in, as `kubectl patch` and kustomize do it: objects merge, `null` deletes, lists of named things of Kubernetes' own kinds
 * (containers, env, volumes …) merge by their names, and every other list is replaced. `$patch: delete` takes an item out, `$patch: replace` begins anew.
 */
export function strategicMerge(object: JsonMap, patch: JsonMap): JsonMap {
  const { apiVersion, kind } = object as { readonly apiVersion?: string; readonly kind?: string };
  return merged(object, patch, { kind: ownGroup.test(apiVersion ?? '') ? kind : undefined, field: '', parent: '' }) as JsonMap;
}

const gone = Symbol('gone');

function merged(below: Json | undefined, above: Json, where: Where): Json | typeof gone {
  if (above === null) return gone;
  if (Array.isArray(above)) return lists(Array.isArray(below) ? below : [], above, where);
  if (!isMap(above)) return above;
  const { $patch: directive, ...changes } = above;
  if (directive === 'delete') return gone;
  const base = isMap(below) && directive !== 'replace' ? below : {};
  const next = new Map<string, Json>(Object.entries(base));
  for (const [key, value] of Object.entries(changes)) {
    const one = merged(base[key], value, { kind: where.kind, field: key, parent: where.field });
    // In the order of before; what is new stands last.
    if (one === gone) next.delete(key);
    else next.set(key, one);
  }
  return Object.fromEntries(next);
}

function lists(below: readonly Json[], above: readonly Json[], where: Where): Json {
  const keys = where.kind === undefined ? undefined : mergeKeysOf(where.kind, where.field, where.parent);
  const element = { kind: where.kind, field: where.field, parent: where.field };
  const fresh = (item: Json): Json[] => {
    const one = merged(undefined, item, element);
    return one === gone ? [] : [one];
  };
  const begins = above.some((item) => isMap(item) && item['$patch'] === 'replace' && Object.keys(item).length === 1);
  if (keys === undefined || begins)
    return above.filter((item) => !(isMap(item) && item['$patch'] === 'replace' && Object.keys(item).length === 1)).flatMap(fresh);
  if (keys.length === 0) return [...below, ...above.filter((item) => !below.includes(item))];
  const made = [...below];
  for (const item of above) {
    const at = made.findIndex((one) => isSame(one, item, keys));
    if (at === -1) {
      made.push(...fresh(item));
      continue;
    }
    const one = merged(made[at], item, element);
    made.splice(at, 1, ...(one === gone ? [] : [one]));
  }
  return made;
}

const isMap = (value: Json | undefined): value is JsonMap => isLiteral(value);

/** Items are the same when the keys that both of them have are equal, and at least one is. */
function isSame(a: Json, b: Json, keys: readonly string[]): boolean {
  if (!isMap(a) || !isMap(b)) return false;
  const shared = keys.filter((key) => a[key] !== undefined && b[key] !== undefined);
  return shared.length > 0 && shared.every((key) => a[key] === b[key]);
}
