import { PinoutError, show } from './error.ts';
import type { Place } from './names.ts';
import { below, guarded, isLiteral, kindOf, near, notAnObject, unknownOption, word, wrongType } from './option-error.ts';

/**
 * What may stand at one place of the options: takes what was found there, and returns a plain copy of it. Never called for what is absent:
 * what must be there is asked for by the one who needs it.
 *
 * @throws PinoutError `option-unknown`, `option-type`, `choice-unknown`, and those of the checks that a shape is made of
 */
export type Shape<T> = (value: unknown, at: Place) => T;

type KeysOf<T> = T extends unknown ? keyof T : never;
type At<T, K> = T extends unknown ? (K extends keyof T ? Exclude<T[K], undefined> : never) : never;

/** A shape for every key of the type, and for no other: an option that is added to a type alone does not compile. */
export type Fields<T> = { readonly [K in KeysOf<T> & string]-?: Shape<At<T, K>> };

/**
 * Any text.
 *
 * @example
 * text('blue', { app: 'wiki', field: 'theme' }) // 'blue'
 */
export const text: Shape<string> = (value, at) => {
  if (typeof value === 'string') return writable(value, at);
  const scalar = typeof value === 'number' || typeof value === 'boolean';
  throw wrongType(value, at, 'text', scalar ? `write it as a string: ${word(at)}: '${value}'` : `write ${word(at)}: '…'`);
};

/** Text that YAML can hold. @throws PinoutError `text-invalid` */
export function writable(value: string, at: Place): string {
  if (!/\p{Cs}/u.test(value)) return value;
  throw new PinoutError({
    code: 'text-invalid',
    ...at,
    found: 'text with a lone surrogate',
    wanted: 'whole characters',
    fix: 'type the text again',
  });
}

/**
 * Any number.
 *
 * @example
 * number(3, { app: 'wiki', field: 'replicas' }) // 3
 */
export const number: Shape<number> = (value, at) => {
  if (typeof value === 'number') return value;
  throw wrongType(
    value,
    at,
    'a number',
    typeof value === 'string' && /^\d+$/.test(value) ? `write it without quotes: ${word(at)}: ${value}` : `write ${word(at)}: 1`,
  );
};

/**
 * True or false.
 *
 * @example
 * flag(true, { app: 'wiki', field: 'isPublic' }) // true
 */
export const flag: Shape<boolean> = (value, at) => {
  if (typeof value === 'boolean') return value;
  throw wrongType(value, at, 'true or false', `write ${word(at)}: true, or remove it`);
};

/** A function of the user's. What it returns is checked by the one who calls it. */
export const callback: Shape<never> = (value, at) => {
  if (typeof value === 'function') return value as never;
  throw wrongType(value, at, 'a function', `write ${word(at)}: (…) => …`);
};

/**
 * One of some texts.
 *
 * @example
 * choice('light', 'dark')('dark', { app: 'wiki', field: 'theme' }) // 'dark'
 */
export function choice<const T extends string>(...allowed: readonly T[]): Shape<T> {
  return (value, at) => {
    if (allowed.includes(value as T)) return value as T;
    throw new PinoutError({
      code: 'choice-unknown',
      ...at,
      found: typeof value === 'string' ? show(value) : kindOf(value),
      wanted: `one of ${allowed.join(', ')}`,
      fix: `write ${word(at)}: '${(typeof value === 'string' ? near(value, allowed) : undefined) ?? allowed[0]}'`,
    });
  };
}

/**
 * A list of things of one shape.
 *
 * @example
 * list(text)(['de', 'en'], { app: 'wiki', field: 'languages' }) // ['de', 'en']
 */
export function list<T>(item: Shape<T>): Shape<readonly T[]> {
  return (value, at) => {
    if (!Array.isArray(value))
      throw wrongType(value, at, 'a list', typeof value === 'string' ? `write ${word(at)}: [${show(value).replaceAll('"', "'")}]` : `write ${word(at)}: […]`);
    return Array.from(value as readonly unknown[], (one, index) => item(one, { app: at.app, field: `${at.field}[${index}]` }));
  };
}

/**
 * An object whose keys are the user's own names.
 *
 * @example
 * record(number)({ small: 1, large: 3 }, { app: 'wiki', field: 'sizes' }) // { small: 1, large: 3 }
 */
export function record<T>(item: Shape<T>): Shape<Readonly<Record<string, T>>> {
  return (value, at) => Object.fromEntries(entries(value, at).map(([key, one]) => [key, item(one, below(at, key))]));
}

/**
 * An object of options, with every key of the type.
 *
 * @example
 * interface Theme {
 *   readonly colour: string;
 *   readonly size?: number;
 * }
 * const shape = object<Theme>({ colour: text, size: number });
 * shape({ colour: 'blue' }, { app: 'wiki', field: 'theme' }) // { colour: 'blue' }
 */
export function object<T>(fields: Fields<T>): Shape<T> {
  const known = Object.keys(fields);
  return (value, at) =>
    Object.fromEntries(
      entries(value, at).map(([key, one]) => {
        if (!Object.hasOwn(fields, key)) throw unknownOption(key, known, at);
        return [key, (fields as Readonly<Record<string, Shape<unknown>>>)[key]!(one, below(at, key))];
      }),
    ) as T;
}

/** An object whose options depend on one of them. Without `usual` that one has to be given. */
export function variant<T, Tag extends KeysOf<T> & string>(
  tag: Tag,
  kinds: { readonly [K in At<T, Tag> & string]: Shape<Extract<T, { readonly [key in Tag]?: K }>> },
  usual?: At<T, Tag> & string,
): Shape<T> {
  return (value, at) => {
    if (!isLiteral(value)) throw notAnObject(value, at);
    const kind = choice(...Object.keys(kinds))(value[tag] ?? usual, below(at, tag));
    return (kinds as Readonly<Record<string, Shape<T>>>)[kind]!(value, at);
  };
}

/** A value, or a function that makes it later. */
export function orFunction<T>(shape: Shape<T>): Shape<T> {
  return (value, at) => (typeof value === 'function' ? (value as T) : shape(value, at));
}

function entries(value: unknown, at: Place): readonly (readonly [string, unknown])[] {
  if (!isLiteral(value)) throw notAnObject(value, at);
  return Reflect.ownKeys(value).flatMap((key) => {
    if (typeof key === 'symbol' || key === '__proto__') throw unknownOption(String(key), [], at);
    const one = value[key];
    return one === undefined ? [] : [[key, one] as const];
  });
}

/**
 * Reads options by their shape. Whatever the user's object does while it is read (a getter that throws, a proxy) is an error of its own, and the
 * result is plain: nobody reads the user's object again.
 *
 * @throws PinoutError of the shape, `option-unreadable`
 */
export function checkedOptions<T>(shape: Shape<T>, value: unknown, at: Place): T {
  return guarded(() => shape(value, at), at, 'option-unreadable', 'readable options', 'write plain objects, lists and strings');
}
