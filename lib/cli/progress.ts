import type { Io } from './io.ts';

/** Says how far long work is, on one line that is gone at the end. */
/** @param text what is done now; undefined once everything is */
export type Progress = (text: string | undefined) => void;

/** Nothing is shown before, so that short work stays quiet. */
const patience = 700;
const pause = 100;

/**
 * A progress line on a terminal; nothing anywhere else: a log has no use for it.
 *
 * @param clock for tests
 */
export function progressOn({ talk, terminal }: Pick<Io, 'talk' | 'terminal'>, quiet = false, clock: () => number = Date.now): Progress {
  if (terminal !== true || quiet) return () => undefined;
  const start = clock();
  let last = start;
  let shown = false;
  return (text) => {
    const now = clock();
    if (text === undefined) {
      if (shown) talk('\r\u001b[2K');
      shown = false;
    } else if (now - start >= patience && now - last >= pause) {
      talk(`\r\u001b[2K${text.slice(0, 100)} `);
      shown = true;
      last = now;
    }
  };
}
