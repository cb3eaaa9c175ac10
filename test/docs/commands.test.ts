import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from '../../lib/cli/parse.ts';
import type { CommandSpec } from '../../lib/cli/spec.ts';
import { specs } from '../../lib/cli/specs.ts';

const below = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md'))
    .map((path) => join(folder, path))
    .sort();
const pages = [...readdirSync('.').filter((name) => name.endsWith('.md') && name !== 'CHANGELOG.md'), ...['docs', 'dist', 'lib/integrations'].flatMap(below)];
const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
/** Scripts of the reader's own package.json, or of another project. */
const foreignScripts = new Set(['compile']);

/** Words behind pinout in what pages quote from authentik: names of blueprints, and a message. */
const quoted = new Set(['blueprint', 'refuses']);

/** Lines of shell blocks, and code in a sentence: what a reader copies. */
function codeOf(text: string): string[] {
  const blocks = [...text.matchAll(/^ *```(\w*)\n([\s\S]*?)^ *```$/gm)]
    .filter(([, language]) => ['', 'sh', 'console', 'text'].includes(language!))
    .flatMap(([, , block]) => block!.replace(/\\\n\s*/g, ' ').split('\n'));
  const spans = [...text.replace(/^ *```[\s\S]*?^ *```$/gm, '').matchAll(/`([^`\n]+)`/g)].map(([, code]) => code!);
  return [...blocks, ...spans].map((line) => line.replace(/\s# .*$/, '').trim());
}

/** Words of a command in a line, up to what the shell does with it; `undefined` where the line runs none. */
function commandIn(line: string): string[] | undefined {
  const words = /(?:^|[|&;] *|\$ |\()(?:npx --no-install |npx )?pinout ([a-z][^|&;<>()]*)/.exec(line)?.[1];
  return words?.match(/'[^']*'|"[^"]*"|\S+/g)?.map((word) => word.replace(/^(['"])(.*)\1$/, '$2'));
}

/** What is wrong with a command in a page. */
function mistakeIn([name, ...args]: readonly string[]): string | undefined {
  if (name === 'help' || quoted.has(name!)) return undefined;
  // `pinout check|validate` and `pinout new-*` stand for several.
  if (!Object.hasOwn(specs, name!)) return /[|*]/.test(name!) ? undefined : `no command ${name}`;
  const spec: CommandSpec = specs[name as keyof typeof specs];
  // `secrets edit/add`, `[options]` and `…` stand for what the reader chooses; `--app` in a sentence has no value.
  const given = args.filter((arg) => !/^[[…]/.test(arg));
  const last = given.at(-1);
  const valued = last?.startsWith('--') === true && { ...spec.options }[last.slice(2)]?.type === 'string' ? [...given, 'VALUE'] : given;
  try {
    parse(valued, spec);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

describe('commands that pages show', () => {
  const shown = pages.flatMap((page) => codeOf(readFileSync(page, 'utf8')).map((line) => ({ page, line })));

  it('exist, with the options that are shown', () => {
    const found = shown.flatMap(({ page, line }) => {
      const words = commandIn(line);
      return words === undefined ? [] : [{ page, line, mistake: mistakeIn(words) }];
    });
    expect(found.length).toBeGreaterThan(120);
    expect(found.filter(({ mistake }) => mistake !== undefined)).toEqual([]);
  });

  it('are scripts of package.json where npm runs them', () => {
    const found = shown.flatMap(({ page, line }) => [...line.matchAll(/npm run ([a-z][a-z0-9:-]*)/g)].map(([, script]) => ({ page, script: script! })));
    expect(found.length).toBeGreaterThan(30);
    expect(found.filter(({ script }) => !Object.hasOwn(scripts, script) && !foreignScripts.has(script))).toEqual([]);
  });

  it('are found wrong when they are', () => {
    expect(mistakeIn(commandIn('npx --no-install pinout chek dist')!)).toBe('no command chek');
    expect(mistakeIn(commandIn('kubectl get x | pinout explain --fro grafana')!)).toContain("unknown option '--fro'");
    expect(mistakeIn(commandIn('pinout check --format xml')!)).toContain('xml');
    expect(mistakeIn(commandIn('pinout check kubernetes/ --logins')!)).toBeUndefined();
  });
});
