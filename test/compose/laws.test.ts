import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { append } from '../../lib/compose/append.ts';
import { merge } from '../../lib/compose/merge.ts';
import { override } from '../../lib/compose/override.ts';
import { remove } from '../../lib/compose/remove.ts';
import { resolve } from '../../lib/compose/resolve.ts';
import { everyone } from '../../lib/contract/access.ts';
import { postgres } from '../../lib/delivery/postgres.ts';
import type { OidcAppOptions } from '../../lib/integrations/oidc-app/options.ts';
import { oidcApp } from '../../lib/integrations/oidc-app/oidc-app.ts';
import { runs } from '../support/runs.ts';

const key = fc.constantFrom('a', 'b', 'constructor', 'toString');
const { layer } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.integer({ min: 0, max: 3 }),
    fc.constant(undefined),
    fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 3 }),
    fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 2 }).map((items) => append(...items)),
    fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 2 }).map((items) => remove(...items)),
    tie('layer'),
  ),
  layer: fc.dictionary(key, tie('value'), { maxKeys: 3, noNullPrototype: true }),
}));

function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    for (const one of Reflect.ownKeys(value)) frozen((value as Record<PropertyKey, unknown>)[one]);
    Object.freeze(value);
  }
  return value;
}

describe('merge', () => {
  it('changes nothing with {} on either side', () => {
    fc.assert(
      fc.property(layer, (one) => {
        expect(resolve(merge({}, one))).toEqual(resolve(one));
        expect(resolve(merge(one, {}))).toEqual(resolve(one));
      }),
    );
  });

  it('does not depend on grouping, and mutates no input', () => {
    fc.assert(
      fc.property(layer, layer, layer, (a, b, c) => {
        for (const one of [a, b, c]) frozen(one);
        const wanted = resolve(merge(a, b, c));
        expect(resolve(merge(merge(a, b), c))).toEqual(wanted);
        expect(resolve(merge(a, merge(b, c)))).toEqual(wanted);
      }),
      { numRuns: runs(500) },
    );
  });

  it('pollutes no prototype', () => {
    expect(() => merge({}, JSON.parse('{"__proto__":{"polluted":1}}'))).toThrow(expect.objectContaining({ code: 'merge-key' }) as Error);
    merge({}, { constructor: { prototype: { polluted: 1 } } });
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('replaces, deletes, appends, removes, and overrides an app', () => {
    expect(resolve(merge({ a: { b: 1, c: [1, 2] }, d: 4 }, { a: { b: undefined, c: append(3) }, d: { e: 5 } }, { a: { c: remove(1) } }))).toEqual({
      a: { c: [2, 3] },
      d: { e: 5 },
    });
    const app = oidcApp({
      name: 'x',
      redirects: ['/cb'],
      access: everyone(),
      image: 'docker.io/example/x:1.0.0',
      env: () => ({}),
      sidecars: { database: postgres('x') },
      values: { list: append(1) } as object,
    } as OidcAppOptions);
    const other = override(app, { host: 'b', name: 'y' });
    expect(other).toMatchObject({ name: 'y', options: { host: 'b', name: 'y', env: app.options.env } });
    expect(resolve(merge({ list: [0] }, other.options.values))).toEqual({ list: [0, 1] });
    expect(app.options.host).toBeUndefined();
    for (const name of [undefined, ''])
      expect(() => override({ ...app, name }, { host: 'b' })).toThrow(expect.objectContaining({ code: 'option-type', field: 'app' }) as Error);
    expect(() => override(app, { hots: 'b' })).toThrow(expect.objectContaining({ code: 'option-unknown', fix: 'did you mean host?' }) as Error);
  });
});
