import { childOf, keysOf, ListNode, MapNode, membersOf, type Node, opened, Part } from '../../manifest/composed.ts';
import type { Reader } from '../../manifest/reader.ts';
import { cloned } from './json-patch.ts';
import { groupOf, type Id, type Resource, scalarAt, versionOf } from './resource.ts';
import { hasLabels, isTarget } from './select.ts';

/** One of `replacements:` (kustomize api/filters/replacement). False when it cannot be done; kustomize then builds nothing. */
export function replace(resources: readonly Resource[], one: Reader): boolean {
  const source = one.get('source');
  const constant = one.get('sourceValue');
  const found = constant.exists ? new Part(constant.scalar(), constant) : sourceOf(resources, source);
  const value = found === undefined ? undefined : refined(found, source.get('options'));
  if (value === undefined) return false;
  let all = true;
  for (const target of one.items('targets')) {
    const select = target.get('select');
    const rejects = target.items('reject');
    const paths = target.items('fieldPaths').map((path) => path.text() ?? '');
    for (const resource of resources) {
      if (!isTarget(resource, select) || rejects.some((reject) => isRejected(resource, reject))) continue;
      for (const path of paths.length === 0 ? ['metadata.name'] : paths) if (!put(resource, fieldsOf(path), value, target.get('options'))) all = false;
    }
  }
  return all;
}

function isRejected(resource: Resource, reject: Reader): boolean {
  const [labels, annotations] = [reject.text('labelSelector'), reject.text('annotationSelector')];
  if ((labels ?? annotations) !== undefined && !(hasLabels(resource, 'labels', labels) && hasLabels(resource, 'annotations', annotations))) return false;
  return isTarget(resource, reject);
}

function sourceOf(resources: readonly Resource[], source: Reader): Node | undefined {
  const fits = (id: Id): boolean =>
    (
      [
        ['kind', id.kind],
        ['name', id.name],
        ['group', groupOf(id.apiVersion)],
        ['version', versionOf(id.apiVersion)],
      ] as const
    ).every(([key, is]) => [undefined, '', is].includes(source.text(key))) &&
    [undefined, '', id.namespace === '' ? 'default' : id.namespace, id.namespace].includes(source.text('namespace'));
  const chosen = resources.filter((resource) => resource.ids.some(fits));
  if (chosen.length !== 1) return undefined;
  let node: Node | undefined = chosen[0]!.node;
  for (const key of fieldsOf(source.text('fieldPath') ?? 'metadata.name')) node = step(node, key)[0];
  return node;
}

function refined(node: Node, options: Reader): Node | undefined {
  const delimiter = options.text('delimiter') ?? '';
  if (delimiter === '') return node;
  if (!(node instanceof Part)) return undefined;
  const part = String(node.value).split(delimiter)[Number(options.get('index').scalar() ?? 0)];
  return part === undefined ? undefined : new Part(part, node.from);
}

/** Parts of a field path: points inside `[a=b.c]` and after a backslash belong to the part. */
function fieldsOf(path: string): string[] {
  const parts: string[] = [];
  let part = '';
  let inside = false;
  for (let index = 0; index < path.length; index++) {
    const character = path[index]!;
    if (character === '\\' && path[index + 1] === '.') part += path[++index]!;
    else if (character === '.' && !inside) {
      parts.push(part);
      part = '';
    } else {
      if (character === '[') inside = true;
      if (character === ']') inside = false;
      part += character;
    }
  }
  return [...parts, part].map((one) => (/^\[[^\]=]*\]$/.test(one) ? one.slice(1, -1) : one));
}

/** Children of a node that a part of a path means. */
function step(node: Node | undefined, key: string): Node[] {
  if (node === undefined) return [];
  const [, field, wanted] = /^\[([^=]+)=(.*)\]$/.exec(key) ?? [];
  const items = membersOf(node);
  if (field !== undefined) return items.filter((item) => (field === '' ? scalarAt(item) : scalarAt(item, field)) === wanted);
  if (key === '*') return [...items, ...keysOf(node).map((one) => childOf(node, one)!)];
  const child = childOf(node, key);
  return child === undefined ? [] : [child];
}

function put(resource: Resource, path: readonly string[], value: Node, options: Reader): boolean {
  const changed = putAt(resource.node, path, value, options);
  if (changed === undefined) return false;
  resource.node = changed;
  return true;
}

function putAt(node: Node, path: readonly string[], value: Node, options: Reader): Node | undefined {
  const [key, ...rest] = path;
  if (key === undefined) return written(node, value, options);
  const open = opened(node);
  const create = options.get('create').scalar() === true;
  if (open === undefined) return undefined;
  const [, field, wanted] = /^\[([^=]+)=(.*)\]$/.exec(key) ?? [];
  let any = false;
  const visit = (child: Node): Node => {
    const changed = putAt(child, rest, value, options);
    if (changed !== undefined) any = true;
    return changed ?? child;
  };
  if (open instanceof ListNode) {
    open.items = open.items.map((item, index) =>
      (field === undefined ? key === '*' || Number(key) === index : scalarAt(item, field) === wanted) ? visit(item) : item,
    );
    if (!any && create && field !== undefined) {
      const made = putAt(new MapNode(new Map([[field, new Part(wanted, value.from)]]), value.from), rest, value, options);
      if (made !== undefined) open.items.push(made);
      any = made !== undefined;
    }
    return any ? open : undefined;
  }
  if (key === '*') for (const [name, child] of open.entries) open.entries.set(name, visit(child));
  else {
    let child = open.entries.get(key);
    if ((child === undefined || (child instanceof Part && child.value === null)) && create)
      child = rest.length === 0 ? new Part(null, value.from) : rest[0]!.startsWith('[') ? new ListNode([], value.from) : new MapNode(new Map(), value.from);
    if (child === undefined) return undefined;
    open.entries.set(key, visit(child));
  }
  return any ? open : undefined;
}

/** The new value. A scalar keeps its kind: kustomize writes the text and leaves the rest to the reader. */
function written(node: Node, value: Node, options: Reader): Node {
  const delimiter = options.text('delimiter') ?? '';
  if (delimiter === '' || !(node instanceof Part) || !(value instanceof Part)) {
    if (!(node instanceof Part) || !(value instanceof Part)) return cloned(value);
    return typeof node.value === 'string' && value.value !== null && typeof value.value !== 'object' ? new Part(String(value.value), value.from) : value;
  }
  const parts = String(node.value).split(delimiter);
  const index = Number(options.get('index').scalar() ?? 0);
  if (index < 0) parts.unshift(String(value.value));
  else if (index >= parts.length) parts.push(String(value.value));
  else parts[index] = String(value.value);
  return new Part(parts.join(delimiter), value.from);
}
