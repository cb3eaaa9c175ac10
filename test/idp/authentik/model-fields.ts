import type { Key, ModelDatabase } from './model-database.ts';

/** What a field may look at. */
interface FieldContext {
  readonly database: ModelDatabase;
  readonly nested: (item: unknown, fields: Readonly<Record<string, Field>>) => Record<string, unknown>;
}

/** A field of a serializer, as Django REST framework judges it. */
export interface Field {
  readonly required?: boolean;
  readonly nullable?: boolean;
  readonly unique?: boolean;
  readonly since?: string;
  /** Value of a new object that names none. */
  readonly initial?: (row: Readonly<Record<string, unknown>>) => unknown;
  /** Gives the value to store, or throws. Never gets null or undefined. */
  readonly clean: (value: unknown, context: FieldContext) => unknown;
}

type Options = Omit<Field, 'clean'>;

/** CharField: takes numbers as well, strips, refuses the empty text unless blank. */
export function text({ blank = false, ...options }: Options & { readonly blank?: boolean }): Field {
  return {
    ...(blank ? { initial: () => '' } : {}),
    ...options,
    clean: (value) => {
      if (typeof value !== 'string' && typeof value !== 'number') throw new Error('Not a valid string.');
      const stripped = String(value).trim();
      if (stripped === '' && !blank) throw new Error('This field may not be blank.');
      if (stripped.includes('\0')) throw new Error('Null characters are not allowed.');
      return stripped;
    },
  };
}

/** A URL that may hold Python format strings, or nothing. */
export function url(): Field {
  const inner = text({ blank: true });
  return {
    ...inner,
    clean: (value, context) => {
      const checked = String(inner.clean(value, context));
      if (checked !== '' && !/^(https?|blank):\/\/[^\s/?#]+([/?#]\S*)?$/i.test(checked)) throw new Error('Enter a valid URL.');
      return checked;
    },
  };
}

/** BooleanField. */
export function flag(initial: boolean): Field {
  return {
    initial: () => initial,
    clean: (value) => {
      if (typeof value !== 'boolean') throw new Error('Must be a valid boolean.');
      return value;
    },
  };
}

/** IntegerField. */
export function whole(options: Options): Field {
  return {
    ...options,
    clean: (value) => {
      if (typeof value === 'boolean' || !/^-?\d+$/.test(String(value))) throw new Error('A valid integer is required.');
      return Number(value);
    },
  };
}

/** ChoiceField. */
export function choice(choices: readonly string[], initial?: string): Field {
  return {
    ...(initial === undefined ? {} : { initial: () => initial }),
    clean: (value) => {
      if (!choices.includes(value as string)) throw new Error(`${JSON.stringify(value)} is not a valid choice.`);
      return value;
    },
  };
}

/** ListField of choices, empty unless given. */
export function list(choices: readonly string[]): Field {
  const { clean } = choice(choices);
  return {
    initial: () => [],
    clean: (value, context) => {
      if (!Array.isArray(value)) throw new Error('Expected a list of items');
      return value.map((item) => clean(item, context));
    },
  };
}

function existing(value: unknown, to: readonly string[], database: ModelDatabase): Key {
  if (typeof value !== 'string' && typeof value !== 'number') throw new Error('Incorrect type.');
  const row = to.map((model) => database.byKey(model, value)).find((found) => found !== undefined);
  if (row === undefined) throw new Error(`Invalid pk ${JSON.stringify(value)} - object does not exist.`);
  return row.pk;
}

/** Relation to one object of these models. */
export function one(to: readonly string[], options: Options): Field {
  return { ...(options.nullable === true ? { initial: () => null } : {}), ...options, clean: (value, { database }) => existing(value, to, database) };
}

/** Relation to any number of objects, replaced as a whole. */
export function keys(to: string): Field {
  return {
    initial: () => [],
    clean: (value, { database }) => {
      if (!Array.isArray(value)) throw new Error('Expected a list of items');
      return [...new Set(value.map((item) => existing(item, [to], database)))];
    },
  };
}
