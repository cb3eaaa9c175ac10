import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { TransformOptions, TransformResult } from 'jiti';
import { ownPackage } from '../contract/package.ts';
import { cacheFolder } from '../schema/cache-folder.ts';
import { digest, isPrivate, keep, kept, tidy } from '../schema/private-folder.ts';
import type { AppModule } from './app-modules.ts';

type Transform = (options: TransformOptions) => TransformResult;

/** What is kept of a file: JavaScript, and what it says of its imports and exports. */
interface Kept {
  readonly code: string;
  readonly module?: Omit<AppModule, 'exports'> & { readonly exports?: readonly string[] };
}

const load = createRequire(import.meta.url);

/**
 * jiti's own transform, which is Babel, with what it made of each file kept for the next run: Babel takes longer to load than all of pinout. A file counts
 * by its content, its path and the versions; what cannot be kept costs time and changes nothing else.
 *
 * @param modules what is noted of each file while it is transformed, by the file's path; filled for a file that was kept as well
 * @param folder the user's own cache
 */
export function cachedTransform(modules: Map<string, AppModule>, folder: string = cacheFolder(process.env)): Transform {
  const jiti = load.resolve('jiti/package.json');
  const usable = isPrivate(folder);
  const versions = [ownPackage().version, (load(jiti) as { readonly version: string }).version, form];
  const babel: Transform = (options) => (load(join(dirname(jiti), 'dist/babel.cjs')) as Transform)(options);
  return (options) => {
    const { filename } = options;
    if (!usable || filename === undefined) return babel(options);
    const { source, ts, async, jsx, retainLines, interopDefault } = options;
    const name = `app-${digest(JSON.stringify([versions, filename, source, ts, async, jsx, retainLines, interopDefault]))}.json`;
    const before = kept(folder, name) as Kept | undefined;
    if (before !== undefined) {
      const { code, module } = before;
      if (module !== undefined) modules.set(filename, { imports: module.imports, exports: module.exports === undefined ? undefined : new Set(module.exports) });
      return { code };
    }
    const result = babel(options);
    if (result.error === undefined) {
      keep(folder, name, keptOf(result.code, modules.get(filename)));
      tidy(folder);
    }
    return result;
  };
}

/** Of what is kept: a greater number when `noteModules` notes more. */
const form = 1;

function keptOf(code: string, module: AppModule | undefined): Kept {
  const exports = module?.exports === undefined ? {} : { exports: [...module.exports] };
  return { code, ...(module === undefined ? {} : { module: { imports: module.imports, ...exports } }) };
}
