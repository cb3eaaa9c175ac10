// Cc: what moves a terminal's cursor, clears its screen or names its window, C1 included. U+2028/9 break lines for some readers. The bidi controls
// show a text in another order than it has (https://trojansource.codes).
const unprintable = /[\p{Cc}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/**
 * A text from outside (a name, a claim, a file name, somebody's message) as part of a line: controls, line breaks and bidi controls as `\uXXXX`.
 * GitHub's runner takes `##[` for a workflow command wherever it is in a line (actions/runner src/Runner.Common/ActionCommand.cs, TryParse), so that is broken up.
 */
export function printable(text: string): string {
  return text.replace(unprintable, escaped).replaceAll('##[', '#\\u0023[');
}

/** The same for a text that begins a line: the runner takes `::` there for a workflow command, behind spaces too (TryParseV2). */
export function printableLine(text: string): string {
  return printable(text).replace(/^( *):(?=:)/, '$1\\u003a');
}

/** A value as JSON whose odd characters are escapes of JSON: the same data, and safe on a terminal and in a log. */
export function printableJson(value: unknown, space?: number): string {
  return JSON.stringify(value, null, space).replace(/[^\n]+/g, (line) => printable(line));
}
