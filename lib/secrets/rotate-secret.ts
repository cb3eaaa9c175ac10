import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Contract } from '../contract/contract.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { readGenerations, stateFile, writeGenerations } from '../synth/generations.ts';
import { addSecrets, type AddedFile } from './add-secrets.ts';
import type { Encrypt } from './sops.ts';

/** What a rotation did in one cluster. */
export interface Rotated {
  readonly cluster: string;
  readonly app: string;
  readonly generation: number;
  readonly added: readonly AddedFile[];
  /** Encrypted files of generations before, which nothing uses any more. */
  readonly removed: readonly string[];
}

/** Whether a client secret is somebody else's: `adopt` keeps it. */
const isKept = ({ adopted }: Contract): boolean => adopted?.login?.secret === 'kept';

/** Whether an app has a client secret that stays as it is. */
export const keepsItsSecret = (cluster: Cluster, app: string): boolean => cluster.apps.some(({ name, contracts }) => name === app && contracts.some(isKept));

/** Generation of an app's client secrets, as far as they are ours; undefined when it has none. */
export function generationOf(cluster: Cluster, app: string): number | undefined {
  const contracts = cluster.apps.find(({ name }) => name === app)?.contracts ?? [];
  const generations = contracts.flatMap((contract) =>
    contract.protocol === 'oidc' && contract.clientType === 'confidential' && !isKept(contract) ? [contract.secret.generation] : [],
  );
  return generations.length === 0 ? undefined : Math.max(...generations);
}

/**
 * Counts up the generation of an app's client secrets: they get new names, so both ends change and run again with the new value. Where values
 * lie in files, the new ones are made first, then the number is written, then the old files go: a run that dies between leaves a state that
 * the next one finishes.
 *
 * @param folder where the app file lies
 */
export function rotateSecret(cluster: Cluster, app: string, folder: string, encrypt: Encrypt): Rotated {
  const { name } = cluster.facts;
  const generation = (generationOf(cluster, app) ?? 0) + 1;
  const path = join(folder, stateFile);
  const before = readGenerations(path);
  const apps = { ...before[name], [app]: generation };
  const next = cluster.withState({ generations: apps });
  const added = addSecrets(next, folder, (one) => one === app, encrypt);
  writeGenerations(path, { ...before, [name]: apps });
  const kept = new Set(filesOf(next, app));
  const removed = filesOf(cluster, app)
    .filter((file) => !kept.has(file))
    .map((file) => join(folder, file).replaceAll('\\', '/'));
  for (const file of removed) rmSync(file, { force: true });
  return { cluster: name, app, generation, added, removed };
}

function filesOf({ secrets: { backend, uses } }: Cluster, app: string): string[] {
  return uses.filter(({ from }) => from === app).flatMap((use) => (backend.files?.(use) ?? []).map(({ path }) => path));
}
