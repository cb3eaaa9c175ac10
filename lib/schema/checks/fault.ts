import type { Violation, ViolationCode } from '../violation.ts';
import type { Check, Context } from './check.ts';

/** What a value is, in the words that schemas use. Never the value itself where it may be long. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (value instanceof Date) return 'date';
  return typeof value === 'number' && Number.isInteger(value) ? 'integer' : typeof value;
}

/** A scalar inside a message. Text that may be a secret is long or strange; it is cut. */
export function shown(value: unknown): string {
  const text = typeof value === 'object' && value !== null ? kindOf(value) : (JSON.stringify(value) ?? 'nothing');
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

/** Adds a fault where the check stands. */
export function fault(context: Context, code: ViolationCode, message: string, more: Partial<Violation> = {}): void {
  context.out.push({ code, path: [...context.path], message, ...more });
}

/** Whether a value meets a check, whatever it would say. */
export function passes(check: Check, value: unknown, { path }: Context): boolean {
  const out: Violation[] = [];
  check(value, { path, out });
  return out.every(({ code }) => code === 'schema-rule-not-evaluated');
}
