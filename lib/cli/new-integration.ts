import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { writeIntegration } from '../scaffold/write-integration.ts';
import type { Outcome } from './command.ts';
import { exit, type Io } from './io.ts';
import { parse } from './parse.ts';
import { specs } from './specs.ts';
import { UsageError } from './usage-error.ts';

/** `pinout new-integration NAME`: folder, fixture, tests and page of a new integration, and the registry with it. */
export async function newIntegrationCommand(args: readonly string[], io: Io): Promise<Outcome> {
  const { values, positionals } = parse(args, specs['new-integration']);
  const [name, ...more] = positionals;
  if (name === undefined || more.length > 0) throw new UsageError('new-integration takes one name');
  const files = writeIntegration('.', name);
  const script = 'scripts/integrations.mjs';
  if (existsSync(script)) {
    const { status, stderr } = spawnSync(process.execPath, [script], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`${script} failed: ${stderr}`);
  }
  if (values.quiet !== true)
    io.talk(`${files.join('\n')}\n\nThe registry is written. Look for CHANGE in these files; then: npx vitest run lib/integrations/${name}\n`);
  return Promise.resolve({ code: exit.clean, findings: [], json: { files } });
}
