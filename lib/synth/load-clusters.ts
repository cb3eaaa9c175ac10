import { existsSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { ErrorCode } from '../contract/error-codes.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { distinct } from '../cluster/clusters.ts';
import { PinoutError } from '../contract/error.ts';
import { collecting } from './collected-clusters.ts';
import { shown } from './app-modules.ts';
import { readGenerations, stateFile } from './generations.ts';
import { runAppFile } from './run-app-file.ts';
import type { App } from '../integrations/integration.ts';

/**
 * Runs an app file (TypeScript or JavaScript) and returns its clusters: one, or a list; or those that it puts into an App of cdk8s. `pinout` inside it is this very library. What is
 * remembered beside the file (`generations.json`) is laid over them.
 *
 * @param note is told each of the user's files that is part of it
 * @throws PinoutError `app-file-missing`, `app-file-empty` (exports no cluster), `state-broken`, and what `runAppFile` refuses
 */
export async function loadClusters(file: string, note?: (file: string) => void): Promise<Cluster[]> {
  const path = resolve(file);
  const refuse = (code: ErrorCode, found: string, wanted: string, fix: string) =>
    new PinoutError({ code, app: 'synth', field: file, found, wanted, fix, ...(code === 'app-file-empty' ? { place: { file: shown(path) } } : {}) });
  if (!existsSync(path) || statSync(path).isDirectory())
    throw refuse(
      'app-file-missing',
      existsSync(path) ? 'a folder' : 'missing',
      'the file that exports the cluster',
      'run pinout in the folder with apps/main.ts, or pass --app PATH',
    );
  const appFiles = new AppFiles();
  const { result: exported, clusters: inApps } = await collecting(() =>
    runAppFile(path, (source, exports) => {
      note?.(source);
      appFiles.note(source, exports);
    }),
  );
  // A file for cdk8s exports nothing: what counts are the constructs in its App. They know what is remembered beside the file.
  if (inApps.length > 0) return distinct(inApps.map((one) => one.toCluster())).map((cluster) => ({ ...cluster, appFiles: appFiles.files }));
  const list: readonly unknown[] = Array.isArray(exported) ? Array.from(exported as readonly unknown[]) : [exported];
  if (list.length > 0 && list.every(isCluster)) {
    const generations = readGenerations(join(dirname(path), stateFile));
    return distinct(
      list.map((cluster) => (Object.hasOwn(generations, cluster.facts.name) ? cluster.withState({ generations: generations[cluster.facts.name]! }) : cluster)),
    ).map((cluster) => ({ ...cluster, appFiles: appFiles.files }));
  }
  throw refuse(
    'app-file-empty',
    exported === undefined ? 'a file without a default export' : 'a default export that is not a cluster',
    'a default export from defineCluster or defineClusters',
    'write export default defineCluster({ … })',
  );
}

const isCluster = (value: unknown): value is Cluster => typeof value === 'object' && value !== null && 'placed' in value && 'facts' in value;

/** Which file defines which app, found by what each file exports. */
class AppFiles {
  readonly #found = new Map<string, { readonly app: object; readonly file: string | undefined }>();

  /** Files by the name of the app. An app of one name in two files is left out. */
  get files(): ReadonlyMap<string, string> {
    return new Map([...this.#found].flatMap(([name, { file }]) => (file === undefined ? [] : [[name, file] as const])));
  }

  /** Takes in what a file exports. The first file that exports an app defines it: others pass it on. */
  readonly note = (file: string, exports: Readonly<Record<string, unknown>>): void => {
    for (const app of appsIn(exports)) {
      const other = this.#found.get(app.name);
      if (other === undefined) this.#found.set(app.name, { app, file });
      else if (other.app !== app) this.#found.set(app.name, { app: other.app, file: undefined });
    }
  };
}

/** Apps among the exports of a file, or in lists among them. */
function appsIn(exports: Readonly<Record<string, unknown>>): Pick<App, 'name'>[] {
  const values = Object.values(exports).flatMap((value) => (Array.isArray(value) ? (value as unknown[]) : [value]));
  return values.filter((value): value is App => {
    const { name, integration, options } = (typeof value === 'object' && value !== null ? value : {}) as Partial<App>;
    return typeof name === 'string' && typeof integration === 'object' && options !== undefined;
  });
}
