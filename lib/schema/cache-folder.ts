import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/** The folder for caches: the user's own. Never the project's: a repository could bring verdicts of its own making. */
export function cacheFolder(env: Readonly<Record<string, string | undefined>>): string {
  const xdg = env['XDG_CACHE_HOME'];
  return join(xdg === undefined || !isAbsolute(xdg) ? join(homedir(), '.cache') : xdg, 'pinout');
}
