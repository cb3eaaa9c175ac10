import type { Manifest } from './manifest.ts';
import { isMap, isScalar, isSeq, type Node } from 'yaml';

/** Why a value is what it is, for the reviewer: a comment at the end of its line. */
export interface Reason {
  /** Kind of the object; the release of a chart unless given. */
  readonly kind?: string;
  /** How the path of the value ends: keys, and items of lists by their `name`. @example 'target.immutable' */
  readonly path: string;
  /** Only this value has the reason. */
  readonly value?: string | number | boolean | null;
  /** Only objects of which this is true. */
  readonly when?: (object: Manifest) => boolean;
  /** One sentence, with the upstream issue where there is one. */
  readonly why: string;
}

/**
 * Writes reasons beside the values that have one. A list or a map has it on the line above.
 *
 * @param kind of the object; undefined for the release of a chart
 */
export function withReasons<T extends Node>(node: T, kind: string | undefined, reasons: readonly Reason[], object?: Manifest): T {
  const byKey = new Map<string, Reason[]>();
  for (const reason of reasons)
    if (reason.kind === kind && (object === undefined || reason.when?.(object) !== false))
      byKey.set(last(reason.path), [...(byKey.get(last(reason.path)) ?? []), reason]);
  if (byKey.size > 0) walk(node, '', byKey);
  return node;
}

/** Last key of a path. Keys may hold dots: those are told apart by comparing whole paths. */
const last = (path: string): string => path.slice(path.lastIndexOf('.') + 1);

function walk(node: unknown, path: string, byKey: ReadonlyMap<string, readonly Reason[]>): void {
  if (isMap(node))
    for (const pair of node.items) {
      const key = isScalar(pair.key) ? String(pair.key.value) : '';
      const own = path === '' ? key : `${path}.${key}`;
      const value = pair.value as Node | null;
      const reason = (byKey.get(last(key)) ?? []).find((one) => (own === one.path || own.endsWith(`.${one.path}`)) && holds(one, value));
      if (reason === undefined) walk(value, own, byKey);
      else if (isScalar(value) && !(typeof value.value === 'string' && value.value.includes('\n'))) value.comment = ` ${reason.why}`;
      else {
        if (isScalar(pair.key)) pair.key.commentBefore = ` ${reason.why}`;
        walk(value, own, byKey);
      }
    }
  else if (isSeq(node))
    for (const item of node.items) {
      const name: unknown = isMap(item) ? item.get('name') : undefined;
      const own = typeof name === 'string' ? `${path}.${name}` : path;
      const reason = typeof name !== 'string' ? undefined : (byKey.get(last(name)) ?? []).find((one) => own === one.path || own.endsWith(`.${one.path}`));
      if (reason === undefined) walk(item, own, byKey);
      else {
        const value: unknown = isMap(item) ? item.get('value', true) : undefined;
        (isScalar(value) ? value : (item as Node)).comment = ` ${reason.why}`;
      }
    }
}

const holds = ({ value }: Reason, node: Node | null): boolean => value === undefined || (isScalar(node) && node.value === value);
