import { type Entry, needed } from './entry.ts';
import { find, type Tagged } from './tags.ts';

const model = 'authentik_flows.flow';

/** Packaged flows that every provider uses. */
const slugs = { authorization: 'default-provider-authorization-implicit-consent', invalidation: 'default-provider-invalidation-flow' } as const;

/** A flow of a provider. */
export const flow = (use: keyof typeof slugs): Tagged => find(model, ['slug', slugs[use]]);

/** They must be there. */
export const neededFlows = (): Entry[] => Object.values(slugs).map((slug) => needed(model, { slug }));
