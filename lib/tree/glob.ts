/** A pattern of names. */
export interface Glob {
  readonly test: (name: string) => boolean;
}

/** Texts in this order, with anything between them: the first at the start, the last at the end. */
export function globOf(parts: readonly string[]): Glob {
  const [first = '', ...rest] = parts;
  const last = rest.pop() ?? '';
  return {
    test(name) {
      if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length) return false;
      let at = first.length;
      for (const part of rest) {
        const found = name.indexOf(part, at);
        if (found === -1) return false;
        at = found + part.length;
      }
      return at <= name.length - last.length;
    },
  };
}

/** More alternatives than this are no list that a person wrote. */
const mostAlternatives = 200;

/**
 * A pattern as Argo CD has it for the files of a folder, where a star stands for slashes too (argoproj/argo-cd, util/glob/glob.go, which gives gobwas/glob no
 * separators): `{*.yaml,off/**}`. Undefined for what has other signs.
 *
 * @example
 * fileGlobOf('{a,b}.yaml')?.test('b.yaml') // true
 */
export function fileGlobOf(pattern: string): Glob | undefined {
  const alternatives = spread(pattern.slice(0, 5_000));
  if (alternatives === undefined || alternatives.some((one) => /[?[\\\]{}]/.test(one))) return undefined;
  const globs = alternatives.map((one) => ({ one, glob: one.includes('*') ? globOf(one.split('*')) : undefined }));
  return { test: (name) => globs.some(({ one, glob }) => glob?.test(name) ?? one === name) };
}

/** A text for each alternative in braces. */
function spread(pattern: string): string[] | undefined {
  const open = pattern.lastIndexOf('{');
  if (open === -1) return [pattern];
  const close = pattern.indexOf('}', open);
  if (close === -1) return undefined;
  const all: string[] = [];
  for (const part of pattern.slice(open + 1, close).split(',')) {
    const some = spread(`${pattern.slice(0, open)}${part.trim()}${pattern.slice(close + 1)}`);
    if (some === undefined || all.length + some.length > mostAlternatives) return undefined;
    all.push(...some);
  }
  return all;
}
