import type { Manifests } from '../tree/manifests.ts';
import type { LoginEnd } from './login-end.ts';

/** Reads the app's end of logins from any manifests. */
export interface AppReader {
  /** Name of the app; for one of pinout's own, of its folder below lib/integrations. */
  readonly name: string;
  /** Set for a generic reader: what the reader of a specific app has read is skipped. */
  readonly general?: true;
  /**
   * Reads the app's ends out of any manifests. Foreign objects are skipped.
   *
   * @param before what others have read: who reads any app leaves out settings that belong to it
   */
  read(manifests: Manifests, before?: readonly LoginEnd[]): readonly LoginEnd[];
}

/** One end, and who read it. */
export interface ReadEnd {
  readonly by: string;
  readonly end: LoginEnd;
}
