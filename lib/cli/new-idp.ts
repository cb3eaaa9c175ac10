import { PinoutError, show } from '../contract/error.ts';
import { slugName } from '../contract/names.ts';
import { ownPackage } from '../contract/package.ts';
import { identityProviders } from '../idp/providers.ts';
import { idpFiles } from '../scaffold/idp-files.ts';
import { stateOf, writePlanned } from '../scaffold/planned.ts';
import type { Outcome } from './command.ts';
import { exit, type Io } from './io.ts';
import { parse } from './parse.ts';
import { specs } from './specs.ts';
import { UsageError } from './usage-error.ts';

/** `pinout new-idp NAME`: an identity provider in a repository of one's own, with its proof. */
export async function newIdpCommand(args: readonly string[], io: Io): Promise<Outcome> {
  const { values, positionals } = parse(args, specs['new-idp']);
  const [given, folder = '.', ...more] = positionals;
  if (given === undefined || more.length > 0) throw new UsageError('new-idp takes a name and, if it is not the current one, a folder');
  const at = { app: 'new-idp', field: 'NAME' };
  const name = slugName(given, at);
  if (!/^[a-z]/.test(name) || name.includes('--') || identityProviders.some(({ facts }) => facts.name === name))
    throw new PinoutError({
      code: 'slug-invalid',
      ...at,
      found: show(name),
      wanted: 'a name that starts with a letter, has no two hyphens in a row, and is not a provider that pinout already knows',
      fix: "write for example 'my-idp'",
    });
  const files = idpFiles(name, ownPackage().name);
  const there = files.find((one) => stateOf(folder, one) === 'kept');
  if (there !== undefined)
    throw new PinoutError({
      code: 'integration-exists',
      ...at,
      found: `${show(name)}, but ${there.path} already exists`,
      wanted: 'a new name',
      fix: 'choose another name, or move the file',
    });
  writePlanned(folder, files);
  const paths = files.map(({ path }) => path);
  if (values.quiet !== true) io.talk(`${paths.join('\n')}\n\nLook for CHANGE in idp/${name}.ts; then: node --test idp/${name}.test.mjs\n`);
  return Promise.resolve({ code: exit.clean, findings: [], json: { files: paths } });
}
