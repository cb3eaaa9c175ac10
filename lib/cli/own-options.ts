import type { CheckOptions } from '../check/check-tree.ts';

/** What files of `--integrations` add to pinout, as everything that reads manifests takes it. */
export type OwnOptions = Pick<CheckOptions, 'rules' | 'readers' | 'providers'>;

/**
 * Runs the files of `--integrations`. They are named on the command line alone: a repository that is looked at must not run code of its own.
 *
 * @throws PinoutError what `loadDefinitions` refuses
 */
export async function ownOptions(command: string, files: readonly string[] | undefined): Promise<OwnOptions> {
  if (files === undefined) return {};
  const { loadDefinitions } = await import('./own-integrations.ts');
  const { integrations, providers, rules } = await loadDefinitions(command, files);
  return { readers: integrations, providers, rules };
}
