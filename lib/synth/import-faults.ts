import type { ErrorCode } from '../contract/error-codes.ts';
import { closest } from 'fastest-levenshtein';
import { PinoutError, show } from '../contract/error.ts';
import { type AppModule, type Imported, shown } from './app-modules.ts';

/** What the imports of the user's files are judged by. */
export interface ImportContext {
  readonly modules: ReadonlyMap<string, AppModule>;
  /** The file that an import leads to; undefined when there is none. */
  readonly resolve: (from: string, file: string) => string | undefined;
  /** Names under which files import this package, and what it exports. */
  readonly own: { readonly name: string; readonly exports: ReadonlySet<string> };
}

/** The first import that cannot work, in the order in which the files were read: JavaScript would give `undefined` and go on. */
export function importFault(context: ImportContext): PinoutError | undefined {
  for (const { imports } of context.modules.values())
    for (const one of imports) {
      const fault = faultOf(one, context);
      if (fault !== undefined) return fault;
    }
  return undefined;
}

function faultOf(one: Imported, { modules, resolve, own }: ImportContext): PinoutError | undefined {
  if (one.from === own.name) return one.use === 'value' && one.name !== undefined ? unknown(one, own.exports) : undefined;
  const near = /^\.{1,2}(?:\/|$)|^\//.test(one.from);
  if (!near && one.use !== 'value') return undefined;
  const target = resolve(one.from, one.file);
  if (target === undefined)
    return fault('app-import-missing', one, {
      found: `of ${show(one.from)}, which does not exist`,
      wanted: near ? 'the path of a file, from the file that imports it' : 'a package that is installed, or the path of a file',
      fix: near ? 'correct the path, or remove the import' : `npm install ${one.from.startsWith('.') ? '' : one.from}`,
    });
  const exported = modules.get(target)?.exports;
  return one.use === 'value' && one.name !== undefined && exported !== undefined ? unknown(one, exported) : undefined;
}

function unknown(one: Imported, exported: ReadonlySet<string>): PinoutError | undefined {
  const { name = '' } = one;
  if (exported.has(name)) return undefined;
  const names = [...exported].filter((each) => each !== 'default');
  return fault('app-import-unknown', one, {
    found: `of ${name} from ${show(one.from)}, which exports no ${name === 'default' ? 'default' : 'such name'}`,
    wanted: names.length === 0 ? 'a name that the file exports' : 'a name that it exports',
    fix: names.length === 0 ? `export it in ${one.from}` : `did you mean ${closest(name, names)}?`,
  });
}

const fault = (code: ErrorCode, { file, line, column }: Imported, text: { found: string; wanted: string; fix: string }): PinoutError =>
  new PinoutError({
    code,
    app: shown(file),
    field: 'import',
    ...text,
    place: { file: shown(file), ...(line === undefined ? {} : { line }), ...(column === undefined ? {} : { column }) },
  });

/** Files that import each other in a circle, each once and the first again at the end. */
export function importCircle({ modules, resolve }: ImportContext): readonly string[] | undefined {
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): readonly string[] | undefined => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return undefined;
    for (const { from, use } of modules.get(file)?.imports ?? []) {
      const target = use === 'value' ? resolve(from, file) : undefined;
      const found = target !== undefined && modules.has(target) ? visit(target, [...path, file]) : undefined;
      if (found !== undefined) return found;
    }
    done.add(file);
    return undefined;
  };
  for (const file of modules.keys()) {
    const found = visit(file, []);
    if (found !== undefined) return found;
  }
  return undefined;
}
