import { Scalar, YAMLSeq } from 'yaml';
import { textNode, toNode } from '../../manifest/yaml-text.ts';

/** A value that authentik works out when it applies the blueprint (authentik/blueprints/v1/common.py). */
export type Tagged = Scalar | YAMLSeq;

function scalarTag(tag: string, text: string): Scalar {
  const node = textNode(text);
  node.tag = tag;
  return node;
}

function listTag(tag: string, items: readonly unknown[]): YAMLSeq {
  const node = new YAMLSeq();
  node.items = items.map((item) => toNode(item));
  node.flow = true;
  node.tag = tag;
  return node;
}

/** Primary key of an earlier entry of the same file; no such entry fails the file. @example keyOf('provider') // !KeyOf provider */
export function keyOf(id: string): Tagged {
  return scalarTag('!KeyOf', id);
}

/** A field or Django lookup of a model, and what it must be. */
export type Lookup = readonly [field: string, value: string | number | boolean | Tagged];

/** Primary key of the first object that matches all conditions, or null: see `found`. @example find('authentik_flows.flow', ['slug', 'x']) */
export function find(model: string, ...conditions: readonly Lookup[]): Tagged {
  return listTag('!Find', [model, ...conditions.map((condition) => flow(condition))]);
}

/**
 * Like `find`, for fields that may be null: a lookup that finds nothing becomes the text `None`, which no relation accepts, so
 * that the file fails and is tried again instead of clearing the field.
 */
export function found(model: string, ...conditions: readonly Lookup[]): Tagged {
  return format('%s', find(model, ...conditions));
}

/** Python's % formatting; a literal percent sign is `%%`. */
export function format(pattern: string, ...args: readonly (string | Tagged)[]): Tagged {
  return listTag('!Format', [pattern, ...args]);
}

/** Content of a file where the blueprint is applied, stripped; null when it cannot be read, which no text field accepts. */
export function file(path: string): Tagged {
  return scalarTag('!File', path);
}

/** Environment variable where the blueprint is applied; null when it is unset or empty. */
export function env(name: string): Tagged {
  return scalarTag('!Env', name);
}

/** True when none of the arguments is: nothing found, an empty file. @example none(find('authentik_core.user', ['username', 'jan'])) */
export function none(...args: readonly Tagged[]): Tagged {
  return listTag('!Condition', ['NOR', ...args]);
}

/** True when each of the arguments is. */
export function all(...args: readonly Tagged[]): Tagged {
  return listTag('!Condition', ['AND', ...args]);
}

/** True when at least one of the arguments is. */
export function any(...args: readonly Tagged[]): Tagged {
  return listTag('!Condition', ['OR', ...args]);
}

function flow(items: Lookup): YAMLSeq {
  const node = new YAMLSeq();
  node.items = items.map((item) => toNode(item));
  node.flow = true;
  return node;
}
