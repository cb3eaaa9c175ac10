import { isMap, isScalar, isSeq, type Node } from 'yaml';
import type { Key, ModelDatabase } from './model-database.ts';
import { fieldsOf } from './model-serializers.ts';

/** What tags look at. */
export interface TagContext {
  readonly database: ModelDatabase;
  /** Files of the machine on which the blueprint is applied. */
  readonly files: ReadonlyMap<string, string>;
  /** Keys of the entries that were applied so far and have an object, by their id. */
  readonly handles: ReadonlyMap<string, Key>;
  /** Environment variables of the process. */
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Value of a node, as authentik resolves it (authentik/blueprints/v1/common.py, tags of this name). Tags of other names are refused,
 * as PyYAML's loader refuses them; arguments of a tag are resolved when they are tags themselves.
 */
export function resolve(node: Node | null | undefined, context: TagContext): unknown {
  if (node === null || node === undefined) return null;
  const tag = node.tag?.startsWith('!') === true && !node.tag.startsWith('!!') ? node.tag : undefined;
  if (tag !== undefined) return resolveTag(tag, node, context);
  if (isScalar(node)) return node.value;
  if (isSeq(node)) return node.items.map((item) => resolve(item as Node, context));
  if (isMap(node)) return Object.fromEntries(node.items.map(({ key, value }) => [String(isScalar(key) ? key.value : key), resolve(value as Node, context)]));
  throw new Error('an alias is not in this model');
}

function resolveTag(tag: string, node: Node, context: TagContext): unknown {
  const text = isScalar(node) ? String(node.value) : undefined;
  const list = isSeq(node) ? (node.items as Node[]) : undefined;
  if (tag === '!KeyOf' && text !== undefined) {
    const key = context.handles.get(text);
    if (key === undefined) throw new Error(`KeyOf: failed to find entry with \`id\` of \`${text}\` and a model instance`);
    return key;
  }
  if (tag === '!File' && text !== undefined) return context.files.get(text)?.trim() ?? null;
  if (tag === '!Env' && text !== undefined) return context.env[text] ?? null;
  if (tag === '!Condition' && list !== undefined) {
    const [mode, ...args] = list.map((item) => resolve(item, context));
    if (mode === 'NOR') return !args.some(truthy);
    if (mode === 'AND') return args.every(truthy);
    if (mode === 'OR') return args.some(truthy);
    throw new Error(`the mode ${String(mode)} is not in this model`);
  }
  if (tag === '!Find' && list !== undefined) return find(list, context);
  if (tag === '!Format' && list !== undefined) {
    const [pattern, ...args] = list.map((item) => resolve(item, context));
    return percent(String(pattern), args);
  }
  throw new Error(`could not determine a constructor for the tag ${tag}`);
}

/** As Python has it. */
export const truthy = (value: unknown): boolean => Boolean(value) && !(Array.isArray(value) && value.length === 0);

function find([model, ...conditions]: Node[], context: TagContext): Key | null {
  const name = String(resolve(model, context));
  if (fieldsOf(name) === undefined) throw new Error(`Find: no model ${name}`);
  const pairs = conditions.map((condition) => {
    const [field, value] = isSeq(condition) ? (condition.items as Node[]) : [];
    return [String(resolve(field, context)), resolve(value, context)] as const;
  });
  return context.database.first(name, Object.fromEntries(pairs))?.pk ?? null;
}

/** Python's `pattern % tuple(args)` for `%s` and `%%`; null is the text None. Too few and too many arguments are errors there. */
function percent(pattern: string, args: readonly unknown[]): string {
  const rest = [...args];
  const text = pattern.replaceAll(/%(.?)/gsu, (_, kind: string) => {
    if (kind === '%') return '%';
    if (kind !== 's') throw new Error(`Format: unsupported format character ${kind}`);
    if (rest.length === 0) throw new Error('Format: not enough arguments');
    const value = rest.shift();
    return value === null ? 'None' : value === true ? 'True' : value === false ? 'False' : String(value);
  });
  if (rest.length > 0) throw new Error('Format: not all arguments converted');
  return text;
}
