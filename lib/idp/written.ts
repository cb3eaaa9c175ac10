import { writtenAuthentik } from './authentik/written.ts';
import type { WritableProvider } from './identity-provider.ts';

/** The provider that clusters are given: the only one so far that is written and not only read. */
export const writtenProvider: WritableProvider = writtenAuthentik;
