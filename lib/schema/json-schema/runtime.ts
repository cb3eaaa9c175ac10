import { createRequire } from 'node:module';
import { formats as known } from './formats.ts';

const require = createRequire(import.meta.url);

interface Test {
  readonly test: (text: string) => boolean;
}

const compiled = new Map<string, Test>();

/**
 * A regular expression as Go has it, which never takes longer than its text: a pattern of a foreign schema may be made to hang JavaScript's own engine.
 *
 * @throws Error for one that Go does not compile
 */
export function goRegExp(source: string): Test {
  let found = compiled.get(source);
  if (found === undefined) {
    const { RE2JS } = require('re2js') as typeof import('re2js');
    const expression = RE2JS.compile(source);
    found = { test: (text) => expression.matcher(text).find() };
    compiled.set(source, found);
  }
  return found;
}

function isGoRegExp(source: string): boolean {
  try {
    goRegExp(source);
    return true;
  } catch {
    return false;
  }
}

/** Formats by name, as Ajv takes them. */
export const formats: Readonly<Record<string, (text: string) => boolean>> = Object.fromEntries([
  ...[...known].map(([name, { test }]) => [name, test] as const),
  ['regex', isGoRegExp] as const,
]);

/** Both numbers as whole ones, with what they were multiplied by: 0.3 is a multiple of 0.1, which no division of floats says. */
export function isMultipleOf(value: number, of: number): boolean {
  const [[a, x], [b, y]] = [decimal(value), decimal(of)];
  const scale = Math.min(x, y);
  return (a * 10n ** BigInt(x - scale)) % (b * 10n ** BigInt(y - scale)) === 0n;
}

function decimal(value: number): readonly [bigint, number] {
  const [, sign = '', whole = '0', fraction = '', exponent = '0'] = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(value)) ?? [];
  return [BigInt(sign + whole + fraction), Number(exponent) - fraction.length];
}

/** Whether two values of JSON are the same. */
export function isEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((one, index) => isEqual(one, b[index]));
  if (Array.isArray(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && isEqual(Reflect.get(a, key), Reflect.get(b, key)));
}
