#!/usr/bin/env node
import { setFlagsFromString } from 'node:v8';

// V8 optimises a function after it ran for a while. Before that, optimising costs more than it gains: check of a home lab takes a fifth less,
// check of 8,000 documents no more (V8's flag-definitions.h, there since Node 12). Set before the modules are loaded.
setFlagsFromString('--interrupt-budget=1000000');
const { end } = await import('./end.ts');
const { main } = await import('./main.ts');

end(await main(process.argv.slice(2)));
