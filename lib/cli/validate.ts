import { manifestFiles } from '../schema/manifest-files.ts';
import { Registry } from '../schema/registry.ts';
import { validateFile } from '../schema/validate-files.ts';
import type { Outcome } from './command.ts';
import { exit, type Io } from './io.ts';
import { parse } from './parse.ts';
import { UsageError } from './usage-error.ts';

/** `pinout validate`: judges every document of some files and folders by the schema of its kind. */
export async function validateCommand(args: readonly string[], io: Io): Promise<Outcome> {
  const { values, positionals } = parse(args, { 'strict-kinds': { type: 'boolean' }, imports: { type: 'string' } }, true);
  if (positionals.length === 0) throw new UsageError('validate needs at least one path: pinout validate dist');
  const files = manifestFiles(positionals);
  const options = { registry: new Registry(values.imports ?? 'imports'), strictKinds: values['strict-kinds'] === true };
  const results = files.map((file) => validateFile(file, options));
  const findings = results.flatMap((result) => result.findings);
  const documents = results.reduce((total, result) => total + result.documents, 0);
  if (findings.length === 0 && values.quiet !== true) io.talk(`${documents} documents, no findings\n`);
  return Promise.resolve({ code: findings.length > 0 ? exit.findings : exit.clean, findings, json: { documents } });
}
