#!/usr/bin/env node
// Runs the command from source, so that a checkout needs no build. The packed package runs build/cli/bin.js.
import { createJiti } from 'jiti';

const jiti = createJiti(import.meta.url);
const { main } = await jiti.import('./main.ts');
const { end } = await jiti.import('./end.ts');
end(await main(process.argv.slice(2)));
