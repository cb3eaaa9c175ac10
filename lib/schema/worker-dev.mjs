// A thread that runs from source. The packed package runs build/schema/worker.js.
import { createJiti } from 'jiti';

await createJiti(import.meta.url).import('./worker.ts');
