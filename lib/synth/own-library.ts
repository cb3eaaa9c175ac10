import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createJiti, type Jiti } from 'jiti';
import { ownPackage } from '../contract/package.ts';

/** This library, as the files of the user get it. */
export interface OwnLibrary {
  /** Names that may be imported from it, by its entries: `pinout`, `pinout/check`. */
  readonly alias: Readonly<Record<string, string>>;
  /** What the name of the package itself exports. Loaded before the user's files, so that they find it there. */
  readonly load: (jiti: Jiti, path: string) => Promise<object>;
}

const here = fileURLToPath(import.meta.url);
const isSource = here.endsWith('.ts');

let known: Promise<OwnLibrary> | undefined;

/** As it is packed; from source, as the few files that `lib/cli/dev.mjs` runs, and module by module where those cannot be made. */
export const ownLibrary = (): Promise<OwnLibrary> => (known ??= found());

async function found(): Promise<OwnLibrary> {
  if (!isSource) return of(fileURLToPath(new URL('../', import.meta.url)), '.js');
  const { sourceBundle } = (await import(new URL('../../scripts/source-bundle.mjs', import.meta.url).href)) as {
    sourceBundle: () => Promise<string | undefined>;
  };
  const built = await sourceBundle();
  return built === undefined ? transpiled() : of(fileURLToPath(`${built}/`), '.js');
}

const aliasOf = (folder: string, extension: string): Readonly<Record<string, string>> => {
  const { name, exports } = ownPackage();
  const entries = Object.keys(exports).filter((entry) => entry !== './package.json');
  return Object.fromEntries(entries.map((entry) => [name + entry.slice(1), resolve(folder, `${entry === '.' ? 'index' : entry.slice(2)}${extension}`)]));
};

function of(folder: string, extension: string): OwnLibrary {
  return { alias: aliasOf(folder, extension), load: (jiti) => jiti.import<object>(resolve(folder, `index${extension}`)) };
}

/** It is compiled once and kept; the user's files are compiled each time. */
function transpiled(): OwnLibrary {
  const folder = resolve(here, '../..');
  const loader = createJiti(pathToFileURL(here).href);
  return {
    alias: aliasOf(folder, '.ts'),
    load: async (_, path) => {
      const library = await loader.import<object>(resolve(folder, 'index.ts'));
      for (const [name, file] of Object.entries(aliasOf(folder, '.ts'))) if (name.includes('/') && mentions(path, name)) await loader.import(file);
      return library;
    },
  };
}

function mentions(path: string, text: string): boolean {
  try {
    return readFileSync(path, 'utf8').includes(text);
  } catch {
    return false; // Said when it is run.
  }
}
