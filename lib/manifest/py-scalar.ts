import { byWord, decimal, mayBeNumber } from './words.ts';

/** A scalar that PyYAML reads as something and then cannot make. */
export class Refused {
  readonly reason: string;

  constructor(reason: string) {
    this.reason = reason;
  }
}

type Scalar = string | number | boolean | null | Date | Refused;

const integer = /^(?:[-+]?0b[01_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+)$/;
const float =
  /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;
const timestamp =
  /^(?:[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]*)?(?:[ \t]*(?:Z|[-+][0-9]{1,2}(?::[0-9]{2})?))?)$/;
const parts =
  /^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:(?:[Tt]|[ \t]+)([0-9]{1,2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]*))?(?:[ \t]*(?:Z|([-+])([0-9]{1,2})(?::([0-9]{2}))?))?)?$/;

/** What PyYAML's SafeLoader makes of a scalar without quotes or tag (resolver.py, constructor.py). */
export function pyScalar(text: string): Scalar {
  if (!mayBeNumber(text)) {
    if (text.length > 5) return text;
    if (text === '=' || text === '<<')
      return new Refused(`could not determine a constructor for the tag 'tag:yaml.org,2002:${text === '=' ? 'value' : 'merge'}'`);
    return byWord.get(text) ?? (byWord.has(text) ? null : text);
  }
  if (integer.test(text)) return pyInteger(text);
  if (float.test(text)) return pyFloat(text);
  return timestamp.test(text) ? pyTime(text) : text;
}

/** A scalar with one of YAML's own tags (without `tag:yaml.org,2002:`). Binary stays as it is written. */
export function pyTagged(text: string, tag: string): Scalar {
  switch (tag) {
    case 'str':
      return text;
    case 'null':
      return null;
    case 'int':
      return pyInteger(text);
    case 'float':
      return pyFloat(text);
    case 'bool':
      return byWord.get(text.toLowerCase()) ?? new Refused(`KeyError: '${text}'`);
    case 'timestamp':
      return pyTime(text);
    case 'binary':
      return beforePadding(text).replace(/[^A-Za-z0-9+/]/g, '').length % 4 === 0 || /=\s*$/.test(text) ? text : new Refused('failed to decode base64 data');
    case 'map':
    case 'set':
      return new Refused('expected a mapping node, but found scalar');
    case 'seq':
    case 'omap':
    case 'pairs':
      return new Refused('expected a sequence node, but found scalar');
    default:
      return new Refused(`could not determine a constructor for the tag 'tag:yaml.org,2002:${tag}'`);
  }
}

function pyInteger(text: string): number | Refused {
  const digits = text.replaceAll('_', '').trim();
  const bare = digits.replace(/^[-+]/, '');
  const sign = digits.startsWith('-') ? -1 : 1;
  const refused = new Refused(`invalid literal for int(): '${text}'`);
  if (bare === '0') return 0;
  if (bare.startsWith('0')) {
    const prefix = bare.startsWith('0b') || bare.startsWith('0x') ? bare : `0o${bare.replace(/^0[oO]?/, '')}`;
    return /^0(?:b[01]+|x[0-9a-fA-F]+|o[0-7]+)$/.test(prefix) ? sign * Number(prefix) : refused;
  }
  if (!/^[0-9]+(?::[0-9]+)*$/.test(bare)) return refused;
  return sign * bare.split(':').reduce((total, part) => total * 60 + Number(part), 0);
}

/** Base64 up to its last run of `=`. */
function beforePadding(text: string): string {
  let end = text.lastIndexOf('=');
  while (end > 0 && text[end - 1] === '=') end -= 1;
  return end === -1 ? text : text.slice(0, end);
}

function pyFloat(text: string): number | Refused {
  const digits = text.replaceAll('_', '').toLowerCase().trim();
  const bare = digits.replace(/^[-+]/, '');
  const sign = digits.startsWith('-') ? -1 : 1;
  if (/^(?:\.inf|inf|infinity)$/.test(bare)) return sign * Infinity;
  if (/^(?:\.nan|nan)$/.test(bare)) return NaN;
  if (!bare.split(':').every((part) => /^(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:e[-+]?[0-9]+)?$/.test(part)))
    return new Refused(`could not convert string to float: '${text}'`);
  return sign * bare.split(':').reduce((total, part) => total * 60 + Number(part), 0);
}

function pyTime(text: string): Date | Refused {
  const match = parts.exec(text);
  if (match === null) return new Refused(`'${text}' is no timestamp`);
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map((part) => Number(part ?? 0));
  const fraction = Number((match[7] ?? '').slice(0, 3).padEnd(3, '0'));
  const zone = Number(match[9] ?? 0) * 60 + Number(match[10] ?? 0);
  const time = new Date(0);
  time.setUTCFullYear(year, month - 1, day);
  if (year === 0 || time.getUTCMonth() !== month - 1 || time.getUTCDate() !== day || hour > 23 || minute > 59 || second > 59 || zone >= 24 * 60)
    return new Refused(`'${text}' is out of range for a date`);
  time.setUTCHours(hour, minute - (match[8] === '-' ? -zone : zone), second, fraction);
  return time;
}

/** A key that is no string, as JSON has it after Python; undefined for what cannot be one. */
export function pyKey(value: unknown, text: string): string | undefined {
  if (value === null) return 'null';
  if (typeof value === 'boolean') return String(value);
  if (value instanceof Date) return text;
  if (typeof value !== 'number') return undefined;
  if (/^[-+]?[1-9][0-9_]*$/.test(text)) return String(BigInt(text.replace(/[_+]/g, '')));
  if (integer.test(text)) return String(value === 0 ? 0 : BigInt(value));
  if (!Number.isFinite(value)) return String(value);
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  const shown = decimal(value.toExponential(), -4, 16);
  return /[.e]/.test(shown) ? shown : `${shown}.0`;
}
