import type { Located } from '../../contract/observed.ts';
import type { Reader } from '../../manifest/reader.ts';

/** How many a minute has of each unit (goauthentik/authentik, authentik/lib/utils/time.py, ALLOWED_KEYS). */
const perMinute: Readonly<Record<string, number>> = {
  microseconds: 60_000_000,
  milliseconds: 60_000,
  seconds: 60,
  minutes: 1,
  hours: 1 / 60,
  days: 1 / 1440,
  weeks: 1 / 10_080,
};

/** How many minutes a duration of authentik has: 90 of `hours=1;minutes=30`. Undefined where authentik refuses it, or something fills it in later. */
function minutesOf(text = ''): number | undefined {
  const counts = text.split(';').flatMap((pair) => {
    const [unit = '', count = ''] = pair.split('=');
    // authentik passes over units that it does not know.
    return Object.hasOwn(perMinute, unit.toLowerCase()) ? [Number(count.trim() || Number.NaN) / perMinute[unit.toLowerCase()]!] : [];
  });
  const sum = counts.reduce((all, one) => all + one, 0);
  return counts.length === 0 || Number.isNaN(sum) ? undefined : sum;
}

/** The minutes of a field, at its place. */
export function validityOf(field: Reader): Located<number> | undefined {
  const minutes = minutesOf(field.text());
  return minutes === undefined ? undefined : field.located(minutes);
}
