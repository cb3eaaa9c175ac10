/**
 * What a chart knows of its values: a map of known keys, or one word. `map` is free-form: its keys are the user's. `any` takes everything,
 * because the chart's own value is null or only a template or a comment names the key.
 */
export type Shape = 'string' | 'number' | 'boolean' | 'list' | 'map' | 'any' | { readonly [key: string]: Shape };

/** Maps whose keys are the user's although the chart fills in some of its own. */
const free = /(?:labels|annotations|selector|limits|requests|securitycontext|affinity|data|headers|env|\.ini|\.ya?ml|\.json|parameters|args|config)$/i;

/** The shape of a chart's own value. */
export function shapeOf(value: unknown, key = ''): Shape {
  if (value === null || value === undefined) return 'any';
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'object') {
    const entries = Object.entries(value);
    if (entries.length === 0 || free.test(key)) return 'map';
    return Object.fromEntries(entries.map(([name, one]) => [name, shapeOf(one, name)]));
  }
  return typeof value === 'number' ? 'number' : typeof value === 'boolean' ? 'boolean' : 'string';
}

const isKeys = (shape: Shape | undefined): shape is { readonly [key: string]: Shape } => typeof shape === 'object';

/** Both shapes in one: what either knows is known. Free-form wins over keys. */
export function mergeShapes(a: Shape | undefined, b: Shape | undefined): Shape {
  if (a === undefined || b === undefined) return a ?? b ?? 'any';
  if (isKeys(a) && isKeys(b)) {
    const result: Record<string, Shape> = { ...a };
    for (const [key, shape] of Object.entries(b)) result[key] = mergeShapes(Object.hasOwn(a, key) ? a[key] : undefined, shape);
    return result;
  }
  if (a === 'map' || b === 'map') return 'map';
  if (isKeys(a)) return a;
  if (isKeys(b)) return b;
  return a === b ? a : 'any';
}

/** A shape with one more path known. What is a scalar or free-form already stays so. */
export function withPath(shape: Shape, path: readonly string[], leaf: Shape): Shape {
  const [key, ...rest] = path;
  if (key === undefined) return shape === 'any' ? leaf : leaf === 'map' && isKeys(shape) ? 'map' : shape;
  if (shape === 'any') return { [key]: withPath('any', rest, leaf) };
  if (!isKeys(shape)) return shape;
  return { ...shape, [key]: withPath(Object.hasOwn(shape, key) ? shape[key]! : 'any', rest, leaf) };
}
