import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { compareText } from '../contract/access.ts';
import { PinoutError, show } from '../contract/error.ts';

/** Name of the file beside the app file. It belongs into git. */
export const stateFile = 'generations.json';

/** Generations of client secrets: cluster → app → number. */
export type Generations = Readonly<Record<string, Readonly<Record<string, number>>>>;

/**
 * Reads the file that `pinout secrets rotate` writes. An absent one is empty.
 *
 * @throws PinoutError `state-broken`
 */
export function readGenerations(path: string): Generations {
  if (!existsSync(path)) return {};
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    throw broken(path, 'not JSON');
  }
  const isMap = (one: unknown): one is Record<string, unknown> => typeof one === 'object' && one !== null && !Array.isArray(one);
  if (!isMap(value)) throw broken(path, show(value));
  for (const [cluster, apps] of Object.entries(value)) {
    if (!isMap(apps)) throw broken(path, `${show(apps)} for ${cluster}`);
    for (const [app, generation] of Object.entries(apps))
      if (typeof generation !== 'number' || !Number.isInteger(generation) || generation < 1 || generation > 9999)
        throw broken(path, `${show(generation)} for ${cluster}.${app}`);
  }
  return value as Generations;
}

/** Writes the file, complete or not at all. */
export function writeGenerations(path: string, generations: Generations): void {
  const sorted = (map: Readonly<Record<string, unknown>>) => Object.fromEntries(Object.entries(map).sort(([a], [b]) => compareText(a, b)));
  const text = JSON.stringify(sorted(Object.fromEntries(Object.entries(generations).map(([cluster, apps]) => [cluster, sorted(apps)]))), null, 2);
  const beside = `${path}.${process.pid}.new`;
  try {
    writeFileSync(beside, `${text}\n`);
    renameSync(beside, path);
  } finally {
    rmSync(beside, { force: true });
  }
}

function broken(path: string, found: string): PinoutError {
  return new PinoutError({
    code: 'state-broken',
    app: 'secrets',
    field: path,
    found,
    wanted: 'a map from cluster to app to generation, a whole number from 1 to 9999, as pinout secrets rotate writes it',
    fix: 'restore the file from git',
  });
}
