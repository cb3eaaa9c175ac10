import { faultOfFormat } from '../formats.ts';
import { goPattern } from '../pattern.ts';
import type { Schema } from '../schema.ts';
import { nearest } from '../suggest.ts';
import type { Check, Context } from './check.ts';
import { fault, shown } from './fault.ts';

const same = (a: unknown, b: unknown): boolean => a === b || (typeof a === 'object' && a !== null && JSON.stringify(a) === JSON.stringify(b));

/** The one value that is right. */
export function constant(wanted: unknown): Check {
  return (value, context) => {
    if (!same(value, wanted))
      fault(context, 'schema-enum', `must be ${shown(wanted)}, but is ${shown(value)}`, {
        expected: shown(wanted),
        received: shown(value),
        fix: `write ${shown(wanted)}`,
      });
  };
}

/** One of some values. Where Go reads a field, no text is as if the field were not there (encoding/json, `omitempty`), and the default takes its place. */
export function enumeration(values: readonly unknown[], nullable: boolean, isGo = false): Check {
  const scalars = new Set(values);
  const texts = values.filter((one) => typeof one === 'string');
  const list = values.length <= 12 ? values.map(shown).join(', ') : `${values.slice(0, 12).map(shown).join(', ')} …`;
  return (value, context) => {
    if (scalars.has(value) || (nullable && value === null) || (isGo && value === '' && typeof context.path.at(-1) === 'string')) return;
    if (typeof value === 'object' && values.some((one) => same(one, value))) return;
    const meant = typeof value === 'string' ? nearest(value, texts) : undefined;
    fault(context, 'schema-enum', `is ${shown(value)}, but must be one of ${list}`, {
      expected: list,
      received: shown(value),
      fix: meant === undefined ? 'write one of them' : `did you mean ${JSON.stringify(meant)}?`,
    });
  };
}

/** Characters as Go counts them. */
function lengthOf(text: string): number {
  let length = text.length;
  for (let at = 0; at < text.length - 1; at += 1) {
    const code = text.charCodeAt(at);
    if (code >= 0xd800 && code <= 0xdbff) {
      length -= 1;
      at += 1;
    }
  }
  return length;
}

/** Length, pattern and format of text; bounds of a format for numbers. */
export function textCheck({ minLength, maxLength, pattern, format }: Schema, isOurs: boolean): Check | undefined {
  if (minLength === undefined && maxLength === undefined && pattern === undefined && format === undefined) return undefined;
  const test = pattern === undefined ? undefined : goPattern(pattern, isOurs);
  return (value, context) => {
    if (typeof value === 'number' && format !== undefined) {
      const wanted = faultOfFormat(format, value);
      if (wanted !== undefined)
        fault(context, 'schema-format', `is ${value}, but must be ${wanted}`, { expected: wanted, received: String(value), fix: `write ${wanted}` });
    }
    if (typeof value !== 'string') return;
    if (maxLength !== undefined && value.length > maxLength && lengthOf(value) > maxLength)
      fault(context, 'schema-bounds', `has ${lengthOf(value)} characters, but at most ${maxLength} are allowed`, {
        expected: `at most ${maxLength} characters`,
        received: `${lengthOf(value)}`,
        fix: 'make it shorter',
      });
    if (minLength !== undefined && lengthOf(value) < minLength)
      fault(context, 'schema-bounds', minLength === 1 ? 'is empty' : `has ${lengthOf(value)} characters, but needs at least ${minLength}`, {
        expected: `at least ${minLength} characters`,
        received: `${lengthOf(value)}`,
        fix: 'write a value, or remove the field',
      });
    if (pattern !== undefined && test === undefined) unchecked(context, pattern);
    if (test?.(value) === false)
      fault(context, 'schema-pattern', `is ${shown(value)}, which does not match ${pattern!}`, {
        expected: pattern!,
        received: shown(value),
        fix: 'write a value that matches the pattern',
      });
    if (format !== undefined) {
      const wanted = faultOfFormat(format, value);
      if (wanted !== undefined)
        fault(context, 'schema-format', `is ${format === 'byte' ? 'not base64' : `${shown(value)}, but must be ${wanted}`}`, {
          expected: wanted,
          ...(format === 'byte' ? {} : { received: shown(value) }),
          fix: `write ${wanted}`,
        });
    }
  };
}

/** A pattern that Go does not compile judges nothing, and that is reported. */
function unchecked(context: Context, pattern: string): void {
  fault(context, 'schema-pattern', `is not checked: ${shown(pattern)} is not a valid regular expression in Go`, {
    severity: 'info',
    expected: 'a pattern that RE2 compiles',
    received: shown(pattern),
    fix: 'fix the pattern in the schema',
  });
}

/** Bounds of numbers. */
export function numberCheck({ minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf }: Schema): Check | undefined {
  if ([minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf].every((one) => one === undefined)) return undefined;
  const above = typeof exclusiveMinimum === 'number' ? exclusiveMinimum : exclusiveMinimum === true ? minimum : undefined;
  const below = typeof exclusiveMaximum === 'number' ? exclusiveMaximum : exclusiveMaximum === true ? maximum : undefined;
  return (value, context) => {
    if (typeof value !== 'number') return;
    const wrong = (expected: string): void =>
      fault(context, 'schema-bounds', `is ${value}, but must be ${expected}`, { expected, received: String(value), fix: `write a number that is ${expected}` });
    if (above !== undefined ? value <= above : minimum !== undefined && value < minimum)
      wrong(above !== undefined ? `more than ${above}` : `at least ${minimum!}`);
    if (below !== undefined ? value >= below : maximum !== undefined && value > maximum)
      wrong(below !== undefined ? `less than ${below}` : `at most ${maximum!}`);
    if (multipleOf !== undefined && !Number.isInteger(value / multipleOf)) wrong(`a multiple of ${multipleOf}`);
  };
}
