import type { Located } from '../contract/observed.ts';
import type { Certainty } from '../repository/certainty.ts';
import type { PairedBy } from '../repository/pairs.ts';

/** One login that is configured in git, at either end. */
export interface LoginRow {
  readonly app: string;
  readonly protocol: 'oidc' | 'forward-auth' | 'unknown';
  /** Where the app's end is, else the identity provider's. */
  readonly at: Located<unknown>;
  /** Where the identity provider's end is, when the two were paired. */
  readonly other?: Located<unknown>;
  /** The identity provider: its name, or the host of its addresses. */
  readonly provider?: string;
  readonly client?: string;
  /** Which ends pinout read. */
  readonly read: 'both' | 'app' | 'provider' | 'neither';
  /** What the two ends have in common. */
  readonly pairedBy?: PairedBy;
  /** How sure it is that the two are of one login, where it is not. */
  readonly certainty?: Exclude<Certainty, 'sure'>;
  /** Why it has one end, or none. */
  readonly why?: string;
  /** Settings that look like a login and were not understood. */
  readonly settings?: readonly string[];
}
