import * as pinout from '../../lib/index.ts';

const thrower = () => {
  throw new RangeError('from the user');
};
class Instance {
  host = 'x';
}

/** What people and machines write by mistake, each made anew. */
export const wrongValues: readonly (() => unknown)[] = [
  ...[
    null,
    undefined,
    0,
    -1,
    1.33,
    NaN,
    Infinity,
    true,
    false,
    '',
    ' ',
    'x',
    '__proto__',
    'a\nb',
    '{{ x }}',
    '${HOME}',
    '$(id)',
    '../..',
    "'",
    '\u0000',
    '\u2028',
    '\ud800',
    'https://u:p@x',
    'é',
    '1.2.3',
    '10',
  ].map((value) => () => value),
  () => 10n,
  () => Symbol('x'),
  () => [],
  () => [null],
  () => [, 'x'],
  () => ({}),
  () => ({ x: 1 }),
  () => ({ kind: 'groups' }),
  () => ({ name: 'x' }),
  () => thrower,
  () => () => undefined,
  () => async () => Promise.reject(new Error('late')),
  () => new Instance(),
  () => new Date(0),
  () => new Map([['a', 1]]),
  () => Promise.resolve(1),
  () => Object.create(null) as unknown,
  () => JSON.parse('{"__proto__":{"polluted":true}}') as unknown,
  () => ({ constructor: { prototype: { polluted: true } } }),
  () => Object.defineProperty({}, 'host', { enumerable: true, get: thrower }),
  () => new Proxy({}, { get: thrower, ownKeys: thrower, getPrototypeOf: thrower, has: thrower }),
  () => new Proxy([], { get: thrower }),
  () => pinout.append('x'),
  () => pinout.remove('x'),
  () => pinout.notSecret('x', 'a reason'),
  () => pinout.grafana,
  () => pinout.everyone(),
  () => {
    const self: Record<string, unknown> = {};
    self['self'] = self;
    return self;
  },
  () => 'x'.repeat(5000),
];
