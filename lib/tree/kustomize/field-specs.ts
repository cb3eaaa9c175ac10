import { childOf, ListNode, MapNode, type Node, opened, Part } from '../../manifest/composed.ts';
import type { Reader } from '../../manifest/reader.ts';
import { type Gvk, isSelected, type Resource } from './resource.ts';

/** A field of some kinds, in kustomize's own form: `spec/template/metadata/labels`. Lists on the way are gone through. */
export interface FieldSpec extends Gvk {
  readonly path: string;
  readonly create?: boolean | undefined;
}

/** Parts of such a path; `\/` is a slash in a key. */
const partsOf = (path: string): string[] => path.split(/(?<!\\)\//).map((part) => part.replaceAll(String.raw`\/`, '/'));

/**
 * Replaces the values at a field of an object (kustomize api/filters/fieldspec). `change` gets what is there and gives what shall be; when it is to be
 * created it gets undefined.
 */
export function changeField(resource: Resource, spec: FieldSpec, from: Reader | undefined, change: (node: Node | undefined) => Node | undefined): void {
  if (!isSelected(resource, spec)) return;
  const path = partsOf(spec.path);
  if (spec.create !== true && !reaches(resource.node, path)) return;
  const changed = changeAt(resource.node, path, spec.create === true ? from : undefined, change);
  if (changed !== undefined) resource.node = changed;
}

function reaches(node: Node | undefined, path: readonly string[]): boolean {
  if (node === undefined || (node instanceof Part && node.value === null)) return false;
  if (path.length === 0) return true;
  const list =
    node instanceof ListNode ? node.items : node instanceof Part && Array.isArray(node.value) ? node.value.map((_, index) => childOf(node, index)) : undefined;
  if (list !== undefined) return list.some((item) => reaches(item, path));
  return reaches(childOf(node, path[0]!.replace(/\[\]$/, '')), path.slice(1));
}

function changeAt(node: Node, path: readonly string[], from: Reader | undefined, change: (node: Node | undefined) => Node | undefined): Node | undefined {
  if (path.length === 0) return change(node);
  const open = opened(node);
  if (open instanceof ListNode) {
    open.items = open.items.map((item) => changeAt(item, path, from, change) ?? item);
    return open;
  }
  if (!(open instanceof MapNode)) return undefined;
  const key = path[0]!.replace(/\[\]$/, '');
  const isList = key !== path[0];
  let child = open.entries.get(key);
  const isNothing = child === undefined || (child instanceof Part && child.value === null);
  if (isNothing) {
    if (from === undefined || isList) return open;
    if (path.length === 1) {
      const made = change(undefined);
      if (made !== undefined) open.entries.set(key, made);
      return open;
    }
    child = new MapNode(new Map(), from);
  }
  const changed = changeAt(child!, path.slice(1), from, change);
  if (changed !== undefined) open.entries.set(key, changed);
  return open;
}

/** Fields as a configuration or a transformer lists them. */
export function specsOf(list: Reader): FieldSpec[] {
  return list.items().flatMap((one) => {
    const path = one.get('path').text();
    const create = one.get('create').scalar() === true;
    return path === undefined ? [] : [{ path, create, kind: one.get('kind').text(), group: one.get('group').text(), version: one.get('version').text() }];
  });
}
