import type { Facts } from '../../contract/facts.ts';

/** authentik's version, which is there wherever authentik is written: `featuresOf` asks for it. */
export const exactVersion = ({ versions }: Pick<Facts, 'versions'>): string => versions.authentik ?? '';
