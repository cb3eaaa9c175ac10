#!/usr/bin/env node
import { end } from './end.ts';
import { main } from './main.ts';

end(await main(process.argv.slice(2)));
