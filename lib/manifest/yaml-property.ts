import { type Input, isBlank, isBlankOrEnd, isBreak, isBreakOrEnd, isDigit, isHex, isWord } from './yaml-input.ts';

/** The name of an anchor or alias, after its `&` or `*`. */
export function scanAnchor(input: Input): string {
  const begin = input.at;
  input.at += 1;
  const from = input.at;
  while (isWord(input.code())) input.at += 1;
  // What may stand directly behind a name: ? : , ] } % @ `
  if (input.at === from || !(isBlankOrEnd(input.code()) || '?:,]}%@`'.includes(input.text[input.at]!)))
    input.fail('did not find expected alphabetic or numeric character', begin);
  return input.text.slice(from, input.at);
}

/** A tag's handle, `!`, `!!` or `!name!`, and what follows it. No handle: the tag is written in full. */
export interface ScannedTag {
  readonly handle: string | undefined;
  readonly suffix: string;
}

export function scanTag(input: Input): ScannedTag {
  const begin = input.at;
  let tag: ScannedTag;
  if (input.code(1) === 60) {
    input.at += 2;
    const suffix = scanUri(input, '', false);
    if (input.code() !== 62) input.fail("did not find the expected '>'", begin);
    input.at += 1;
    tag = { handle: undefined, suffix };
  } else if (isBlankOrEnd(input.code(1))) {
    input.at += 1;
    tag = { handle: undefined, suffix: '!' };
  } else {
    const handle = scanHandle(input);
    const isNamed = handle.length > 1 && handle.endsWith('!');
    if (isNamed) tag = { handle, suffix: scanUri(input, '', false) };
    else tag = { handle: '!', suffix: scanUri(input, handle.slice(1), handle.length > 0) };
  }
  const code = input.code();
  if (!isBlankOrEnd(code) || (code === 9 && input.dialect === 'pyyaml')) input.fail('did not find expected whitespace or line break', begin);
  return tag;
}

function scanHandle(input: Input): string {
  const from = input.at;
  input.at += 1;
  while (isWord(input.code())) input.at += 1;
  if (input.code() === 33) input.at += 1;
  return input.text.slice(from, input.at);
}

function scanUri(input: Input, head: string, maybeEmpty: boolean): string {
  let uri = head;
  let isEmpty = !maybeEmpty;
  while (isWord(input.code()) || (input.code() !== 0 && ";/?:@&=+$,.!~*'()[]%".includes(input.text[input.at]!))) {
    uri += input.code() === 37 ? scanEscapes(input) : input.text[input.at++]!;
    isEmpty = false;
  }
  if (isEmpty) input.fail('did not find expected tag URI');
  return uri;
}

function scanEscapes(input: Input): string {
  const bytes: number[] = [];
  while (input.code() === 37) {
    if (!isHex(input.code(1)) || !isHex(input.code(2))) input.fail('did not find URI escaped octet');
    bytes.push(parseInt(input.text.slice(input.at + 1, input.at + 3), 16));
    input.at += 3;
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(bytes));
  } catch {
    return input.fail('found an incorrect UTF-8 octet');
  }
}

/** A line that starts with `%`. Nothing: a directive that its reader does not know, and passes over. */
export type Directive = { readonly version: string } | { readonly handle: string; readonly prefix: string };

export function scanDirective(input: Input): Directive | undefined {
  const begin = input.at;
  const isGo = input.dialect === 'go';
  input.at += 1;
  const from = input.at;
  while (isWord(input.code())) input.at += 1;
  const name = input.text.slice(from, input.at);
  if (name === '') input.fail('could not find expected directive name', begin);
  if (!isBlankOrEnd(input.code()) || (!isGo && input.code() === 9)) input.fail('found unexpected non-alphabetical character', begin);
  let directive: Directive | undefined;
  if (name === 'YAML') {
    input.skipSpaces(isGo);
    const major = scanNumber(input, begin);
    if (input.code() !== 46) input.fail("did not find expected digit or '.' character", begin);
    input.at += 1;
    directive = { version: `${major}.${scanNumber(input, begin)}` };
    if (!isGo && (!isBlankOrEnd(input.code()) || input.code() === 9)) input.fail("did not find expected digit or ' '", begin);
  } else if (name === 'TAG') {
    input.skipSpaces(isGo);
    if (input.code() !== 33) input.fail("did not find expected '!'", begin);
    const handle = scanHandle(input);
    if (handle !== '!' && !(handle.length > 1 && handle.endsWith('!'))) input.fail("did not find expected '!'", begin);
    if (!isBlank(input.code()) || (!isGo && input.code() === 9)) input.fail('did not find expected whitespace', begin);
    input.skipSpaces(isGo);
    const prefix = scanUri(input, '', false);
    if (!isBlankOrEnd(input.code())) input.fail('did not find expected whitespace or line break', begin);
    directive = { handle, prefix };
  } else if (isGo) input.fail('found unknown directive name', begin);
  else while (!isBreakOrEnd(input.code())) input.at += 1;
  input.skipSpaces(isGo);
  input.skipComment();
  if (!isBreakOrEnd(input.code())) input.fail('did not find expected comment or line break', begin);
  if (isBreak(input.code())) input.lineBreak();
  return directive;
}

function scanNumber(input: Input, begin: number): number {
  const from = input.at;
  while (isDigit(input.code())) input.at += 1;
  if (input.at === from) input.fail('did not find expected version number', begin);
  if (input.dialect === 'go' && input.at - from > 2) input.fail('found extremely long version number', begin);
  return Number(input.text.slice(from, input.at));
}
