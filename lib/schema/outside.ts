import { createHash } from 'node:crypto';
import { type Origin, originOf } from '../tree/origin.ts';

/** What was read beside the files that were to be judged: digests by `read PATH` and `list PATH`. */
export type Outside = Readonly<Record<string, string>>;

const digest = (text: string | undefined): string => (text === undefined ? '' : createHash('sha256').update(text).digest('base64'));

/** The place of some paths, which writes down what is asked of it. */
export function recordedOrigin(paths: readonly string[]): { readonly origin: Origin; readonly outside: Outside } {
  const origin = originOf(paths);
  const outside: Record<string, string> = {};
  return {
    outside,
    origin: {
      ...origin,
      read: (path) => {
        const text = origin.read(path);
        outside[`read ${path}`] = digest(text);
        return text;
      },
      list: (path) => {
        const names = origin.list(path);
        outside[`list ${path}`] = digest(names.join('\n'));
        return names;
      },
    },
  };
}

/** Whether all of it is as it was. */
export function isSame(outside: Outside, paths: readonly string[]): boolean {
  const all = Object.entries(outside);
  if (all.length === 0) return true;
  const { origin, outside: now } = recordedOrigin(paths);
  return all.every(([key, was]) => {
    const path = key.slice('read '.length);
    if (key.startsWith('read ')) origin.read(path);
    else origin.list(path);
    return now[key] === was;
  });
}
