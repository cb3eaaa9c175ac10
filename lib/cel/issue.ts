/** Why an expression does not compile: a message and the offset (in UTF-16 units) that it points at. */
export interface CelIssue {
  readonly at: number;
  readonly message: string;
}

/** An expression fails while it is evaluated. The message is the text of cel-go. */
export class CelError extends Error {}

/** Something that we know of and do not evaluate. Nothing is said about its result. */
export class CelNotEvaluated extends Error {}

/** As cel-go prints the issues of a compilation: sorted by place, each with the line and a marker (common/error.go, ToDisplayString). */
export function formatIssues(source: string, issues: readonly CelIssue[]): string {
  if (source === '') return issues.map(({ message }) => `ERROR: <input>:1:0: ${message}`).join('\n');
  const lines = source.split('\n');
  const shown = [...issues].sort((a, b) => a.at - b.at).slice(0, mostIssues);
  const placed = shown.map((issue) => {
    const before = source.slice(0, Math.max(0, issue.at)).split('\n');
    return { line: before.length, column: Array.from(before.at(-1)!).length, message: issue.message };
  });
  const texts = placed.map(({ line, column, message }) => `ERROR: <input>:${line}:${column + 1}: ${message}${snippet(lines[line - 1] ?? '', column)}`);
  return [...texts, ...(issues.length > mostIssues ? [`${issues.length - mostIssues} more errors were truncated`] : [])].join('\n');
}

/** cel-go prints no more (common/errors.go, maxErrorsToReport). */
const mostIssues = 100;

function snippet(line: string, column: number): string {
  const text = line.replaceAll('\t', ' ');
  if (text.length > 16_384) return '';
  const characters = Array.from(text);
  const wide = (index: number) => (characters[index]?.codePointAt(0) ?? 0) > 0x7f;
  let marker = '';
  for (let index = 0; index < column && index < characters.length; index++) marker += wide(index) ? '．' : '.';
  return `\n | ${text}\n | ${marker}${wide(column) ? '＾' : '^'}`;
}
