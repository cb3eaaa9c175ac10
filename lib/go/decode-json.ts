/** The Go type that JSON is decoded into. `type` is how Go names it in an error. */
export type Shape =
  | { readonly kind: 'string' | 'bool'; readonly type?: string }
  | { readonly kind: 'list'; readonly item: Shape }
  | { readonly kind: 'struct'; readonly name: string; readonly package: string; readonly fields: Readonly<Record<string, Shape>> };

/** What came out: unknown fields are not fatal by themselves; `error` is. */
export interface Decoded {
  readonly unknown: readonly string[];
  readonly error: string | undefined;
}

/**
 * Decodes as sigs.k8s.io/json does in strict mode: field names are case-sensitive, null leaves a field as it is, the first value of a
 * wrong type is the error. Only judges; the value itself is taken as it stands.
 */
export function decodeJson(json: unknown, shape: Shape & { kind: 'struct' }): Decoded {
  const unknown: string[] = [];
  const errors: string[] = [];
  visit(json, shape, { struct: '', keys: [], path: '' }, unknown, errors);
  return { unknown, error: errors[0] };
}

interface Place {
  readonly struct: string;
  /** Keys from the root, without indexes: Go's own path. */
  readonly keys: readonly string[];
  /** The path of strict errors: with indexes. */
  readonly path: string;
}

function visit(json: unknown, shape: Shape, place: Place, unknown: string[], errors: string[]): void {
  if (json === null || json === undefined) return;
  const wrong = () => {
    const field = place.keys.length === 0 ? 'value' : `struct field ${place.struct}.${place.keys.join('.')}`;
    errors.push(`json: cannot unmarshal ${kindOf(json)} into Go ${field} of type ${typeOf(shape)}`);
  };
  switch (shape.kind) {
    case 'string':
      if (typeof json !== 'string') wrong();
      return;
    case 'bool':
      if (typeof json !== 'boolean') wrong();
      return;
    case 'list':
      if (!Array.isArray(json)) {
        wrong();
        return;
      }
      json.forEach((item, index) => visit(item, shape.item, { ...place, path: `${place.path}[${index}]` }, unknown, errors));
      return;
    case 'struct':
      if (typeof json !== 'object' || Array.isArray(json)) {
        wrong();
        return;
      }
      for (const [key, value] of Object.entries(json)) {
        const path = place.path === '' ? key : `${place.path}.${key}`;
        const field = Object.hasOwn(shape.fields, key) ? shape.fields[key] : undefined;
        if (field === undefined) unknown.push(`unknown field "${path}"`);
        else visit(value, field, { struct: shape.name, keys: [...place.keys, key], path }, unknown, errors);
      }
  }
}

/** How Go's json package calls a kind of value. */
export function kindOf(json: unknown): string {
  if (Array.isArray(json)) return 'array';
  if (typeof json === 'boolean') return 'bool';
  return json === null ? 'null' : typeof json === 'bigint' ? 'number' : typeof json;
}

function typeOf(shape: Shape): string {
  if (shape.kind === 'list') return `[]${typeOf(shape.item)}`;
  if (shape.kind === 'struct') return `${shape.package}.${shape.name}`;
  return shape.type ?? shape.kind;
}
