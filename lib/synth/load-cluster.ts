import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createJiti } from 'jiti';
import type { Cluster } from '../cluster/cluster.ts';
import { isPinoutError, PinoutError, show } from '../contract/error.ts';

/**
 * Runs an app file (TypeScript or JavaScript) and returns its cluster. `pinout` inside it is this very library.
 *
 * @throws PinoutError `app-file-missing`, `app-file-broken` (does not parse, or throws), `app-file-empty` (exports no cluster), and
 * whatever `defineCluster` refuses
 */
export async function loadCluster(file: string): Promise<Cluster> {
  const path = resolve(file);
  const refuse = (code: string, found: string, wanted: string, fix: string) => new PinoutError({ code, app: 'synth', field: file, found, wanted, fix });
  if (!existsSync(path))
    throw refuse('app-file-missing', 'missing', 'the file that exports the cluster', 'run pinout where apps/main.ts lies, or name it: --app apps/main.ts');
  const here = fileURLToPath(import.meta.url);
  const jiti = createJiti(pathToFileURL(path).href, {
    fsCache: false,
    interopDefault: true,
    alias: { pinout: resolve(here, `../../index${here.endsWith('.ts') ? '.ts' : '.js'}`) },
  });
  let exported: unknown;
  try {
    exported = await jiti.import(path, { default: true });
  } catch (error) {
    if (isPinoutError(error)) throw error;
    throw refuse('app-file-broken', show(firstLine(error)), 'a file that runs', 'repair what the message names; npm run typecheck says more');
  }
  if (typeof exported === 'object' && exported !== null && 'placed' in exported && 'facts' in exported) return exported as Cluster;
  throw refuse(
    'app-file-empty',
    exported === undefined ? 'a file without default export' : 'a default export that is no cluster',
    'a default export made by defineCluster',
    'write export default defineCluster({ … })',
  );
}

function firstLine(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return text.split('\n')[0] ?? '';
}
