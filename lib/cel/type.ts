/** The kinds of CEL types, as cel-go's checker tells them apart. */
export type CelKind =
  | 'dyn'
  | 'any'
  | 'error'
  | 'null'
  | 'bool'
  | 'bytes'
  | 'double'
  | 'int'
  | 'string'
  | 'uint'
  | 'duration'
  | 'timestamp'
  | 'type'
  | 'list'
  | 'map'
  | 'opaque'
  | 'struct'
  | 'param';

/** A static CEL type. `fields` belongs to a struct: the object types of Kubernetes (a CRD's schema, the user of a JWT rule). */
export interface CelType {
  readonly kind: CelKind;
  readonly name: string;
  readonly params: readonly CelType[];
  readonly fields?: ReadonlyMap<string, CelType> | undefined;
}

const simple = (kind: CelKind, name: string = kind): CelType => ({ kind, name, params: [] });

/** The simple types, and makers for the ones with parameters. */
export const celType = {
  dyn: simple('dyn'),
  any: simple('any'),
  error: simple('error', '!error!'),
  null: simple('null'),
  bool: simple('bool'),
  bytes: simple('bytes'),
  double: simple('double'),
  int: simple('int'),
  string: simple('string'),
  uint: simple('uint'),
  duration: simple('duration'),
  timestamp: simple('timestamp'),
  type: simple('type'),
  list: (item: CelType): CelType => ({ kind: 'list', name: 'list', params: [item] }),
  map: (key: CelType, value: CelType): CelType => ({ kind: 'map', name: 'map', params: [key, value] }),
  typeOf: (of: CelType): CelType => ({ kind: 'type', name: 'type', params: [of] }),
  optional: (of: CelType): CelType => ({ kind: 'opaque', name: 'optional_type', params: [of] }),
  opaque: (name: string): CelType => ({ kind: 'opaque', name, params: [] }),
  param: (name: string): CelType => ({ kind: 'param', name, params: [] }),
  struct: (name: string, fields: ReadonlyMap<string, CelType>): CelType => ({ kind: 'struct', name, params: [], fields }),
} as const;

/** As cel-go prints a type in its messages (checker/format.go, FormatCELType). */
export function formatCelType(type: CelType): string {
  if (type.params.length === 0) return type.name;
  return `${type.name}(${type.params.map(formatCelType).join(', ')})`;
}

/** Whether two types are the same, their parameters too. */
export function sameCelType(a: CelType, b: CelType): boolean {
  if (a === b) return true;
  if (a.kind !== b.kind || a.name !== b.name || a.params.length !== b.params.length) return false;
  return a.params.every((param, index) => sameCelType(param, b.params[index]!));
}

const weights = new WeakMap<CelType, number>();

/** How many names a type has when it is written out: `{x: x}` inside itself doubles it each time. */
export function weightOfType(type: CelType): number {
  if (type.params.length === 0) return 1;
  const known = weights.get(type);
  if (known !== undefined) return known;
  const weight = type.params.reduce((total, param) => total + weightOfType(param), 1);
  weights.set(type, weight);
  return weight;
}

export const isDyn = (type: CelType): boolean => type.kind === 'dyn' || type.kind === 'any';
export const isDynOrError = (type: CelType): boolean => isDyn(type) || type.kind === 'error';

/** The type inside an optional, and whether it was one. */
export function unwrapOptional(type: CelType): [CelType, boolean] {
  return type.kind === 'opaque' && type.name === 'optional_type' ? [type.params[0]!, true] : [type, false];
}
