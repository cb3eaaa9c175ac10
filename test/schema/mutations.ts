/** A change of a document, and its name. */
export interface Mutation {
  readonly name: string;
  readonly value: unknown;
}

type Path = readonly (string | number)[];
type Container = Record<string | number, unknown>;

/** Every document that one small mistake makes of a valid one: a field dropped, renamed, added, of another type, out of its pattern or bounds. */
export function mutationsOf(document: unknown, from: Path = []): Mutation[] {
  return pathsOf(document, []).flatMap((path) => (startsWith(path, from) ? atPath(document, path) : []));
}

const startsWith = (path: Path, from: Path): boolean => path.length >= from.length && from.every((step, index) => path[index] === step);

function pathsOf(value: unknown, path: Path): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, item]) => pathsOf(item, [...path, Array.isArray(value) ? Number(key) : key]))];
}

const at = (value: unknown, path: Path): unknown => path.reduce<unknown>((one, step) => (one as Container)[step], value);

function changed(document: unknown, path: Path, change: (parent: Container, key: string | number) => void): unknown {
  const holder = { root: structuredClone(document) } as unknown as Container;
  const full = ['root', ...path];
  change(at(holder, full.slice(0, -1)) as Container, full.at(-1)!);
  return holder['root'];
}

function atPath(document: unknown, path: Path): Mutation[] {
  const value = at(document, path);
  const mutations: Mutation[] = [];
  const add = (name: string, change: (parent: Container, key: string | number) => void) =>
    mutations.push({ name: `${name} ${path.join('.')}`, value: changed(document, path, change) });
  const set = (name: string, other: unknown) => add(name, (parent, key) => (parent[key] = other));
  if (path.length > 0) {
    const last = path.at(-1)!;
    if (typeof last === 'string') {
      add('drop', (parent, key) => Reflect.deleteProperty(parent, key));
      add('rename', (parent, key) => {
        parent[`${key}x`] = parent[key];
        Reflect.deleteProperty(parent, key);
      });
    } else add('double', (parent, key) => (parent as unknown as unknown[]).splice(Number(key), 0, structuredClone(parent[key])));
  }
  if (typeof value === 'string') {
    for (const [name, other] of Object.entries({
      number: 7,
      boolean: true,
      map: {},
      list: ['x'],
      empty: '',
      broken: `${value}!!`,
      spaced: ` ${value}`,
      long: value.repeat(300),
      nothing: null,
    }))
      set(`as ${name}`, other);
  } else if (typeof value === 'number') {
    for (const [name, other] of Object.entries({ text: 'x', numeral: String(value), negative: -1, huge: 1e10, half: value + 0.5, map: {}, nothing: null }))
      set(`as ${name}`, other);
  } else if (typeof value === 'boolean') {
    for (const [name, other] of Object.entries({ text: 'true', number: 1, list: [], nothing: null })) set(`as ${name}`, other);
  } else if (Array.isArray(value)) {
    for (const [name, other] of Object.entries({ map: {}, text: 'x', empty: [], nothing: null })) set(`as ${name}`, other);
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, other] of Object.entries({ list: [value], text: 'x', empty: {}, nothing: null })) if (path.length > 0) set(`as ${name}`, other);
    set('extra', { ...value, unheardOf: 1 });
  }
  return mutations;
}
