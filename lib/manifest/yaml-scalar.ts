import { type Event, scalarOf } from './yaml-event.ts';
import { type Input, isBlank, isBlankOrEnd, isBreak, isBreakOrEnd, isDigit, isHex } from './yaml-input.ts';

/** Line breaks inside a plain or quoted text: one is a space, more lose one. */
const folded = (first: string, others: string): string => (first === '\n' ? (others === '' ? ' ' : others) : first + others);

/** Whether a scalar without quotes may start here. */
export function startsPlain(input: Input, inFlow: boolean): boolean {
  const code = input.code();
  const next = input.code(1);
  if (code === 45) return !isBlank(next);
  if (code === 63 || code === 58) return !inFlow && !isBlankOrEnd(next);
  return !isBlankOrEnd(code) && !(code < 128 && ',[]{}#&*!|>\'"%@`'.includes(input.text[input.at]!));
}

/** A scalar without quotes. */
export function scanPlain(input: Input, indent: number, inFlow: boolean): Event {
  const { text, dialect } = input;
  const start = input.at;
  let value = '';
  let gap = '';
  let brokeLine = false;
  for (;;) {
    if (input.atDocumentMark() || text.charCodeAt(input.at) === 35) break;
    const from = input.at;
    let at = from;
    for (; ; at += 1) {
      const code = text.charCodeAt(at);
      if (
        code <= 32 || code >= 0x85
          ? isBlankOrEnd(code)
          : code === 58
            ? endsKey(text.charCodeAt(at + 1), inFlow && dialect === 'pyyaml')
            : inFlow && endsInFlow(code)
      )
        break;
    }
    if (at > from) {
      value += gap + text.slice(from, at);
      input.at = at;
      gap = '';
      brokeLine = false;
    } else if (dialect === 'pyyaml') break;
    if (!isBlank(text.charCodeAt(at)) && !isBreak(text.charCodeAt(at))) break;
    // PyYAML ends a plain text at a tab.
    if (dialect === 'pyyaml') {
      input.skipSpaces(false);
      if (!isBreak(input.code())) {
        if (input.at === at) break;
        gap = text.slice(at, input.at);
        continue;
      }
      const first = input.lineBreak();
      brokeLine = true;
      let others = '';
      while (!input.atDocumentMark() && (input.code() === 32 || isBreak(input.code())))
        if (input.code() === 32) input.at += 1;
        else others += input.lineBreak();
      if (input.atDocumentMark()) break;
      gap = folded(first, others);
    } else {
      let first = '';
      let others = '';
      while (isBlank(input.code()) || isBreak(input.code())) {
        if (isBreak(input.code())) {
          if (brokeLine) others += input.lineBreak();
          else first = input.lineBreak();
          brokeLine = true;
        } else {
          if (brokeLine && input.code() === 9 && input.column < indent) input.fail('found a tab character that violates indentation', start);
          input.at += 1;
        }
      }
      gap = brokeLine ? folded(first, others) : text.slice(at, input.at);
    }
    if (!inFlow && input.column < indent) break;
  }
  input.brokeLine = brokeLine;
  return scalarOf(start, value, 'plain');
}

const endsKey = (next: number, inPyFlow: boolean): boolean =>
  isBlankOrEnd(next) || (inPyFlow && (next === 44 || next === 91 || next === 93 || next === 123 || next === 125));
const endsInFlow = (code: number): boolean => code === 44 || code === 63 || code === 91 || code === 93 || code === 123 || code === 125;

