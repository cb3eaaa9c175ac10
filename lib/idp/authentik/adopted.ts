import type { Entry } from './blueprint-types.ts';

/** Label of a blueprint that takes over what authentik has already, and that is refused when it is not there. */
export const adoptedLabel = 'pinout/adopted';

/** Whether an entry changes only what is there: what it does not name stays as it is, and was never said here. */
export const isAdopted = ({ blueprint }: Pick<Entry, 'blueprint'>): boolean => blueprint.root.get('metadata', 'labels', adoptedLabel).exists;
