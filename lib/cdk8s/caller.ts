import { existsSync } from 'node:fs';
import { resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const library = resolve(fileURLToPath(import.meta.url), '../..') + sep;

/**
 * The user's file that an error was made in: what is written names it, and what is remembered lies beside it.
 *
 * @example callerOf(new Error()) // '/home/jan/cluster/main.ts'
 */
export function callerOf({ stack = '' }: Error): string {
  for (const frame of stack.split('\n')) {
    const [, at] = /^\s*at (?:.*? \()?((?:file:\/\/)?\/?[^():]*(?::[\\/][^():]*)?):\d+:\d+\)?$/.exec(frame) ?? [];
    if (at === undefined) continue;
    const file = at.startsWith('file://') ? fileURLToPath(at) : at;
    if (!file.startsWith(library) && !file.includes(`${sep}node_modules${sep}`) && !file.startsWith('node:') && existsSync(file)) return source(file);
  }
  return source(resolve(process.argv[1] ?? 'main.ts'));
}

/** `cdk8s init` compiles main.ts to main.js beside it: people edit the first. */
function source(file: string): string {
  const typescript = file.replace(/\.([cm]?)js$/, '.$1ts');
  return existsSync(typescript) ? typescript : file;
}
