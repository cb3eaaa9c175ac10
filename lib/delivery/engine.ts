import type { Delivery } from './delivery.ts';
import { flux } from './flux/flux.ts';

/** The engine that clusters are written for: the only one so far. */
export const delivery: Delivery = flux;
