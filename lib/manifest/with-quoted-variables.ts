/** A text with quotes around some of its values, and the way back to the text that was given. */
export interface Quoted {
  readonly text: string;
  /** Offset in the given text of an offset in `text`. */
  readonly before: (offset: number) => number;
}

/** A value without quotes between brackets or commas, up to a variable in it. */
const value = /(?:\$\{[^{}\n]{0,200}\}|[^\s"'[\]{},])+(?=[ \t]*[,\]}])/g;

/**
 * `[${HOST}, a]` is no YAML: inside brackets a `{` begins a map. In the text of a ConfigMap it may stand all the same, because Flux fills variables in
 * before the program reads it. Undefined where no such value is there.
 *
 * @example withQuotedVariables('[a, ${B}]')?.text // '[a, "${B}"]'
 */
export function withQuotedVariables(text: string): Quoted | undefined {
  if (!text.includes('${')) return undefined;
  const starts: number[] = [];
  const ends: number[] = [];
  let quoted = '';
  let at = 0;
  for (const line of text.split('\n')) {
    // Longer lines hold data and no settings.
    for (const match of line.length > 4_000 ? [] : line.matchAll(value)) {
      const start = at + match.index;
      const ahead = line.slice(0, match.index);
      if (!match[0].includes('${') || !/[[{,:] {0,40}$/.test(ahead.slice(-41)) || isInQuotes(ahead)) continue;
      quoted += `${text.slice(ends.at(-1) ?? 0, start)}"${match[0].replaceAll('\\', '\\\\')}"`;
      starts.push(start);
      ends.push(start + match[0].length);
    }
    at += line.length + 1;
  }
  if (starts.length === 0) return undefined;
  const before = (offset: number) => {
    let back = offset;
    for (const [index, start] of starts.entries()) {
      if (back <= start) break;
      back = Math.max(start, back - 1);
      if (back >= ends[index]!) back = Math.max(ends[index]!, back - 1);
    }
    return back;
  };
  return { text: quoted + text.slice(ends.at(-1)), before };
}

const isInQuotes = (ahead: string): boolean => ['"', "'"].some((quote) => ahead.split(quote).length % 2 === 0);
