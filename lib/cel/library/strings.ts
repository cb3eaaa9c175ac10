import { goEscapes } from '../../go/quote.ts';
import type { CelFunction } from '../function.ts';
import { fn } from '../function.ts';
import { formatValue } from '../format-value.ts';
import { CelError, CelNotEvaluated } from '../issue.ts';
import { affordable } from '../weight.ts';
import { stringBackedLists, type Value } from '../value.ts';

const ascii = (text: string, change: (letters: string) => string, letters: RegExp): string => text.replace(letters, change);
const outOfRange = (index: bigint): never => {
  throw new CelError(`index out of range: ${index}`);
};

function stringList(items: string[]): readonly Value[] {
  stringBackedLists.add(items);
  return items;
}

function charAt(text: string, index: bigint): string {
  const characters = Array.from(text);
  if (index < 0n || index > BigInt(characters.length)) return outOfRange(index);
  return characters[Number(index)] ?? '';
}

function indexOf(text: string, search: string, offset = 0n): bigint {
  if (search === '') return offset;
  if (offset < 0n) return outOfRange(offset);
  const characters = Array.from(text);
  const wanted = Array.from(search);
  for (let at = Number(offset); at <= characters.length - wanted.length; at++) {
    if (wanted.every((character, index) => characters[at + index] === character)) return BigInt(at);
  }
  return -1n;
}

function lastIndexOf(text: string, search: string, offset?: bigint): bigint {
  const characters = Array.from(text);
  if (search === '') return offset ?? BigInt(characters.length);
  const wanted = Array.from(search);
  const from = offset ?? BigInt(characters.length - 1);
  if (offset !== undefined && offset < 0n) return outOfRange(offset);
  if (from >= BigInt(characters.length)) return -1n;
  for (let at = Math.min(Number(from), characters.length - wanted.length); at >= 0; at--) {
    if (wanted.every((character, index) => characters[at + index] === character)) return BigInt(at);
  }
  return -1n;
}

function substring(text: string, start: bigint, end?: bigint): string {
  const characters = Array.from(text);
  const length = BigInt(characters.length);
  if (end !== undefined && start > end) throw new CelError(`invalid substring range. start: ${start}, end: ${end}`);
  if (start < 0n || start > length) return outOfRange(start);
  if (end !== undefined && (end < 0n || end > length)) return outOfRange(end);
  return characters.slice(Number(start), end === undefined ? undefined : Number(end)).join('');
}

// Go's strings.Split takes a text without a separator apart by characters.
const pieces = (text: string, by: string): string[] => (by === '' ? Array.from(text) : text.split(by));

function splitN(text: string, by: string, limit: bigint): readonly Value[] {
  if (limit === 0n) return stringList([]);
  const parts = pieces(text, by);
  if (limit < 0n || BigInt(parts.length) <= limit) return stringList(parts);
  const kept = parts.slice(0, Number(limit) - 1);
  return stringList([...kept, parts.slice(Number(limit) - 1).join(by)]);
}

function replace(text: string, search: string, by: string, limit = -1n): string {
  if (search === '' && limit !== 0n) throw new CelNotEvaluated('replace() of an empty text');
  let left = limit < 0n ? Infinity : Number(limit);
  affordable((text.length / Math.max(1, search.length)) * by.length);
  return text.replaceAll(search === '' ? '\u0000never' : search, (found) => (left-- > 0 ? by : found));
}

function join(list: readonly Value[], separator = ''): string {
  affordable(list.length * separator.length);
  return list.map((item) => (typeof item === 'string' ? item : notJoined(item))).join(separator);
}
const notJoined = (item: Value): never => {
  throw new CelError(`join: invalid input: ${formatValue(item)}`);
};

// Go's unicode.IsSpace, which strings.TrimSpace uses.
const space = /[\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;

function trim(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && space.test(text[start]!)) start += 1;
  while (end > start && space.test(text[end - 1]!)) end -= 1;
  return text.slice(start, end);
}

function format(text: string, args: readonly Value[]): string {
  let index = 0;
  return text.replace(/%(%|[^%])?/g, (_, verb: string | undefined) => {
    if (verb === '%') return '%';
    const value = args[index++];
    if (verb === 's' && typeof value === 'string') return value;
    if (verb === 'd' && typeof value === 'bigint') return String(value);
    throw new CelNotEvaluated(`format() with %${verb ?? ''}`);
  });
}

/** cel-go's ext.Strings, version 2, as every supported Kubernetes has it. */
export const strings: readonly CelFunction[] = [
  fn('charAt', ['string.(int) -> string', charAt]),
  fn('indexOf', ['string.(string) -> int', (text: string, search: string) => indexOf(text, search)], ['string.(string, int) -> int', indexOf]),
  fn('lastIndexOf', ['string.(string) -> int', (text: string, search: string) => lastIndexOf(text, search)], ['string.(string, int) -> int', lastIndexOf]),
  fn('lowerAscii', ['string.() -> string', (text: string) => ascii(text, (letters) => letters.toLowerCase(), /[A-Z]+/g)]),
  fn('upperAscii', ['string.() -> string', (text: string) => ascii(text, (letters) => letters.toUpperCase(), /[a-z]+/g)]),
  fn(
    'replace',
    ['string.(string, string) -> string', (text: string, search: string, by: string) => replace(text, search, by)],
    ['string.(string, string, int) -> string', replace],
  ),
  fn(
    'split',
    ['string.(string) -> list(string)', (text: string, by: string) => stringList(pieces(text, by))],
    ['string.(string, int) -> list(string)', splitN],
  ),
  fn('substring', ['string.(int) -> string', (text: string, start: bigint) => substring(text, start)], ['string.(int, int) -> string', substring]),
  fn('trim', ['string.() -> string', trim]),
  fn('join', ['list(string).() -> string', (list: readonly Value[]) => join(list)], ['list(string).(string) -> string', join]),
  fn('format', ['string.(list(dyn)) -> string', format]),
  fn('strings.quote', ['(string) -> string', quote]),
];

function quote(text: string): string {
  return `"${Array.from(text)
    .map((character) => (Object.hasOwn(goEscapes, character) ? goEscapes[character]! : character))
    .join('')}"`;
}