const escapes: Readonly<Record<string, string>> = {
  0: '\0',
  a: '\x07',
  b: '\b',
  t: '\t',
  '\t': '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\x1b',
  ' ': ' ',
  '"': '"',
  '\\': '\\',
  N: '\x85',
  _: '\xa0',
  L: '\u2028',
  P: '\u2029',
};
const digits: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/** A scalar in single or double quotes. */
export function scanQuoted(input: Input, single: boolean): Event {
  const { text } = input;
  const quote = single ? 39 : 34;
  const begin = input.at;
  input.at += 1;
  const start = input.at;
  let value = '';
  for (;;) {
    if (input.atDocumentMark()) input.fail('found unexpected document indicator', begin);
    if (input.code() === 0) input.fail('found unexpected end of stream', begin);
    let broken = false;
    let from = input.at;
    for (;;) {
      const code = text.charCodeAt(input.at);
      if (code === quote) {
        if (!single || text.charCodeAt(input.at + 1) !== 39) break;
        value += text.slice(from, input.at + 1);
        input.at += 2;
        from = input.at;
      } else if (code === 92 && !single) {
        value += text.slice(from, input.at);
        if (isBreak(text.charCodeAt(input.at + 1))) {
          input.at += 1;
          input.lineBreak();
          broken = true;
          from = input.at;
          break;
        }
        value += escape(input, begin);
        from = input.at;
      } else if (code <= 32 || code >= 0x85 ? isBlankOrEnd(code) : false) break;
      else input.at += 1;
    }
    value += text.slice(from, input.at);
    if (input.code() === quote && !broken) break;
    const blanks = input.at;
    let first: string | undefined = broken ? '' : undefined;
    let others = '';
    while (isBlank(input.code()) || isBreak(input.code())) {
      if (!isBreak(input.code())) input.at += 1;
      else {
        if (first === undefined) first = input.lineBreak();
        else others += input.lineBreak();
        if (input.atDocumentMark()) input.fail('found unexpected document indicator', begin);
      }
    }
    value += first === undefined ? text.slice(blanks, input.at) : first === '' ? others : folded(first, others);
  }
  input.at += 1;
  return scalarOf(begin, value, single ? 'single' : 'double', -1, start);
}

function escape(input: Input, begin: number): string {
  const letter = input.text[input.at + 1]!;
  const plain = escapes[letter] ?? (letter === (input.dialect === 'go' && !input.isJson ? "'" : '/') ? letter : undefined);
  if (plain !== undefined) {
    input.at += 2;
    return plain;
  }
  const count = digits[letter];
  if (count === undefined) input.fail('found unknown escape character', begin);
  input.at += 2;
  for (let index = 0; index < count; index += 1) if (!isHex(input.code(index))) input.fail('did not find expected hexdecimal number', begin);
  const value = parseInt(input.text.slice(input.at, input.at + count), 16);
  if (value > 0x10ffff || (input.dialect === 'go' && !input.isJson && value >= 0xd800 && value <= 0xdfff))
    input.fail('found invalid Unicode character escape code', begin);
  input.at += count;
  return String.fromCodePoint(value);
}

/** A block of text, literal (`|`) or folded (`>`). */
export function scanBlock(input: Input, parent: number, literal: boolean): Event {
  const { text, dialect } = input;
  const begin = input.at;
  input.at += 1;
  let chomping = '';
  let increment = 0;
  const chomp = () => {
    if (input.code() === 43 || input.code() === 45) chomping = text[input.at++]!;
  };
  const width = () => {
    if (!isDigit(input.code())) return;
    if (input.code() === 48) input.fail('found an indentation indicator equal to 0', begin);
    increment = Number(text[input.at++]);
  };
  chomp();
  width();
  if (chomping === '') chomp();
  const header = input.at;
  input.skipSpaces(dialect === 'go');
  if (dialect === 'go' || input.at > header) input.skipComment();
  if (!isBreakOrEnd(input.code())) input.fail('did not find expected comment or line break', begin);
  if (input.code() !== 0) input.lineBreak();
  const start = input.at;
  let indent = increment === 0 ? 0 : Math.max(parent, 0) + increment;
  let breaks = '';
  let widest = 0;
  const blankLines = () => {
    breaks = '';
    for (;;) {
      while ((indent === 0 || input.column < indent) && input.code() === 32) input.at += 1;
      widest = Math.max(widest, input.column);
      if (dialect === 'go' && (indent === 0 || input.column < indent) && input.code() === 9)
        input.fail('found a tab character where an indentation space is expected', begin);
      if (!isBreak(input.code())) return;
      breaks += input.lineBreak();
    }
  };
  blankLines();
  if (indent === 0) indent = Math.max(widest, parent + 1, 1);
  const pieces: string[] = [];
  let pending = '';
  let wasBlank = false;
  while (input.column === indent && input.code() !== 0) {
    const blank = isBlank(input.code());
    const between = !literal && !wasBlank && !blank && pending === '\n' ? (breaks === '' ? ' ' : '') : pending;
    if (between !== '') pieces.push(between);
    if (breaks !== '') pieces.push(breaks);
    wasBlank = blank;
    const from = input.at;
    let at = from;
    for (let code = text.charCodeAt(at); code !== 10 && !isBreakOrEnd(code); code = text.charCodeAt(at)) at += 1;
    input.at = at;
    pieces.push(text.slice(from, at));
    pending = input.code() === 0 ? '' : input.lineBreak();
    blankLines();
  }
  if (chomping !== '-') pieces.push(pending);
  if (chomping === '+') pieces.push(breaks);
  return scalarOf(begin, pieces.join(''), literal ? 'literal' : 'folded', indent, start);
}
