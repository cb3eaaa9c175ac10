import type { Manifest } from '../manifest/manifest.ts';
import type { Exposure } from './expose.ts';

/** What a kind of edge needs so that it asks the outpost before it lets a request through. */
export interface Guard {
  /** Annotations of the app's Ingress, or filters of its HTTPRoute. */
  readonly exposure: Pick<Exposure, 'annotations' | 'filters'>;
  readonly objects: readonly Manifest[];
}
