import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writtenProvider } from '../idp/written.ts';
import { idpFolder } from '../manifest/manifest.ts';
import type { Dist } from './dist.ts';

/**
 * Refuses an upgrade of the identity provider that its own server would refuse. Nothing but the last dist knows which version runs.
 *
 * @param out the folder that is to be written
 * @throws PinoutError of the provider
 */
export function refuseUpgrade(out: string, { clusters }: Dist): void {
  for (const [name, files] of clusters) {
    const now = [...files].flatMap(([path, text]) => (path.startsWith(`${idpFolder}/`) ? [text] : []));
    writtenProvider.refuseUpgrade?.(textsBelow(join(out, name, idpFolder)), now, join(out, name));
  }
}

/** Files of a folder, whatever they are called: earlier versions of pinout called them otherwise. */
function textsBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((file) => (file.endsWith('.yaml') ? [readFileSync(join(folder, file), 'utf8')] : []));
}
