import { Document, isAlias, isMap, isScalar, isSeq, type Node, Pair, Scalar, type ScalarTag, type Tags, YAMLMap, YAMLSeq } from 'yaml';

/**
 * Text that may stand without quotes, because every reader takes it for a string: YAML 1.1 (PyYAML in authentik, Go in
 * Kubernetes) knows more words and numbers than 1.2 (`yes`, `on`, `0o7`, `1:30`, `1_000`, `2026-01-01`, `=`, `<<`).
 * So: a letter or digit first, or a path or argument, only characters that mean nothing in YAML, and not what `other` says.
 */
const plain =
  /^(?:[A-Za-z0-9][A-Za-z0-9_./@+=-]*(?::[A-Za-z0-9_/.@+-]+)*|\.{0,2}\/(?:[A-Za-z_][A-Za-z0-9_./-]*)?|--?[A-Za-z][A-Za-z0-9_./@+=-]*)(?: [A-Za-z0-9_./@+(),'=-]+)*$/;
const words = /^(?:y|n|yes|no|on|off|true|false|null|nan|inf|e[-+]?[0-9]+)$/i;

/**
 * What starts with a digit and is surely neither number, date nor time: a quantity or duration (`64Mi`, `1h30m`), or a version or address with
 * two dots or more. Everything else that starts with one is quoted.
 */
const digits = /^(?:(?:\d+(?:\.\d+)?(?:ns|us|ms|[smhdwkMGTP]|[KMGTPE]i))+|\d+(?:\.\d+){2,}(?:[-+][A-Za-z0-9.]+)*|\d+(?:\.\d+){2,}\/\d+)$/;

/**
 * Characters that only a double-quoted string may hold, and only escaped: YAML 1.1 breaks lines at U+0085 and U+2028/9, readers
 * differ on controls and on the byte order mark, and a reviewer cannot see the rest.
 */
const special = /[\u0000-\u0009\u000b-\u001f\u007f-\u00a0\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufe00-\ufe0f\ufeff\ufff0-\uffff]/g;
const hex = (character: string): string => `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;

/** Whether every YAML 1.1 and 1.2 reader takes the text, unquoted, for exactly this string. */
function isPlainSafe(text: string): boolean {
  return text.length <= 1000 && plain.test(text) && (/^\d/.test(text) ? digits.test(text) : !words.test(text));
}

/** Lines of printable text that a literal block (`|`) keeps as they are. */
function isBlockSafe(text: string): boolean {
  return text.includes('\n') && !/^\s/.test(text) && !/ (?:\n|$)/.test(text) && !text.endsWith('\n\n') && text.search(special) === -1;
}

/**
 * A string as node, in the style that reads the same in YAML 1.1 and 1.2.
 *
 * @throws TypeError for half a surrogate pair: it has no UTF-8 form.
 */
export function textNode(text: string, style: 'value' | 'key' = 'value'): Scalar {
  if (/\p{Cs}/u.test(text)) throw new TypeError('text with a lone surrogate cannot be written as YAML');
  const node = new Scalar(text);
  if (isPlainSafe(text)) node.type = Scalar.PLAIN;
  else if (style === 'value' && isBlockSafe(text)) node.type = Scalar.BLOCK_LITERAL;
  else node.type = Scalar.QUOTE_DOUBLE;
  return node;
}

/**
 * Plain data, or nodes with tags inside it, as a node. Keys of undefined value are left out.
 *
 * @throws TypeError for what YAML cannot hold: functions, symbols, NaN and infinite numbers, class instances.
 */
export function toNode(value: unknown, path = '$'): Node {
  if (isScalar(value) || isMap(value) || isSeq(value) || isAlias(value)) return value;
  if (typeof value === 'string') return textNode(value);
  if (value === null || typeof value === 'boolean') return new Scalar(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value) || Object.is(value, -0)) throw new TypeError(`${path}: ${String(value)} cannot be written as YAML`);
    // An exponent reads as text in YAML 1.1; whole numbers beyond 2^53 lose digits.
    if (!/^-?\d+(\.\d+)?$/.test(String(value)) || (Number.isInteger(value) && !Number.isSafeInteger(value)))
      throw new TypeError(`${path}: ${value} reads differently in YAML 1.1 and 1.2`);
    return new Scalar(value);
  }
  if (Array.isArray(value)) {
    const seq = new YAMLSeq();
    seq.items = value.map((item, index) => toNode(item === undefined ? null : item, `${path}[${index}]`));
    return seq;
  }
  if (typeof value === 'object' && [Object.prototype, null].includes(Object.getPrototypeOf(value) as null)) {
    const map = new YAMLMap();
    for (const [key, item] of Object.entries(value)) if (item !== undefined) map.items.push(new Pair(textNode(key, 'key'), toNode(item, `${path}.${key}`)));
    return map;
  }
  throw new TypeError(`${path}: ${typeof value === 'object' ? 'an instance of a class' : `a ${typeof value}`} cannot be written as YAML`);
}

/**
 * Plain data as YAML text that means the same to YAML 1.1 and 1.2 readers, byte for byte the same for the same data.
 * Order of keys is kept. No document markers, no line folding, no anchors.
 *
 * @param comment lines to stand above, each after `# `
 * @example yamlText({ a: 'yes' }) // 'a: "yes"\n'
 */
export function yamlText(value: unknown, comment: readonly string[] = []): string {
  return [...comment.map((line) => `# ${line}\n`), nodeText(toNode(value))].join('');
}

/** One for all texts: each has a schema of its own, which takes as long to make as a small text. */
let document: Document | undefined;

/** Plain text was judged by stricter rules than those of the library: only what ends a value inside brackets is left to ask. */
const plainFirst = (tag: ScalarTag): ScalarTag => ({
  ...tag,
  stringify: (item, ctx, ...rest) =>
    item.type === Scalar.PLAIN && typeof item.value === 'string' && !(ctx.inFlow === true && item.value.includes(','))
      ? item.value
      : tag.stringify!(item, ctx, ...rest),
});
const withPlainFirst = (tags: Tags): Tags =>
  tags.map((tag) => (typeof tag === 'object' && tag.tag === 'tag:yaml.org,2002:str' ? plainFirst(tag as ScalarTag) : tag));

/** A node as text, as `yamlText` writes it. */
export function nodeText(root: Node): string {
  document ??= new Document(undefined, { customTags: withPlainFirst });
  document.contents = root;
  // There are no directives, and to find that out costs a walk over all nodes.
  const text = document.toString({
    directives: false,
    lineWidth: 0,
    minContentWidth: 0,
    nullStr: 'null',
    doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER,
  });
  // Plain and block text never holds a special character, so what is left of them is in double quotes.
  return text.replace(special, hex);
}
