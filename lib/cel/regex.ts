import { RE2JS } from 're2js';
import { CelError, CelNotEvaluated } from './issue.ts';

const compiled = new Map<string, RE2JS>();

/** A pattern in RE2's syntax, which is what Go reads. Throws CelError with Go's text for one that is wrong. */
export function compileRegex(pattern: string): RE2JS {
  const known = compiled.get(pattern);
  if (known !== undefined) return known;
  try {
    const regex = RE2JS.compile(pattern);
    compiled.set(pattern, regex);
    return regex;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    // re2js is a port of Go's regexp/syntax and keeps its texts: "error parsing regexp: missing closing ]: `[a`".
    if (!error.message.startsWith('error parsing regexp')) throw new CelNotEvaluated(`the pattern ${pattern}`);
    throw new CelError(error.message);
  }
}
