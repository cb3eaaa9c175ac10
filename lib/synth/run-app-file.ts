import { readFileSync } from 'node:fs';
import { resolve, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createJiti } from 'jiti';
import { ownPackage } from '../contract/package.ts';
import { appFileError } from './app-file-error.ts';
import { type AppModule, noteModules } from './app-modules.ts';
import { guarded } from './guarded.ts';
import { importCircle, type ImportContext, importFault } from './import-faults.ts';
import { cachedTransform } from './transform-cache.ts';

/** What `exports` in package.json offers, by the names of files in lib/. */
const entries = ['index', 'cdk8s', 'check', 'explain', 'idp', 'integration', 'validate'];

/**
 * Runs an app file and returns its default export. The name of this package, whatever it is called, is this very library inside it.
 *
 * @throws PinoutError `app-file-broken`, `app-file-exits`, `app-file-stuck`, `app-import-missing`, `app-import-unknown`, `app-import-cycle`, each with
 * file and line, and whatever `defineCluster` refuses
 */
export async function runAppFile(path: string, note?: NoteExports): Promise<unknown> {
  const exported = await runModule(path, note);
  return exported['default'] ?? exported;
}

/** Is told what each of the user's files exports, those first that others import. */
export type NoteExports = (file: string, exports: Readonly<Record<string, unknown>>) => void;

/** The same of all that a file exports, by its names. */
export async function runModule(path: string, note?: NoteExports): Promise<Readonly<Record<string, unknown>>> {
  const here = fileURLToPath(import.meta.url);
  const extension = here.endsWith('.ts') ? '.ts' : '.js';
  const index = resolve(here, `../../index${extension}`);
  const library = resolve(here, '../..') + sep;
  const isOwn = (file: string): boolean => !file.startsWith(library) && !file.includes(`${sep}node_modules${sep}`) && !file.startsWith('node:');
  const modules = new Map<string, AppModule>();
  const { name } = ownPackage();
  const jiti = createJiti(pathToFileURL(path).href, {
    fsCache: false,
    transform: cachedTransform(modules),
    alias: Object.fromEntries(entries.map((entry) => [entry === 'index' ? name : `${name}/${entry}`, resolve(index, `../${entry}${extension}`)])),
    transformOptions: { ts: true, babel: { plugins: [noteModules(modules, isOwn)] } },
  });
  // Run from source, the library is compiled once and kept, as `lib/cli/dev.mjs` has it; the user's files are compiled each time.
  const loader = extension === '.ts' ? createJiti(import.meta.url) : jiti;
  const library_ = await loader.import<object>(index);
  if (extension === '.ts') for (const entry of entries) if (mentions(path, `${name}/${entry}`)) await loader.import(resolve(index, `../${entry}.ts`));
  const context: ImportContext = {
    modules,
    own: { name, exports: new Set(Object.keys(library_)) },
    resolve: (from, file) => {
      const found = jiti.esmResolve(from, { parentURL: pathToFileURL(file), try: true as boolean });
      return found?.startsWith('file:') ? fileURLToPath(found) : found;
    },
  };
  const circle = () => importCircle(context);
  try {
    const exported = await guarded(() => jiti.import<Readonly<Record<string, unknown>>>(path));
    const fault = importFault(context);
    if (fault !== undefined) throw fault;
    for (const file of [...modules.keys()].reverse()) {
      const loaded = jiti.cache[file] as { exports?: Readonly<Record<string, unknown>> } | undefined;
      if (loaded?.exports !== undefined) note?.(file, loaded.exports);
    }
    return exported;
  } catch (error) {
    // An import that gave nothing explains what failed after it.
    throw importFault(context) ?? appFileError(error, { path, isOwn, circle });
  } finally {
    // The files may be others the next time that this process asks.
    for (const file of modules.keys()) Reflect.deleteProperty(jiti.cache, file);
  }
}

function mentions(path: string, text: string): boolean {
  try {
    return readFileSync(path, 'utf8').includes(text);
  } catch {
    return false; // Said when it is run.
  }
}
