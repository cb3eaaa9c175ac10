/** `linear` is proven; `withstood`: the proof is too large, and no attack was found. Everything else takes more time than its text has characters. */
export const isHarmless = (verdict: string | undefined): boolean => verdict === 'linear' || verdict === 'withstood';

/** The verdict on one regular expression, `/source/flags`. It takes about a second, so verdicts.json keeps them: `npm run regexps`. */
export async function verdictOn(text: string): Promise<string> {
  process.env['RECHECK_BACKEND'] = 'pure';
  const { checkSync } = await import('recheck');
  const end = text.lastIndexOf('/');
  const judge = (options: Parameters<typeof checkSync>[2]) => checkSync(text.slice(1, end), text.slice(end + 1).replace('v', 'u'), options);
  // The automaton proves, and gives up on some repeats; then attacks are tried instead. Short of time it calls some dangerous that are not.
  const proven = judge({ timeout: 60_000 });
  const last = proven.status === 'unknown' ? judge({ timeout: 120_000, checker: 'fuzz' }) : proven;
  // Only the automaton proves. What has a look-around or a back reference is attacked from the start.
  if (last.status === 'safe') return last.checker === 'automaton' ? 'linear' : 'withstood';
  if (last.status === 'unknown') return 'unknown';
  return last.complexity.type === 'polynomial' ? `polynomial ${last.complexity.degree}` : last.complexity.type;
}
