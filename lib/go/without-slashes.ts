/** A text without slashes at its end. `/\/+$/` would try each run of slashes that stands elsewhere. */
export function withoutSlashes(text: string): string {
  let end = text.length;
  while (end > 0 && text[end - 1] === '/') end -= 1;
  return text.slice(0, end);
}
