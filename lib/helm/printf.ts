import { goQuote } from '../go/quote.ts';
import { NotRendered } from './not-rendered.ts';
import { isNil, kindOf, printed, type Value } from './value.ts';

const verb = /%([-+# 0]{0,5})(\d{1,5})?(?:\.(\d{1,5}))?([a-zA-Z%])/g;

/** Go's fmt.Sprintf. */
export function printf(format: string, values: readonly Value[]): string {
  let next = 0;
  const text = format.replaceAll(verb, (whole, flags: string, width: string | undefined, precision: string | undefined, letter: string) => {
    if (letter === '%') return '%';
    if (next >= values.length) return `%!${letter}(MISSING)`;
    const value = values[next++];
    return padded(one(letter, value, precision === undefined ? undefined : Number(precision), flags, whole), flags, Number(width ?? 0), value);
  });
  const rest = values.slice(next).map((value) => `${typeName(value)}=${printed(value)}`);
  return rest.length === 0 ? text : `${text}%!(EXTRA ${rest.join(', ')})`;
}

function one(letter: string, value: Value, precision: number | undefined, flags: string, whole: string): string {
  const wrong = (): string => `%!${letter}(${isNil(value) ? '<nil>' : `${typeName(value)}=${printed(value)}`})`;
  if (letter === 'v') return printed(value);
  if (letter === 's')
    return typeof value === 'string'
      ? precision === undefined
        ? value
        : Array.from(value).slice(0, precision).join('')
      : typeof value === 'object' && !isNil(value)
        ? listed(value, whole)
        : wrong();
  if (letter === 'q') return typeof value === 'string' ? goQuote(value) : wrong();
  if (letter === 't') return typeof value === 'boolean' ? String(value) : wrong();
  if (letter === 'T') return typeName(value);
  if ('dxXobc'.includes(letter) && typeof value === 'bigint') {
    const digits = { d: 10, b: 2, o: 8, x: 16, X: 16 }[letter];
    if (digits === undefined) return String.fromCodePoint(Number(value));
    const text = value.toString(digits);
    return `${flags.includes('+') && value >= 0n ? '+' : ''}${letter === 'X' ? text.toUpperCase() : text}`;
  }
  if ('xX'.includes(letter) && typeof value === 'string') return Buffer.from(value, 'utf8').toString('hex');
  if ('feg'.includes(letter) && typeof value === 'number') {
    if (letter === 'f') return value.toFixed(precision ?? 6);
    if (letter === 'g' && precision === undefined) return printed(value);
    throw new NotRendered(`it prints a number with %${letter}`);
  }
  return wrong();
}

/** A list or map as `%s` prints it: only where all in it is text that is like `%v`. */
function listed(value: Value, whole: string): string {
  const texts = Array.isArray(value) ? (value as readonly Value[]) : [];
  if (Array.isArray(value) && texts.every((each) => typeof each === 'string')) return printed(value);
  throw new NotRendered(`it prints a ${kindOf(value)} with ${whole}`);
}

function padded(text: string, flags: string, width: number, value: Value): string {
  if (width > 10_000) throw new NotRendered('it prints a very wide text');
  if (flags.includes('-')) return text.padEnd(width);
  return flags.includes('0') && typeof value !== 'string' ? text.padStart(width, '0') : text.padStart(width);
}

const names: Readonly<Record<string, string>> = { map: 'map[string]interface {}', slice: '[]interface {}', invalid: '<nil>' };

/** The Go type of a value, as `typeOf` names it. */
export function typeName(value: Value): string {
  const kind = kindOf(value);
  return names[kind] ?? kind;
}
