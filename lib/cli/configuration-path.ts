import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from './usage-error.ts';

const below = ['manual', 'kubernetes', 'authentication-configuration.yaml'];

/** The file of `--config`, else the one that synth wrote. @throws UsageError when there is none or more than one */
export function configurationPath(given: string | undefined): string {
  if (given !== undefined) return given;
  const clusters = existsSync('dist') ? readdirSync('dist').sort() : [];
  const found = clusters.map((cluster) => join('dist', cluster, ...below)).filter((path) => existsSync(path));
  if (found.length === 1) return found[0]!;
  if (found.length > 1) throw new UsageError(`choose one with --config: ${found.join(', ')}`);
  throw new UsageError('pass the AuthenticationConfiguration with --config FILE: dist has none');
}
