import type { Manifests } from '../tree/manifests.ts';
import type { LoginEnd } from './login-end.ts';

/** Reads one app's end of its logins, whoever wrote it. */
export interface AppReader {
  /** Name of the app; for one of pinout's own, of its folder below lib/integrations. */
  readonly name: string;
  /** It reads any app: what the reader of one app has read is left out. */
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
