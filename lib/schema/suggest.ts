import { distance } from 'fastest-levenshtein';

/** The known name that was most likely meant, or nothing when none is near. */
export function nearest(given: string, known: Iterable<string>): string | undefined {
  // Nobody mistypes a name into one of that length, and comparing takes more time than it has letters.
  if (given.length > 100) return undefined;
  const lower = given.toLowerCase();
  let best: string | undefined;
  let least = Math.max(1, Math.floor(given.length / 3)) + 1;
  for (const name of known) {
    if (Math.abs(name.length - given.length) >= least) continue;
    const other = name.toLowerCase();
    // Letters in another case, or an s too much or too little, are nearer than anything else.
    const steps = other === lower ? 0 : other === `${lower}s` || `${other}s` === lower ? 0.5 : distance(lower, other);
    if (steps < least) {
      least = steps;
      best = name;
    }
  }
  return best;
}

/** The known field that was most likely meant: a near one, or the only one of which the given name is the end: `launch_url` of `meta_launch_url`. */
export function meantField(given: string, known: readonly string[]): string | undefined {
  const longer = known.filter((name) => name.endsWith(`_${given}`));
  return nearest(given, known) ?? (longer.length === 1 ? longer[0] : undefined);
}
