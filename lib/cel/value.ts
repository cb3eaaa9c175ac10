/** An unsigned integer of CEL: a literal with `u`. */
export class Uint {
  readonly value: bigint;
  constructor(value: bigint) {
    this.value = value;
  }
}

/** A span of time, in nanoseconds. */
export class Duration {
  readonly nanos: bigint;
  constructor(nanos: bigint) {
    this.nanos = nanos;
  }
}

/** A moment, in nanoseconds since 1970. */
export class Timestamp {
  readonly nanos: bigint;
  constructor(nanos: bigint) {
    this.nanos = nanos;
  }
}

/** A type as a value: what `type(x)` returns. */
export class TypeValue {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

/** A value that may be absent. */
export class Optional {
  readonly value: Value | undefined;
  constructor(value?: Value) {
    this.value = value;
  }
}

/** A value of one of Kubernetes' own types: url, ip, cidr, quantity, semver, a named format. `key` decides equality. */
export class Opaque {
  readonly type: string;
  readonly key: string;
  readonly inner: unknown;
  constructor(type: string, key: string, inner: unknown) {
    this.type = type;
    this.key = key;
    this.inner = inner;
  }
}

/** A map. Keys of CEL are strings, numbers and booleans; numbers of different types that are equal are the same key. */
export class CelMap {
  #entries: ByKey | (() => Entries);
  readonly #unescape: boolean;

  /**
   * With `unescape` a lookup undoes the escapes of a name that is no identifier (`a__dot__b`), as in claims from 1.34.
   *
   * @param entries a function makes them when one is asked for
   */
  constructor(entries: Entries | (() => Entries) = [], unescape = false) {
    this.#entries = typeof entries === 'function' ? entries : byKey(entries);
    this.#unescape = unescape;
  }

  get #all(): ByKey {
    return typeof this.#entries === 'function' ? (this.#entries = byKey(this.#entries())) : this.#entries;
  }
  get size(): number {
    return this.#all.size;
  }
  has(key: Value): boolean {
    return this.get(key) !== undefined;
  }
  get(key: Value): Value | undefined {
    const found = this.#unescape && typeof key === 'string' ? (unescapeIdentifier(key) ?? key) : key;
    return this.#all.get(keyOf(found))?.[1];
  }
  *keys(): Generator<Value> {
    for (const [key] of this.#all.values()) yield key;
  }
  *entries(): Generator<readonly [Value, Value]> {
    yield* this.#all.values();
  }
}

type Entries = Iterable<readonly [Value, Value]>;
type ByKey = ReadonlyMap<string, readonly [Value, Value]>;

function byKey(entries: Entries): ByKey {
  const found = new Map<string, readonly [Value, Value]>();
  for (const [key, value] of entries) found.set(keyOf(key), [key, value]);
  return found;
}

/** The variable of an expression (`claims`, `user`, `self`): it can be selected from and iterated, but it has no size and contains nothing. */
export class Variable extends CelMap {
  readonly type: string;
  constructor(type: string, entries: Iterable<readonly [Value, Value]>, unescape: boolean) {
    super(entries, unescape);
    this.type = type;
  }
}

/** A value of CEL. int is a bigint, double a number. */
export type Value =
  null | boolean | bigint | number | string | Uint8Array | Uint | Duration | Timestamp | TypeValue | Optional | Opaque | CelMap | readonly Value[];

/**
 * Lists that Go holds as `[]string` (`split`, `findAll`): kube-apiserver refuses them as groups or extra
 * (k8s.io/apiserver plugin/pkg/authenticator/token/oidc/oidc.go, convertCELValueToStringList).
 */
export const stringBackedLists = new WeakSet<object>();

/** The name of a value's run-time type, as cel-go prints it. */
export function typeName(value: Value): string {
  if (value === null) return 'null_type';
  switch (typeof value) {
    case 'boolean':
      return 'bool';
    case 'bigint':
      return 'int';
    case 'number':
      return 'double';
    case 'string':
      return 'string';
  }
  if (Array.isArray(value)) return 'list';
  if (value instanceof Variable) return value.type;
  if (value instanceof CelMap) return 'map';
  if (value instanceof Uint8Array) return 'bytes';
  if (value instanceof Uint) return 'uint';
  if (value instanceof Duration) return 'google.protobuf.Duration';
  if (value instanceof Timestamp) return 'google.protobuf.Timestamp';
  if (value instanceof TypeValue) return 'type';
  if (value instanceof Optional) return 'optional_type';
  return (value as Opaque).type;
}

function keyOf(key: Value): string {
  if (typeof key === 'string') return `s${key}`;
  if (typeof key === 'boolean') return `b${key}`;
  if (key instanceof Uint) return `n${key.value}`;
  if (typeof key === 'bigint') return `n${key}`;
  if (typeof key === 'number') return Number.isInteger(key) ? `n${BigInt(key)}` : `d${key}`;
  return `?${typeName(key)}`;
}

const unescapes: Readonly<Record<string, string>> = { underscores: '__', dot: '.', dash: '-', slash: '/' };
const keywords = new Set('true false null in as break const continue else for function if import let loop package namespace return var void while'.split(' '));

/** Undoes the escapes of a name that is no identifier (k8s.io/apiserver pkg/cel/escaping.go, Unescape). Undefined: a wrong escape. */
function unescapeIdentifier(name: string): string | undefined {
  if (!name.includes('__')) return name;
  let wrong = false;
  const plain = name.replace(/__[^_]+__/g, (escape) => {
    const word = escape.slice(2, -2);
    const found = Object.hasOwn(unescapes, word) ? unescapes[word] : undefined;
    if (found !== undefined) return found;
    if (!keywords.has(word) || escape.length !== name.length) wrong = true;
    return word;
  });
  return wrong ? undefined : plain;
}
