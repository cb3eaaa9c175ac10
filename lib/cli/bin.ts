#!/usr/bin/env node
import * as module from 'node:module';
import { setFlagsFromString } from 'node:v8';
import { patience } from './patience.ts';
import { version } from './version.ts';

// Node 22 keeps what it compiled for the next run; Node 20 has nothing like it.
(module as { readonly enableCompileCache?: () => unknown }).enableCompileCache?.();
if (patience !== undefined) setFlagsFromString(patience);

const args = process.argv.slice(2);
// What scripts ask most often needs nothing else.
if (args.length === 1 && (args[0] === '--version' || args[0] === '-V')) process.stdout.write(`${version()}\n`);
else {
  const [{ main }, { end }] = await Promise.all([import('./main.ts'), import('./end.ts')]);
  end(await main(args));
}
