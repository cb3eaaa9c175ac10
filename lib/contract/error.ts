import type { ErrorCode } from './error-codes.ts';
import { printable } from './printable.ts';
import { withoutPasswords } from './public-url.ts';

/** Fields of an error that stops the program: what a person needs to repair the input, as data. */
export interface ErrorFields {
  /** Stable code; each has a line in docs/errors.md. */
  readonly code: ErrorCode;
  /** The app (or `cluster`) whose input is wrong. */
  readonly app: string;
  /** The field as its user writes it, for example `roles.Admin[0]`. */
  readonly field: string;
  /** What was found there. Never a secret: values that may be one are described, not shown. */
  readonly found: string;
  /** What would be right. */
  readonly wanted: string;
  /** What to write instead. */
  readonly fix: string;
  /** The position in the file, if known. */
  readonly place?: { readonly file: string; readonly line?: number; readonly column?: number };
}

const brand = Symbol.for('pinout.error');

/**
 * An input that pinout refuses.
 *
 * @example
 * const refusal = new PinoutError({ code: 'host-invalid', app: 'grafana', field: 'host', found: 'a_b', wanted: 'a DNS label', fix: "host: 'a-b'" });
 */
export class PinoutError extends Error implements ErrorFields {
  readonly [brand] = true;
  readonly code: ErrorCode;
  readonly app: string;
  readonly field: string;
  readonly found: string;
  readonly wanted: string;
  readonly fix: string;
  readonly place?: NonNullable<ErrorFields['place']>;

  constructor(fields: ErrorFields, cause?: unknown) {
    super(
      printable(`${fields.app}: ${fields.field} is ${fields.found}, but must be ${fields.wanted}. Fix: ${fields.fix}`),
      cause === undefined ? undefined : { cause },
    );
    this.name = 'PinoutError';
    this.code = fields.code;
    this.app = printable(fields.app);
    this.field = printable(fields.field);
    this.found = printable(fields.found);
    this.wanted = printable(fields.wanted);
    this.fix = printable(fields.fix);
    if (fields.place !== undefined) this.place = fields.place;
  }
}

/**
 * True for a PinoutError of any loaded copy of this module: the loader of `apps/` may hold its own.
 *
 * @example
 * isPinoutError(new Error('something else')) // false
 */
export function isPinoutError(error: unknown): error is PinoutError {
  return typeof error === 'object' && error !== null && brand in error;
}

/** Shows a value inside a message: one line, shortened, control characters visible. */
export function show(value: unknown): string {
  if (value === undefined) return 'missing';
  const text = withoutPasswords(printable(asText(value)));
  return text.length > 120 ? `${text.slice(0, 117)}…` : text;
}

function asText(value: unknown): string {
  if (typeof value === 'function') return 'a function';
  if (typeof value === 'bigint' || typeof value === 'symbol') return String(value);
  try {
    return JSON.stringify(value) ?? typeof value;
  } catch {
    // A cycle, a bigint further inside, a toJSON that throws.
    return `an ${typeof value} that JSON cannot hold`;
  }
}
