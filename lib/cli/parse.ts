import { parseArgs } from 'node:util';
import { UsageError } from './usage-error.ts';

type Options = Readonly<Record<string, { readonly type: 'string' | 'boolean' }>>;
type Values<T extends Options> = { readonly [K in keyof T]?: T[K]['type'] extends 'string' ? string : boolean };

/** Parses the options of a command. @throws UsageError */
export function parse<const T extends Options>(
  args: readonly string[],
  options: T,
  positionals: boolean,
): { readonly values: Values<T>; readonly positionals: readonly string[] } {
  try {
    const parsed = parseArgs({ args: [...args], options, allowPositionals: positionals, strict: true });
    return { values: parsed.values, positionals: parsed.positionals };
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
