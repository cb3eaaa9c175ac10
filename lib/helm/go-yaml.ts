import { goQuote } from '../go/quote.ts';
import { NotRendered } from './not-rendered.ts';
import { isDict, isList, isNil, sortedKeys, type Value } from './value.ts';

/** A value as sigs.k8s.io/yaml writes it: keys in order of their names, lists not indented, and no line break at the end. */
export function toYaml(value: Value): string {
  return lines(value, '').join('\n');
}

function lines(value: Value, indent: string): string[] {
  if (isDict(value) && value.size > 0) return sortedKeys(value).flatMap((key) => member(`${indent}${text(key, indent)}:`, value.get(key), indent, true));
  if (isList(value) && value.length > 0) return value.flatMap((one) => item(one, indent));
  return [`${indent}${scalar(value, indent)}`];
}

function member(head: string, value: Value, indent: string, isKey: boolean): string[] {
  if (isDict(value) && value.size > 0) return [head, ...lines(value, `${indent}  `)];
  if (isList(value) && value.length > 0) return [head, ...lines(value, isKey ? indent : `${indent}  `)];
  return [`${head} ${scalar(value, `${indent}  `)}`];
}

function item(value: Value, indent: string): string[] {
  if (!((isDict(value) && value.size > 0) || (isList(value) && value.length > 0))) return [`${indent}- ${scalar(value, `${indent}  `)}`];
  const [first = '', ...rest] = lines(value, `${indent}  `);
  return [`${indent}- ${first.slice(indent.length + 2)}`, ...rest];
}

function scalar(value: Value, indent: string): string {
  if (isNil(value)) return 'null';
  if (isDict(value)) return '{}';
  if (isList(value)) return '[]';
  if (typeof value === 'string') return text(value, indent);
  if (typeof value === 'function') throw new NotRendered('a function is written as YAML');
  return typeof value === 'number' ? jsonNumber(value) : String(value);
}

/** Texts that YAML 1.1 takes for something else. */
const words =
  /^(?:|~|null|Null|NULL|y|Y|yes|Yes|YES|n|N|no|No|NO|on|On|ON|off|Off|OFF|true|True|TRUE|false|False|FALSE|<<|=|[-+]?(?:\.inf|\.Inf|\.INF)|\.nan|\.NaN|\.NAN)$/;
const numbers: readonly RegExp[] = [
  /^[-+]?(?:0b[01_]{1,99}|0x[\da-fA-F_]{1,99}|0o[0-7_]{1,99})$/,
  /^[-+]?(?:[\d_]{1,99}(?:\.[\d_]{0,99})?|\.[\d_]{1,99})(?:[eE][-+]?\d{1,9})?$/,
  /^[-+]?\d[\d_]{0,99}(?::[0-5]?\d){1,9}(?:\.\d{0,99})?$/,
  /^\d{4}-\d\d?-\d\d?(?:[Tt ].{0,99})?$/,
];
const isOther = (value: string): boolean => words.test(value) || numbers.some((one) => one.test(value));

/** Whether a text may stand without quotes. */
const isPlain = (value: string): boolean => !/^[\s,[\]{}#&*!|>'"%@`]|^[-?:](?:\s|$)|^(?:---|\.\.\.)|:(?:\s|$)|\s#|\s$|[\0-\x1f\x7f\ufeff]/.test(value);

function text(value: string, indent: string): string {
  if (isOther(value)) return `"${value}"`;
  if (isPlain(value)) return value;
  if (value.includes('\n') && !/^\s|[\0-\x08\x0b-\x1f\x7f]/.test(value)) {
    const ends = value.endsWith('\n\n') ? '+' : value.endsWith('\n') ? '' : '-';
    const body = value.replace(/\n$/, '').split('\n');
    return [`|${ends}`, ...body.map((line) => (line === '' ? '' : `${indent}${line}`))].join('\n');
  }
  return /[\0-\x1f\x7f]/.test(value) ? goQuote(value) : `'${value.replaceAll("'", "''")}'`;
}

/** A number as encoding/json writes it. */
function jsonNumber(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-6 || size >= 1e21))
    return value.toExponential().replace(/e([+-])(\d)$/, (_, sign: string, digit: string) => (sign === '-' ? `e-0${digit}` : `e+0${digit}`));
  return String(value);
}

const escapes: Readonly<Record<string, string>> = { '<': '\\u003c', '>': '\\u003e', '&': '\\u0026', '\u2028': '\\u2028', '\u2029': '\\u2029' };

/** A value as encoding/json writes it; with `indent` as `toPrettyJson` does. */
export function toJson(value: Value, indent = '', escapesHtml = true, before = '\n'): string {
  if (isNil(value)) return 'null';
  const [start, between, end] = indent === '' ? ['', ',', ''] : [`${before}${indent}`, `,${before}${indent}`, before];
  const inner = (one: Value): string => toJson(one, indent, escapesHtml, indent === '' ? before : `${before}${indent}`);
  const colon = indent === '' ? ':' : ': ';
  if (isDict(value))
    return value.size === 0
      ? '{}'
      : `{${start}${sortedKeys(value)
          .map((key) => `${inner(key)}${colon}${inner(value.get(key))}`)
          .join(between)}${end}}`;
  if (isList(value)) return value.length === 0 ? '[]' : `[${start}${value.map(inner).join(between)}${end}]`;
  if (typeof value === 'string') {
    const json = JSON.stringify(value);
    return escapesHtml ? json.replaceAll(/[<>&\u2028\u2029]/g, (one) => escapes[one]!) : json;
  }
  if (typeof value === 'function') throw new NotRendered('a function is written as JSON');
  return typeof value === 'number' ? jsonNumber(value) : String(value);
}
