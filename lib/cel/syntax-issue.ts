import { type ParseError } from '@marcbachmann/cel-js';
import type { CelIssue } from './issue.ts';
import { CelNotEvaluated } from './issue.ts';

/** What may begin an expression, as cel-go's grammar lists it. */
export const startOfExpression = "{'[', '{', '(', '.', '-', '!', 'true', 'false', 'null', NUM_FLOAT, NUM_INT, NUM_UINT, STRING, BYTES, IDENTIFIER}";

// What the parser calls its tokens, and cel-go's grammar its own.
const tokenNames: Readonly<Record<string, string>> = {
  RPAREN: "')'",
  RBRACKET: "']'",
  RBRACE: "'}'",
  COLON: "':'",
  IDENTIFIER: 'IDENTIFIER',
  COMMA: "','",
};

/** A syntax error; `skip` is the part of the source that cel-go passes over before it goes on reading, if it does. */
export interface SyntaxIssue extends CelIssue {
  readonly skip?: readonly [from: number, to: number];
}

/**
 * A syntax error in the words of cel-go, whose parser is ANTLR's: a token that does not fit is passed over when the next one does.
 * Throws CelNotEvaluated where cel-go reads what our parser does not.
 */
export function syntaxIssue(source: string, error: ParseError): SyntaxIssue {
  const at = error.range?.start ?? 0;
  const rest = source.slice(at);
  const token = tokenAt(source, at);
  const before = source.slice(0, at).trimEnd();
  switch (error.code) {
    case 'unexpected_token': {
      if (rest.startsWith('?') && /[[{,]$/.test(before)) throw new CelNotEvaluated('optional entries of a list or map');
      if (/^\.\s*[A-Za-z_]/.test(rest)) throw new CelNotEvaluated('a name with a leading dot');
      const next = tokenAt(source, at + token.length, true);
      if (token === '<EOF>' && /[!-]$/.test(before)) return { at, message: `Syntax error: extraneous input '<EOF>' expecting ${startOfExpression}` };
      if (token !== '<EOF>' && /^[[{(.!\-"'\w]/.test(next) && !/^in\b/.test(next)) {
        return { at, message: `Syntax error: extraneous input '${token}' expecting ${startOfExpression}`, skip: [at, at + token.length] };
      }
      const called = token === '<EOF>' && /\w\($/.test(before);
      return {
        at,
        message: `Syntax error: mismatched input '${token}' expecting ${called ? startOfExpression.replace("'('", "'(', ')'") : /\w\[$/.test(before) ? startOfExpression.replace("'!'", "'!', '?'") : startOfExpression}`,
      };
    }
    case 'expected_token':
      return expectedToken(source, error, at, token);
    case 'reserved_identifier':
      return { at, message: `reserved identifier: ${/: (\w+)/.exec(error.summary)?.[1] ?? token}` };
    case 'unexpected_character':
      return unexpectedCharacter(source, at, token);
    case 'unterminated_string':
    case 'unterminated_triple_quoted_string':
    case 'newline_in_string': {
      const quote = error.code === 'newline_in_string' ? openQuote(source, at) : at;
      const end = error.code === 'unterminated_triple_quoted_string' ? source.length : lineEnd(source, quote);
      return { at: quote, message: `Syntax error: token recognition error at: '${source.slice(quote, end + 1)}'`, skip: [quote, end] };
    }
    case 'invalid_escape_sequence':
    case 'invalid_hex_escape':
    case 'invalid_unicode_escape':
    case 'invalid_octal_escape':
    case 'octal_escape_out_of_range': {
      const quote = openQuote(source, at);
      return { at: quote, message: `Syntax error: token recognition error at: '${source.slice(quote, at + 2)}'`, skip: [quote, at + 2] };
    }
    case 'limit_exceeded':
      throw new CelNotEvaluated('an expression that nests too deep');
    default:
      // Only the macros are left; what they say is about their variable.
      return { at: source[at - 1] === '.' ? at - 1 : at, message: 'argument must be a simple name' };
  }
}

function expectedToken(source: string, error: ParseError, at: number, token: string): SyntaxIssue {
  const wanted = tokenNames[/^Expected (\w+)/.exec(error.summary)?.[1] ?? ''] ?? '';
  const before = source.slice(0, at).trimEnd();
  const rest = source.slice(at);
  if (/[A-Za-z_0-9]$/.test(before) && rest.startsWith('{')) throw new CelNotEvaluated('a message literal');
  if (rest.startsWith('?') && /[[{,]$/.test(before)) throw new CelNotEvaluated('optional entries of a list or map');
  if (wanted === 'IDENTIFIER') {
    if (/^(?:true|false|null)\b/.test(token)) return { at, message: `Syntax error: mismatched input '${token}' expecting IDENTIFIER` };
    const issue = { at, message: `Syntax error: no viable alternative at input '.${token === '<EOF>' ? '' : token}'` };
    const dot = source.lastIndexOf('.', at - 1);
    return token === 'in' ? { ...issue, skip: [dot, dot + 1] } : issue;
  }
  const next = tokenAt(source, at + token.length, true);
  if (token !== '<EOF>' && `'${next}'` === wanted)
    return { at, message: `Syntax error: extraneous input '${token}' expecting ${wanted}`, skip: [at, at + token.length] };
  const startsExpression = /^[[{(.!\-"'\w]/.test(token) && token !== '<EOF>';
  if (wanted === "']'" && token === '<EOF>' && inList(before)) return { at, message: `Syntax error: mismatched input '<EOF>' expecting {']', ','}` };
  const inserted = wanted === "')'" || wanted === "']'" || (wanted === "':'" && startsExpression);
  return { at, message: inserted ? `Syntax error: missing ${wanted} at '${token}'` : `Syntax error: mismatched input '${token}' expecting ${wanted}` };
}

function unexpectedCharacter(source: string, at: number, token: string): SyntaxIssue {
  const rest = source.slice(at);
  const before = source.slice(0, at).trimEnd();
  if (/[A-Za-z_0-9]$/.test(before) && rest.startsWith('{')) throw new CelNotEvaluated('a message literal');
  const unknown = /^(?:=[^=]?|&[^&]?|\|[^|]?|[@#$;~^\\`]|[^\x20-\x7e\s])/su.exec(rest)?.[0];
  if (unknown !== undefined) {
    return { at, message: `Syntax error: token recognition error at: '${unknown}'`, skip: [at, at + unknown.length] };
  }
  const next = tokenAt(source, at + token.length, true);
  const kind = next === '<EOF>' ? 'extraneous' : 'mismatched';
  return { at, message: `Syntax error: ${kind} input '${token}' expecting <EOF>` };
}

function tokenAt(source: string, at: number, next = false): string {
  const rest = next ? source.slice(at).replace(/^\s+/, '') : source.slice(at);
  if (rest.trim() === '') return '<EOF>';
  return /^(?:[A-Za-z_]\w*|\d[\w.]*|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|&&|\|\||[=!<>]=|.)/s.exec(rest)?.[0] ?? rest[0]!;
}

// Whether the innermost open bracket is that of a list, not of an index.
function inList(before: string): boolean {
  let depth = 0;
  for (let at = before.length - 1; at >= 0; at--) {
    if (before[at] === ']') depth += 1;
    else if (before[at] === '[' && depth-- === 0) return !/[\w)\]]\s*$/.test(before.slice(0, at));
  }
  return false;
}

const lineEnd = (source: string, from: number): number => (!source.includes('\n', from) ? source.length : source.indexOf('\n', from));
const openQuote = (source: string, at: number): number => Math.max(source.lastIndexOf("'", at - 1), source.lastIndexOf('"', at - 1), 0);
