import { goQuote } from '../go/quote.ts';
import { type Builtins, joins, pure, told, wantList } from './builtin.ts';
import { NotRendered } from './not-rendered.ts';
import { isOpaque } from './opaque-text.ts';
import { printf } from './printf.ts';
import { isList, isNil, printed, textOf, type Value, wantText } from './value.ts';
import { toInt } from './number-functions.ts';

const t = (value: Value): string => wantText(value, 'a text function');

/** A text with blanks before each line. A block of which nothing is known has no lines. */
function indented(width: Value, value: Value, before: string): string {
  const text = t(value);
  const blanks = ' '.repeat(Math.min(200, Math.max(0, Number(toInt(width)))));
  if (/^\uE000[^\uE000\uE001]*\uE001$/.test(text) && before !== '') throw new NotRendered('a part of it is not known');
  return `${before}${blanks}${text.replaceAll('\n', `\n${blanks}`)}`;
}

const trimmed = (text: string, cut: string, start: boolean, end: boolean): string => {
  const characters = new Set(Array.from(cut));
  let list = Array.from(text);
  while (start && list.length > 0 && characters.has(list[0]!)) list = list.slice(1);
  while (end && list.length > 0 && characters.has(list.at(-1)!)) list = list.slice(0, -1);
  return list.join('');
};

/** Words of a text for camelCase and its like (github.com/huandu/xstrings). */
function delimited(text: string, connector: string): string {
  return text
    .replaceAll(/([a-z0-9])([A-Z])/g, `$1${connector}$2`)
    .replaceAll(/([A-Z])([A-Z][a-z])/g, `$1${connector}$2`)
    .replaceAll(/[\s_-]+/g, connector)
    .toLowerCase();
}

function substring(start: number, end: number, text: string): string {
  const bytes = Buffer.from(text, 'utf8');
  if (start < 0) return bytes.subarray(0, Math.max(0, end)).toString('utf8');
  return bytes.subarray(start, end < 0 || end > bytes.length ? bytes.length : end).toString('utf8');
}

function truncated(width: number, text: string): string {
  const bytes = Buffer.from(text, 'utf8');
  if (width < 0 && bytes.length + width > 0) return bytes.subarray(bytes.length + width).toString('utf8');
  return width >= 0 && bytes.length > width ? bytes.subarray(0, width).toString('utf8') : text;
}

/** A text without an end or a beginning; one whose known end says enough is cut although its other parts are not known. */
const without =
  (name: string, at: 'start' | 'end'): Builtins[string] =>
  (values, run) => {
    const [cut, text] = [t(values[0]), t(values[1])];
    const edge = at === 'end' ? text.slice(-cut.length) : text.slice(0, cut.length);
    if (!isOpaque(text) || (!isOpaque(edge) && !edge.includes('\uE001') && text.length > cut.length)) {
      if (cut === '' || edge !== cut) return text;
      return at === 'end' ? text.slice(0, -cut.length) : text.slice(cut.length);
    }
    return pure(name, () => text)(values, run);
  };

/** Functions of sprig on texts, and those of text/template that print. */
export const textFunctions: Builtins = {
  print: joins((...values) => {
    let text = '';
    values.forEach((value, index) => {
      const spaced = index > 0 && typeof value !== 'string' && typeof values[index - 1] !== 'string';
      text += `${spaced ? ' ' : ''}${printed(value)}`;
    });
    return text;
  }),
  println: joins((...values) => `${values.map(printed).join(' ')}\n`),
  printf: joins((format, ...values) => printf(t(format), values)),
  quote: joins((...values) =>
    values
      .filter((value) => !isNil(value))
      .map((value) => quotedOf(textOf(value)))
      .join(' '),
  ),
  squote: joins((...values) =>
    values
      .filter((value) => !isNil(value))
      .map((value) => `'${textOf(value)}'`)
      .join(' '),
  ),
  cat: joins((...values) =>
    values
      .filter((value) => !isNil(value))
      .map(printed)
      .join(' '),
  ),
  indent: joins((width, value) => indented(width, value, '')),
  nindent: joins((width, value) => indented(width, value, '\n')),
  toString: joins((value) => textOf(value)),
  join: joins((separator, list) =>
    (isList(list) ? list : [list])
      .filter((value) => !isNil(value))
      .map(textOf)
      .join(t(separator)),
  ),
  trim: pure('trim', (text) => t(text).trim()),
  trimAll: pure('trimAll', (cut, text) => trimmed(t(text), t(cut), true, true)),
  trimSuffix: without('trimSuffix', 'end'),
  trimPrefix: without('trimPrefix', 'start'),
  upper: pure('upper', (text) => t(text).toUpperCase()),
  lower: pure('lower', (text) => t(text).toLowerCase()),
  title: pure('title', (text) => t(text).replaceAll(/(^|[^\p{L}\p{N}_'])(\p{L})/gu, (_, before: string, letter: string) => before + letter.toUpperCase())),
  untitle: pure('untitle', (text) => t(text).replaceAll(/(^|\s)(\S)/g, (_, before: string, letter: string) => before + letter.toLowerCase())),
  repeat: pure('repeat', (count, text) => {
    const times = Number(toInt(count));
    if (times * t(text).length > 100_000) throw new NotRendered('it repeats a text too often');
    return t(text).repeat(Math.max(0, times));
  }),
  substr: pure('substr', (start, end, text) => substring(Number(toInt(start)), Number(toInt(end)), t(text))),
  trunc: pure('trunc', (width, text) => truncated(Number(toInt(width)), t(text))),
  nospace: pure('nospace', (text) => t(text).replaceAll(/\s/g, '')),
  replace: pure('replace', (old, fresh, text) => t(text).replaceAll(t(old), () => t(fresh))),
  snakecase: pure('snakecase', (text) => delimited(t(text), '_')),
  kebabcase: pure('kebabcase', (text) => delimited(t(text), '-')),
  camelcase: pure('camelcase', (text) =>
    t(text)
      .split(/[\s_-]+/)
      .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
      .join(''),
  ),
  plural: joins((one, many, count) => (toInt(count) === 1n ? one : many)),
  contains: told((part, text) => t(text).includes(t(part))),
  hasPrefix: told((part, text) => t(text).startsWith(t(part))),
  hasSuffix: told((part, text) => t(text).endsWith(t(part))),
  split: told(
    (separator, text) =>
      new Map(
        t(text)
          .split(t(separator))
          .map((part, index) => [`_${index}`, part]),
      ),
  ),
  splitn: told((separator, count, text) => new Map(splitN(t(text), t(separator), Number(toInt(count))).map((part, index) => [`_${index}`, part]))),
  splitList: told((separator, text) => t(text).split(t(separator))),
  sortAlpha: told((list) => wantList(list, 'sortAlpha').map(textOf).sort()),
  toStrings: joins((list) => wantList(list, 'toStrings').map(textOf)),
};

/** Go's %q, around what is not known too. */
const quotedOf = (text: string): string =>
  isOpaque(text)
    ? text.split(/(\uE000[^\uE000\uE001]*\uE001)/).reduce((all, part, index) => all + (index % 2 === 1 ? part : goQuote(part).slice(1, -1)), '"') + '"'
    : goQuote(text);

function splitN(text: string, separator: string, count: number): string[] {
  const parts = text.split(separator);
  return count < 0 || parts.length <= count ? parts : [...parts.slice(0, count - 1), parts.slice(count - 1).join(separator)];
}
