import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The imports/ folder that the package brings, from source and from build/ alike. */
export const packaged = fileURLToPath(new URL('../../imports/', import.meta.url));

/** Its folders with schemas that decide verdicts. */
export const packagedFolders: readonly string[] = ['', 'charts'].map((folder) => join(packaged, folder));
