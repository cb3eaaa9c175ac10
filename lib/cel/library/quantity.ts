import type { CelFunction, Overload } from '../function.ts';
import { fn } from '../function.ts';
import { CelError, CelNotEvaluated } from '../issue.ts';
import { Opaque } from '../value.ts';

// A quantity is kept in thousand-millionths, the finest that Kubernetes keeps.
const scale = 1_000_000_000n;
const suffixes: Readonly<Record<string, bigint | readonly [bigint, bigint]>> = {
  '': 1n,
  k: 10n ** 3n,
  M: 10n ** 6n,
  G: 10n ** 9n,
  T: 10n ** 12n,
  P: 10n ** 15n,
  E: 10n ** 18n,
  Ki: 2n ** 10n,
  Mi: 2n ** 20n,
  Gi: 2n ** 30n,
  Ti: 2n ** 40n,
  Pi: 2n ** 50n,
  Ei: 2n ** 60n,
  m: [1n, 10n ** 3n],
  u: [1n, 10n ** 6n],
  n: [1n, 10n ** 9n],
};

function read(text: string): bigint | undefined {
  // A number of that many digits takes more time than it has digits.
  if (text.length > 1_000) return undefined;
  const match = /^([-+]?)(\d+(?:\.\d*)?|\.\d+)((?:[KMGTPE]i)|[numkMGTPE]|[eE][-+]?\d{1,2})?$/.exec(text);
  if (match === null) return undefined;
  const [whole, fraction = ''] = match[2]!.split('.');
  const suffix = match[3] ?? '';
  const power = /^[eE][-+]?\d/.test(suffix) ? BigInt(suffix.slice(1)) : undefined;
  const factor = power === undefined ? suffixes[suffix]! : power >= 0n ? 10n ** power : ([1n, 10n ** -power] as const);
  const [up, down] = typeof factor === 'bigint' ? [factor, 1n] : factor;
  const divisor = down * 10n ** BigInt(fraction.length);
  const exact = BigInt(`${whole === '' ? '0' : whole}${fraction}`) * up * scale;
  // Rounded up at the finest unit, away from zero.
  const value = (exact + divisor - 1n) / divisor;
  return match[1] === '-' ? -value : value;
}

const make = (value: bigint) => new Opaque('kubernetes.Quantity', String(value), value);
const of = (quantity: Opaque) => quantity.inner as bigint;

function toQuantity(text: string): Opaque {
  const value = read(text);
  if (value !== undefined) return make(value);
  throw new CelError(
    text === ''
      ? "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"
      : "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
  );
}
function asInteger(quantity: Opaque): bigint {
  if (of(quantity) % scale !== 0n) throw new CelError('cannot convert value to integer');
  return of(quantity) / scale;
}
const compare = (a: Opaque, b: Opaque) => (of(a) < of(b) ? -1n : of(a) > of(b) ? 1n : 0n);
const type = 'kubernetes.Quantity';

/** Quantities of Kubernetes (k8s.io/apiserver pkg/cel/library/quantity.go). */
export const quantities: readonly CelFunction[] = [
  fn('quantity', [`(string) -> ${type}`, toQuantity]),
  fn('isQuantity', ['(string) -> bool', (text: string) => read(text) !== undefined]),
  fn('sign', [`(${type}) -> int`, (quantity: Opaque) => (of(quantity) > 0n ? 1n : of(quantity) < 0n ? -1n : 0n)]),
  fn('isGreaterThan', [`${type}.(${type}) -> bool`, (a: Opaque, b: Opaque) => of(a) > of(b)]),
  fn('isLessThan', [`${type}.(${type}) -> bool`, (a: Opaque, b: Opaque) => of(a) < of(b)]),
  fn('compareTo', [`${type}.(${type}) -> int`, compare]),
  fn('asApproximateFloat', [`${type}.() -> double`, (quantity: Opaque) => Number(of(quantity)) / 1e9]),
  fn('asInteger', [`${type}.() -> int`, asInteger]),
  fn('isInteger', [`${type}.() -> bool`, (quantity: Opaque) => of(quantity) % scale === 0n]),
  fn(
    'add',
    [`${type}.(${type}) -> ${type}`, (a: Opaque, b: Opaque) => make(of(a) + of(b))],
    [`${type}.(int) -> ${type}`, (a: Opaque, b: bigint) => make(of(a) + b * scale)],
  ),
  fn(
    'sub',
    [`${type}.(${type}) -> ${type}`, (a: Opaque, b: Opaque) => make(of(a) - of(b))],
    [`${type}.(int) -> ${type}`, (a: Opaque, b: bigint) => make(of(a) - b * scale)],
  ),
];

const known = (name: string, ...signatures: readonly string[]): CelFunction =>
  fn(name, ...signatures.map((signature) => [signature, notEvaluated(name)] as const));
const notEvaluated =
  (name: string): Overload['run'] =>
  () => {
    throw new CelNotEvaluated(`${name}()`);
  };

const semver = 'kubernetes.Semver';

/** Versions, from Kubernetes 1.33: their types are checked, their values are not evaluated. */
export const versions: readonly CelFunction[] = [
  known('semver', `(string) -> ${semver}`, `(string, bool) -> ${semver}`),
  known('isSemver', '(string) -> bool', '(string, bool) -> bool'),
  known('isGreaterThan', `${semver}.(${semver}) -> bool`),
  known('isLessThan', `${semver}.(${semver}) -> bool`),
  known('compareTo', `${semver}.(${semver}) -> int`),
  ...['major', 'minor', 'patch'].map((name) => known(name, `${semver}.() -> int`)),
];

const format = 'kubernetes.NamedFormat';
const formats = [
  'dns1123Label',
  'dns1123Subdomain',
  'dns1035Label',
  'qualifiedName',
  'dns1123LabelPrefix',
  'dns1123SubdomainPrefix',
  'dns1035LabelPrefix',
  'labelValue',
  'uri',
  'uuid',
  'byte',
  'date',
  'datetime',
];

/** Named formats, from Kubernetes 1.31: their types are checked, their values are not evaluated. */
export const namedFormats: readonly CelFunction[] = [
  ...formats.map((name) => known(`format.${name}`, `() -> ${format}`)),
  known('format.named', `(string) -> optional_type(${format})`),
  known('validate', `${format}.(string) -> optional_type(list(string))`),
];
