import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** An example in the comment of a function of ours. */
export interface FunctionExample {
  readonly name: string;
  readonly entries: readonly string[];
  readonly file: string;
  readonly code: string;
}

/** The file that declares what an entry exports, and the name there. */
export function declarationOf(file: string, name: string): { readonly file: string; readonly name: string } | undefined {
  const text = readFileSync(file, 'utf8');
  if (new RegExp(`^export (?:async )?(?:const|function\\*?|class) ${name}\\b`, 'm').test(text)) return { file, name };
  for (const [, list, from] of text.matchAll(/^export \{([^}]*)\} from '(.+)'/gm))
    for (const one of list!.split(',')) {
      const [own = '', as = own] = one.trim().split(' as ');
      if (as === name) return declarationOf(join(dirname(file), from!), own) ?? { file: join(dirname(file), from!), name: own };
    }
  for (const [, from] of text.matchAll(/^export \* from '(.+)'/gm)) {
    const found = declarationOf(join(dirname(file), from!), name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The examples in the comment above a declaration. */
export function examplesAt(file: string, name: string): string[] {
  const text = readFileSync(file, 'utf8');
  const at = new RegExp(`^export (?:async )?(?:const|function\\*?|class) ${name}\\b`, 'm').exec(text)?.index ?? 0;
  const above = text.slice(0, at);
  if (!above.endsWith('*/\n')) return [];
  const lines = above
    .slice(above.lastIndexOf('/**') + 3, -'*/\n'.length)
    .split('\n')
    .map((line) => line.replace(/^\s*\* ?/, ''));
  const examples: string[][] = [];
  let isInside = false;
  for (const line of lines) {
    const tag = /(?:^|\s)@(\w+)\s?(.*)$/.exec(line);
    if (tag?.[1] === 'example') examples.push([tag[2]!]);
    if (tag !== null) isInside = tag[1] === 'example';
    else if (isInside) examples.at(-1)!.push(line);
  }
  return examples.map((one) => one.join('\n').trim());
}

/**
 * An example as a function of what it may use: what it exports stays inside, and what it says after `//` at the end of a line is what the line must give.
 */
export function runnable(code: string): string {
  return code
    .split('\n')
    .map((line) => {
      const [, told, wanted] = /^(\S.*?);?\s+\/\/ (.+)$/.exec(line) ?? [];
      return told === undefined || wanted === undefined || !isLiteral(wanted) ? line : `is((${told}), (${wanted}));`;
    })
    .join('\n')
    .replace(/^export default /gm, 'const made = ')
    .replace(/^export const /gm, 'const ');
}

function isLiteral(text: string): boolean {
  if (!/^(?:[[{'"\d]|true$|false$|undefined$)/.test(text)) return false;
  try {
    // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call -- a comment of our own
    new Function(`return (${text})`)();
    return true;
  } catch {
    return false;
  }
}
