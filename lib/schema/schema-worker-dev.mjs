// A thread that runs from source, bundled as `lib/cli/dev.mjs` has it. The packed package runs build/schema/schema-worker.js.
import { sourceBundle } from '../../scripts/source-bundle.mjs';

const built = await sourceBundle();
if (built !== undefined) await import(`${built}/schema/schema-worker.js`);
else await (await import('jiti')).createJiti(import.meta.url).import('./schema-worker.ts');
