import { parseArgs } from 'node:util';
import { outputOptions } from './output.ts';
import { UsageError } from './usage-error.ts';

type Options = Readonly<Record<string, { readonly type: 'string' | 'boolean'; readonly multiple?: true }>>;
type Value<T extends Options[string]> = T['type'] extends 'string' ? string : boolean;
type Values<T extends Options> = { readonly [K in keyof T]?: T[K] extends { readonly multiple: true } ? readonly Value<T[K]>[] : Value<T[K]> };

/** Parses the options of a command, and those that every command takes. @throws UsageError */
export function parse<const T extends Options>(
  args: readonly string[],
  options: T,
  positionals: boolean,
): { readonly values: Values<T & typeof outputOptions>; readonly positionals: readonly string[] } {
  try {
    const parsed = parseArgs({ args: [...args], options: { ...outputOptions, ...options }, allowPositionals: positionals, strict: true });
    return { values: parsed.values, positionals: parsed.positionals };
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
