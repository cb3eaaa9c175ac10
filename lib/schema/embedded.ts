import { EVENT_ID, SCALAR_STYLE } from 'js-yaml';
import { eventOfPath, offsetOfPath } from './locate.ts';
import type { Parsed, Path } from './parse.ts';

/**
 * Says where in its file something stands whose offset counts inside a text of the document: line by line for a literal block (`|`), the
 * start of the text for every other style.
 */
export function embeddedOffset(parsed: Parsed, path: Path, inner: string, offset: number): number {
  const event = eventOfPath(parsed, path);
  const outer = offsetOfPath(parsed, path, 'value');
  if (event?.type !== EVENT_ID.SCALAR || event.style !== SCALAR_STYLE.LITERAL_BLOCK || event.indent < 0) return outer;
  const before = inner.slice(0, offset);
  const line = before.split('\n').length - 1;
  let start = event.valueStart;
  for (let count = 0; count < line; count += 1) {
    const next = parsed.text.indexOf('\n', start);
    if (next === -1) break;
    start = next + 1;
  }
  return parsed.base + start + event.indent + (offset - (before.lastIndexOf('\n') + 1));
}
