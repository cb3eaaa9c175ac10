// A thread that runs from source. The packed package runs build/schema/schema-worker.js.
import { createJiti } from 'jiti';

await createJiti(import.meta.url).import('./schema-worker.ts');
