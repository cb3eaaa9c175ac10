import { createRequire } from 'node:module';

const load = createRequire(import.meta.url);

/** cdk8s, loaded when something asks for it: it takes as long to load as all of pinout, and most runs change nothing by it. */
export const cdk8s = (): typeof import('cdk8s') => load('cdk8s') as typeof import('cdk8s');
