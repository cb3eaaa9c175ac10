#!/usr/bin/env node
import * as module from 'node:module';
import { setFlagsFromString } from 'node:v8';
import { version } from './version.ts';

// Node 22 keeps what it compiled for the next run; Node 20 has nothing like it.
(module as { readonly enableCompileCache?: () => unknown }).enableCompileCache?.();
// A command ends after a second or two, in which many functions run a little each: V8 would spend a third of the processor time on optimizing what is
// about to end. What runs longest is still optimized (v8/src/flags/flag-definitions.h). Node 24 has Maglev for this, and complains about flags it lacks.
const patience: Readonly<Record<string, string>> = { 20: '--interrupt-budget=600000', 22: '--invocation-count-for-turbofan=20000' };
setFlagsFromString(patience[process.versions.node.split('.')[0]!] ?? '');

const args = process.argv.slice(2);
// What scripts ask most often needs nothing else.
if (args.length === 1 && (args[0] === '--version' || args[0] === '-V')) process.stdout.write(`${version()}\n`);
else {
  const [{ main }, { end }] = await Promise.all([import('./main.ts'), import('./end.ts')]);
  end(await main(args));
}
