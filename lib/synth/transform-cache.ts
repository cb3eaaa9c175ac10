import { createHash } from 'node:crypto';
import { readdirSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { TransformOptions, TransformResult } from 'jiti';
import { ownPackage } from '../contract/package.ts';
import { cacheFolder } from '../schema/cache-folder.ts';
import { isPrivate, readPrivate, writePrivate } from '../schema/private-folder.ts';
import type { AppModule } from './app-modules.ts';

type Transform = (options: TransformOptions) => TransformResult;

/** What is kept of a file: JavaScript, and what it says of its imports and exports. */
interface Kept {
  readonly code: string;
  readonly module?: Omit<AppModule, 'exports'> & { readonly exports?: readonly string[] };
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
const month = 30 * 24 * 60 * 60 * 1000;
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
    const before = read(join(folder, name));
    if (before !== undefined) {
      const { code, module } = before;
      if (module !== undefined) modules.set(filename, { imports: module.imports, exports: module.exports === undefined ? undefined : new Set(module.exports) });
      return { code };
    }
    const result = babel(options);
    if (result.error === undefined) keep(folder, name, result.code, modules.get(filename));
    return result;
  };
}

/** Of what is kept: a greater number when `noteModules` notes more. */
const form = 1;

function keep(folder: string, name: string, code: string, module: AppModule | undefined): void {
  const exports = module?.exports === undefined ? {} : { exports: [...module.exports] };
  const kept: Kept = { code, ...(module === undefined ? {} : { module: { imports: module.imports, ...exports } }) };
  const body = JSON.stringify(kept);
  try {
    writePrivate(folder, name, `${digest(body)}\n${body}`);
    for (const one of readdirSync(folder))
      if (one.startsWith('app-') && Date.now() - statSync(join(folder, one)).mtimeMs > month) rmSync(join(folder, one), { force: true });
  } catch {
    // A full or read-only disk: the next run is as slow as this one.
  }
}

/** A file that is whole, and nobody else's. */
function read(path: string): Kept | undefined {
  const text = readPrivate(path) ?? '';
  const end = text.indexOf('\n');
  const body = text.slice(end + 1);
  return end === -1 || digest(body) !== text.slice(0, end) ? undefined : (JSON.parse(body) as Kept);
}
