import { resolve, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createJiti } from 'jiti';
import { ownPackage } from '../contract/package.ts';
import { appFileError } from './app-file-error.ts';
import { type AppModule, noteModules } from './app-modules.ts';
import { guarded } from './guarded.ts';
import { importCircle, type ImportContext, importFault } from './import-faults.ts';
import { ownLibrary } from './own-library.ts';
import { cachedTransform } from './transform-cache.ts';

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
  const library = resolve(here, '../..') + sep;
  const isOwn = (file: string): boolean => !file.startsWith(library) && !file.includes(`${sep}node_modules${sep}`) && !file.startsWith('node:');
  const modules = new Map<string, AppModule>();
  const { name } = ownPackage();
  const own = await ownLibrary();
  const jiti = createJiti(pathToFileURL(path).href, {
    fsCache: false,
    transform: cachedTransform(modules),
    alias: own.alias,
    transformOptions: { ts: true, babel: { plugins: [noteModules(modules, isOwn)] } },
  });
  const library_ = await own.load(jiti, path);
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
