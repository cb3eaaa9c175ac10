import { fileURLToPath } from 'node:url';

/** The imports/ folder that the package brings, from source and from build/ alike. */
export const packaged = fileURLToPath(new URL('../../imports/', import.meta.url));
