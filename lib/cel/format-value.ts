import { CelMap, Duration, Opaque, Timestamp, TypeValue, Uint, type Value } from './value.ts';

/** A double as Go's `%g` and `%v` print it. */
export function formatDouble(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  const [mantissa, exponent] = value.toExponential().split('e') as [string, string];
  const power = Number(exponent);
  if (power < -4 || power >= 6) return `${mantissa}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
  const digits = mantissa.replace(/[-.]/g, '');
  const sign = value < 0 ? '-' : '';
  if (power < 0) return `${sign}0.${'0'.repeat(-power - 1)}${digits}`;
  if (digits.length <= power + 1) return sign + digits.padEnd(power + 1, '0');
  return `${sign}${digits.slice(0, power + 1)}.${digits.slice(power + 1)}`;
}

/** A value as Go's `%v` prints it inside an error. */
export function formatValue(value: Value): string {
  if (value === null) return 'null';
  if (typeof value === 'number') return formatDouble(value);
  if (typeof value !== 'object') return String(value);
  if (value instanceof Uint) return String(value.value);
  if (value instanceof Uint8Array) return `[${[...value].join(' ')}]`;
  if (Array.isArray(value)) return `[${(value as Value[]).map(quoted).join(', ')}]`;
  if (value instanceof CelMap) return `{${[...value.entries()].map(([key, each]) => `${quoted(key)}: ${quoted(each)}`).join(', ')}}`;
  if (value instanceof TypeValue) return value.name;
  if (value instanceof Duration) return formatDuration(value);
  if (value instanceof Timestamp) return formatTimestamp(value);
  return value instanceof Opaque ? value.key : String(value);
}

const quoted = (value: Value): string => (typeof value === 'string' ? JSON.stringify(value) : formatValue(value));

/** Seconds, as CEL's string(duration) gives them. */
export function formatDuration(value: Duration): string {
  const sign = value.nanos < 0n ? '-' : '';
  const nanos = value.nanos < 0n ? -value.nanos : value.nanos;
  const fraction = String(nanos % 1_000_000_000n)
    .padStart(9, '0')
    .replace(/0+$/, '');
  return `${sign}${nanos / 1_000_000_000n}${fraction === '' ? '' : `.${fraction}`}s`;
}

/** RFC 3339 in UTC with as many digits as needed. */
export function formatTimestamp(value: Timestamp): string {
  const seconds = value.nanos / 1_000_000_000n - (value.nanos < 0n && value.nanos % 1_000_000_000n !== 0n ? 1n : 0n);
  const nanos = value.nanos - seconds * 1_000_000_000n;
  const fraction = String(nanos).padStart(9, '0').replace(/0+$/, '');
  return `${new Date(Number(seconds) * 1000).toISOString().slice(0, 19)}${fraction === '' ? '' : `.${fraction}`}Z`;
}
