import type { Located } from '../../contract/observed.ts';
import type { Reader } from '../../manifest/reader.ts';

/** Minutes in a unit of authentik's durations (goauthentik/authentik, authentik/lib/utils/time.py: keywords of Python's timedelta). */
const units: Readonly<Record<string, number>> = { seconds: 1 / 60, minutes: 1, hours: 60, days: 1440, weeks: 10080 };

/** How many minutes a duration of authentik has: 90 of `hours=1;minutes=30`. Undefined where it cannot be told. */
function minutesOf(text: string | undefined): number | undefined {
  let sum = 0;
  for (const part of text?.split(/[;,]/) ?? ['']) {
    const [, unit = '', count] = /^\s*([a-z]+)\s*=\s*(\d{1,9}(?:\.\d{1,9})?)\s*$/.exec(part) ?? [];
    if (count === undefined || !Object.hasOwn(units, unit)) return undefined;
    sum += Number(count) * units[unit]!;
  }
  return sum;
}

/** The minutes of a field, at its place. */
export function validityOf(field: Reader): Located<number> | undefined {
  const minutes = minutesOf(field.text());
  return minutes === undefined ? undefined : field.located(minutes);
}
