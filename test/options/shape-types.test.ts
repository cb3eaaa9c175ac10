import { describe, expect, it } from 'vitest';
import { flag, number, object, type Shape, text, variant } from '../../lib/contract/shape.ts';

interface Options {
  readonly host: string;
  readonly port?: number;
}
type Kinds = { readonly kind: 'a'; readonly host: string } | { readonly kind: 'b'; readonly port: number };

// The compiler is the judge: each directive is an error itself when the line below it compiles (`npm run typecheck`).
describe('a shape that is not that of its type does not compile', () => {
  const right: Shape<Options> = object<Options>({ host: text, port: number });
  const wrong: readonly Shape<unknown>[] = [
    // @ts-expect-error an option that the type has and the shape has not
    object<Options>({ host: text }),
    // @ts-expect-error an option that the type has no more
    object<Options>({ host: text, port: number, path: text }),
    // @ts-expect-error an option of another type
    object<Options>({ host: text, port: flag }),
    // @ts-expect-error a kind without a shape
    variant<Kinds, 'kind'>('kind', { a: object<Kinds & { kind: 'a' }>({ kind: text as Shape<'a'>, host: text }) }),
  ];

  it('and one that is, does', () => {
    expect(right({ host: 'a', port: 1 }, { app: 'a', field: '' })).toEqual({ host: 'a', port: 1 });
    expect(wrong).toHaveLength(4);
  });
});
