import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createJiti } from 'jiti';
import type { Cluster } from '../cluster/cluster.ts';
import { distinct } from '../cluster/clusters.ts';
import { isPinoutError, PinoutError, show } from '../contract/error.ts';
import { readGenerations, stateFile } from './generations.ts';

/**
 * Runs an app file (TypeScript or JavaScript) and returns its clusters: one, or a list. `pinout` inside it is this very library. What is
 * remembered beside the file (`generations.json`) is laid over them.
 *
 * @throws PinoutError `app-file-missing`, `app-file-broken` (does not parse, or throws), `app-file-empty` (exports no cluster), `state-broken`, and
 * whatever `defineCluster` refuses
 */
export async function loadClusters(file: string): Promise<Cluster[]> {
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
  const list: readonly unknown[] = Array.isArray(exported) ? Array.from(exported as readonly unknown[]) : [exported];
  if (list.length > 0 && list.every(isCluster)) {
    const generations = readGenerations(join(dirname(path), stateFile));
    return distinct(
      list.map((cluster) => (Object.hasOwn(generations, cluster.facts.name) ? cluster.withState({ generations: generations[cluster.facts.name]! }) : cluster)),
    );
  }
  throw refuse(
    'app-file-empty',
    exported === undefined ? 'a file without default export' : 'a default export that is no cluster',
    'a default export made by defineCluster or defineClusters',
    'write export default defineCluster({ … })',
  );
}

const isCluster = (value: unknown): value is Cluster => typeof value === 'object' && value !== null && 'placed' in value && 'facts' in value;

function firstLine(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return text.split('\n')[0] ?? '';
}
