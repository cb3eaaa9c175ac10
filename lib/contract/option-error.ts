import type { ErrorCode } from './error-codes.ts';
import { closest, distance } from 'fastest-levenshtein';
import { isPinoutError, PinoutError, show } from './error.ts';
import { calledElsewhere } from './other-names.ts';
import type { Place } from './names.ts';

/** The place of an option inside an object. */
export const below = (at: Place, key: string): Place => ({
  app: at.app,
  field: at.field === '' ? key : /^[\w-]+$/.test(key) ? `${at.field}.${key}` : `${at.field}.${show(key).slice(1, -1)}`,
});

/** The last word of a field, as its user writes it. */
export const word = ({ field }: Place): string => /([\w-]+)(?:\[\d+\])*$/.exec(field)?.[1] ?? 'options';

/** True for object literals and objects without prototype, of any realm. */
export function isLiteral(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** What stands there, without showing what may be a secret. */
export function kindOf(value: unknown): string {
  try {
    return named(value);
  } catch {
    // A proxy whose traps throw.
    return 'an object that cannot be read';
  }
}

function named(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return `the number ${value}`;
  if (Array.isArray(value)) return 'a list';
  if (value instanceof Promise) return 'a promise';
  if (typeof value === 'object') return isLiteral(value) ? 'an object' : 'an instance of a class';
  return `a ${typeof value === 'string' ? 'text' : typeof value}`;
}

/** The refusal of a value of another type. */
export function wrongType(value: unknown, at: Place, wanted: string, fix: string): PinoutError {
  return new PinoutError({ code: 'option-type', app: at.app, field: at.field === '' ? 'options' : at.field, found: kindOf(value), wanted, fix });
}

/** The known name that somebody meant, if one is close. */
export const near = (name: string, known: readonly string[]): string | undefined => {
  if (known.length === 0) return undefined;
  const best = closest(
    name.toLowerCase().slice(0, 60),
    known.map((one) => one.toLowerCase()),
  );
  return distance(name.toLowerCase().slice(0, 60), best) <= Math.max(2, name.length / 3) ? known.find((one) => one.toLowerCase() === best) : undefined;
};

/** The one known name that goes on where a name ends, or ends where it goes on: `chart` for `chartName`. */
function longer(name: string, known: readonly string[]): string | undefined {
  const given = name.toLowerCase();
  const found = known.filter((one) => {
    const other = one.toLowerCase();
    return Math.min(given.length, other.length) >= 4 && (given.startsWith(other) || other.startsWith(given));
  });
  return found.length === 1 ? found[0] : undefined;
}

/** Options that had another name before: CHANGELOG.md, "Upgrading". */
const newNames: Readonly<Record<string, string>> = { beside: 'sidecars' };

/** The refusal of an option that does nothing. */
export function unknownOption(key: string, known: readonly string[], at: Place): PinoutError {
  const renamed = Object.hasOwn(newNames, key) ? newNames[key]! : undefined;
  if (renamed !== undefined && known.includes(renamed))
    return new PinoutError({
      code: 'option-unknown',
      app: at.app,
      field: below(at, key).field,
      found: 'an old name',
      wanted: renamed,
      fix: `write ${renamed} instead of ${key}`,
    });
  const best = near(key, known) ?? calledElsewhere(key, known) ?? longer(key, known);
  return new PinoutError({
    code: 'option-unknown',
    app: at.app,
    field: below(at, key).field,
    found: 'an unknown option',
    wanted: known.length === 0 ? 'absent' : `one of ${known.join(', ')}`,
    fix: best === undefined ? 'remove it: it would have no effect' : `did you mean ${best}?`,
  });
}

/** Refuses what is no object literal, and names of options that are not known. */
export function refuseUnknown(value: unknown, known: readonly string[], at: Place): asserts value is Readonly<Record<string, unknown>> {
  if (!isLiteral(value)) throw notAnObject(value, at);
  const key = Reflect.ownKeys(value).find((one) => typeof one === 'symbol' || !known.includes(one));
  if (key !== undefined) throw unknownOption(String(key), known, at);
}

/** The refusal of what has no options in it. */
export function notAnObject(value: unknown, at: Place): PinoutError {
  return wrongType(value, at, 'an object', `write ${at.field === '' ? '{ … }' : `${word(at)}: { … }`}`);
}

/**
 * Runs what belongs to the user (a getter, a function) and reports what it throws as an error of the option.
 *
 * @throws PinoutError `code`
 */
export function guarded<T>(run: () => T, at: Place, code: ErrorCode, wanted: string, fix: string): T {
  try {
    const result = run();
    // Nobody waits for a promise of the user's, and one that is refused unseen ends the program.
    if (result instanceof Promise) result.catch(() => undefined);
    return result;
  } catch (error) {
    if (isPinoutError(error)) throw error;
    const said = error instanceof Error ? `${error.name}: ${error.message}` : kindOf(error);
    throw new PinoutError({
      code,
      app: at.app,
      field: at.field === '' ? 'options' : at.field,
      found: `something that throws (${show(said).slice(1, -1)})`,
      wanted,
      fix,
    });
  }
}
