import { byWord, decimal, mayBeNumber } from './words.ts';

const float = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const integer = /^[-+]?(?:0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|[1-9][0-9]*|0)$/;
const infinity = /^[-+]?\.(?:inf|Inf|INF)$/;
const notANumber = /^\.(?:nan|NaN|NAN)$/;

/** What goyaml v2 makes of a scalar without quotes or tag (resolve.go): YAML 1.1's words, but dates and base 60 are text. */
export function goScalar(text: string): string | number | boolean | null {
  if (!mayBeNumber(text)) {
    if (text.length > 5) return text;
    const word = byWord.get(text);
    if (word !== undefined) return word;
    if (text.length !== 1) return text;
    if (text === 'y' || text === 'Y') return true;
    return text === 'n' || text === 'N' ? false : text;
  }
  if (infinity.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  if (notANumber.test(text)) return NaN;
  if (text.startsWith('.')) return finite(text, text);
  const digits = text.includes('_') ? text.replaceAll('_', '') : text;
  return goInteger(digits) ?? finite(digits, text);
}

/** Whether YAML 1.1 takes a word for true or false, and YAML 1.2 for a text. */
export const isLaterText = (text: string): boolean => /^(?:y|n|yes|no|on|off)$/i.test(text);

/** What kustomize makes of it: its reader, goyaml v3, takes the words of YAML 1.1 for text, and it prints them in quotes (kyaml/internal/forked/github.com/go-yaml/yaml/resolve.go). */
export const kustomizeScalar = (text: string): string | number | boolean | null => (isLaterText(text) ? text : goScalar(text));

/** A number that a float can hold; any other is text. */
function finite(digits: string, text: string): string | number {
  if (!float.test(digits)) return text;
  const value = Number(digits);
  return Number.isFinite(value) ? value : text;
}

/** A whole number of at most 64 bits. */
function goInteger(digits: string): number | undefined {
  if (!integer.test(digits)) return undefined;
  if (digits.length < 16 && /^-?[1-9]/.test(digits)) return Number(digits);
  const value = bigOf(digits);
  const isSigned = value >= -(2n ** 63n) && value < 2n ** 63n;
  return isSigned || (/^[0-9]/.test(digits) && value < 2n ** 64n) ? Number(value) : undefined;
}

function bigOf(digits: string): bigint {
  const bare = digits.replace(/^[-+]/, '');
  const value = BigInt(/^0[0-7]+$/.test(bare) ? `0o${bare.slice(1)}` : bare.toLowerCase());
  return digits.startsWith('-') ? -value : value;
}

/** A scalar with one of YAML's own tags (without `tag:yaml.org,2002:`), or why it is refused. */
export function goTagged(text: string, tag: string): { readonly value: string | number | boolean | null } | { readonly refused: string } {
  if (tag === 'str') return { value: text };
  if (tag === 'binary') {
    const bare = text.replace(/[\r\n]/g, '');
    if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(bare)) return { refused: '!!binary value contains invalid base64 data' };
    return { value: Buffer.from(bare, 'base64').toString('utf8') };
  }
  if (!['bool', 'int', 'float', 'null', 'timestamp'].includes(tag)) return { value: text };
  const value = goScalar(text);
  const kind = kindOf(value, text);
  if (kind === tag || (tag === 'float' && kind === 'int')) return { value };
  if (tag === 'timestamp' && goDate.test(text)) return { value: text };
  return { refused: `cannot decode !!${kind} \`${text}\` as a !!${tag}` };
}

const goDate = /^\d{4}-\d{1,2}-\d{1,2}(?:[Tt]\d{1,2}:\d{1,2}:\d{1,2}(?:\.\d+)?(?:Z|[-+]\d\d:\d\d)| \d{1,2}:\d{1,2}:\d{1,2}(?:\.\d+)?)?$/;

function kindOf(value: unknown, text: string): string {
  if (value === null) return 'null';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value !== 'number') return 'str';
  return goInteger(text.replaceAll('_', '')) === undefined ? 'float' : 'int';
}

/** What sigs.k8s.io/yaml makes of a key that is no string; undefined where it gives up. */
export function goKey(value: unknown, text: string): string | undefined {
  if (typeof value === 'boolean') return String(value);
  if (typeof value !== 'number') return undefined;
  const digits = text.replaceAll('_', '');
  if (kindOf(value, text) === 'int') return bigOf(digits) < 2n ** 63n ? String(bigOf(digits)) : undefined;
  if (!Number.isFinite(value)) return Number.isNaN(value) ? '.nan' : value > 0 ? '.inf' : '-.inf';
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  // strconv.FormatFloat(value, 'g', -1, 32)
  const single = Math.fround(value);
  if (!Number.isFinite(single)) return single > 0 ? '.inf' : '-.inf';
  let shortest = single.toExponential();
  for (let count = 0; count <= 8; count += 1) {
    const tried = single.toExponential(count);
    if (Math.fround(Number(tried)) === single) {
      shortest = tried;
      break;
    }
  }
  return decimal(shortest.replace(/\.?0*e/, 'e'), -4, 6);
}
