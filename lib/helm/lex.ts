import { refused } from './not-rendered.ts';

/** A piece of a template: text, or what stands between `{{` and `}}`, without comments. */
export type Piece = { readonly text: string; readonly at: number } | { readonly action: readonly Token[]; readonly at: number };

export type Token =
  | { readonly kind: 'field'; readonly path: readonly string[]; readonly joined: boolean }
  | { readonly kind: 'variable'; readonly name: string; readonly path: readonly string[] }
  | { readonly kind: 'word'; readonly text: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly value: number | bigint }
  | { readonly kind: 'sign'; readonly text: string };

/** Cuts a template into texts and actions, and takes away the blanks that `{{-` and `-}}` take away. */
export function pieces(source: string): Piece[] {
  const found: Piece[] = [];
  let at = 0;
  let trims = false;
  while (at < source.length) {
    const open = source.indexOf('{{', at);
    const end = open === -1 ? source.length : open;
    const trimsBefore = open !== -1 && source[open + 2] === '-' && /\s/.test(source[open + 3] ?? '');
    let start = at;
    let stop = end;
    if (trims) while (start < stop && isBlank(source[start]!)) start++;
    if (trimsBefore) while (stop > start && isBlank(source[stop - 1]!)) stop--;
    if (stop > start) found.push({ text: source.slice(start, stop), at: start });
    if (open === -1) break;
    const action = actionAt(source, open + (trimsBefore ? 3 : 2));
    if (action.tokens.length > 0) found.push({ action: action.tokens, at: open });
    trims = action.trims;
    at = action.end;
  }
  return found;
}

const isBlank = (character: string): boolean => character === ' ' || character === '\t' || character === '\r' || character === '\n';
const number = /[+-]?(?:0[xX][0-9a-fA-F_]+|0[oO]?[0-7_]+(?![.\d])|0[bB][01_]+|\d[\d_]*(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)(?![\w.])/y;
const name = /[\p{L}_][\p{L}\p{N}_]*/uy;
const path = /(?:\.[\p{L}_][\p{L}\p{N}_]*)+/uy;
const quoted = /"(?:[^"\\\n]|\\.)*"/y;
const character = /'(?:[^'\\\n]|\\.)+'/y;

function actionAt(source: string, from: number): { readonly tokens: readonly Token[]; readonly end: number; readonly trims: boolean } {
  let at = from;
  const comment = /\s*\/\*/y;
  comment.lastIndex = at;
  if (comment.test(source)) {
    const close = source.indexOf('*/', at);
    const [whole, dash] = close === -1 ? [] : (/^\*\/(?:(\s+-)?\}\})/.exec(source.slice(close, close + 100)) ?? []);
    if (whole === undefined) throw refused('a comment of a template has no end');
    return { tokens: [], end: close + whole.length, trims: dash !== undefined };
  }
  const tokens: Token[] = [];
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const [whole] = pattern.exec(source) ?? [];
    if (whole !== undefined) at += whole.length;
    return whole;
  };
  let spaced = true;
  for (;;) {
    if (at >= source.length) throw refused('an action of a template has no end');
    if (source.startsWith('}}', at)) return { tokens, end: at + 2, trims: false };
    if (isBlank(source[at]!)) {
      while (at < source.length && isBlank(source[at]!)) at++;
      if (source.startsWith('-}}', at)) return { tokens, end: at + 3, trims: true };
      spaced = true;
      continue;
    }
    const before = spaced;
    spaced = false;
    const one = source[at]!;
    if (one === '"') tokens.push({ kind: 'text', text: unquoted(match(quoted)) });
    else if (one === '`') {
      const close = source.indexOf('`', at + 1);
      if (close === -1) throw refused('a text of a template has no end');
      tokens.push({ kind: 'text', text: source.slice(at + 1, close) });
      at = close + 1;
    } else if (one === "'") {
      const text = unquoted(`"${(match(character) ?? "''").slice(1, -1)}"`);
      tokens.push({ kind: 'number', value: BigInt(text.codePointAt(0) ?? 0) });
    } else if (one === '$') {
      at++;
      tokens.push({ kind: 'variable', name: `$${match(name) ?? ''}`, path: keys(match(path)) });
    } else if (source.startsWith(':=', at)) {
      tokens.push({ kind: 'sign', text: ':=' });
      at += 2;
    } else if ('|(),='.includes(one)) {
      tokens.push({ kind: 'sign', text: one });
      at++;
    } else {
      const digits = match(number);
      const field = digits === undefined ? match(path) : undefined;
      const word = digits === undefined && field === undefined ? match(name) : undefined;
      if (digits !== undefined) tokens.push({ kind: 'number', value: numberOf(digits) });
      else if (field !== undefined) tokens.push({ kind: 'field', path: keys(field), joined: !before });
      else if (word !== undefined) tokens.push({ kind: 'word', text: word });
      else if (one === '.') {
        tokens.push({ kind: 'field', path: [], joined: false });
        at++;
      } else throw refused(`${one} is no part of a template`);
    }
  }
}

const keys = (text: string | undefined): readonly string[] => (text === undefined ? [] : text.slice(1).split('.'));

function numberOf(text: string): number | bigint {
  const plain = text.replaceAll('_', '');
  if (/^[+-]?\d+$/.test(plain) || /^[+-]?0[xXoObB]/.test(plain)) {
    const [, sign, digits = ''] = /^([+-]?)(.*)$/.exec(plain)!;
    const value = BigInt(/^0\d/.test(digits) ? `0o${digits.slice(1)}` : digits);
    return sign === '-' ? -value : value;
  }
  return Number(plain);
}

/** A text of Go in double quotes. */
function unquoted(text: string | undefined): string {
  if (text === undefined) throw refused('a text of a template has no end');
  const simple: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', a: '\x07', b: '\b', f: '\f', v: '\v' };
  return text.slice(1, -1).replaceAll(/\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{3})|(.))/g, (_, ...groups: (string | undefined)[]) => {
    const [hex, unicode, long, octal, other = ''] = groups;
    const code = hex ?? unicode ?? long;
    if (code !== undefined) return String.fromCodePoint(Number.parseInt(code, 16));
    return octal === undefined ? (simple[other] ?? other) : String.fromCodePoint(Number.parseInt(octal, 8));
  });
}
