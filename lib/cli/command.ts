import type { Finding } from '../contract/finding.ts';
import type { Io } from './io.ts';

/** What a command finished with: data for the renderers. */
export interface Outcome {
  readonly code: number;
  readonly findings: readonly Finding[];
}

/** One command: its arguments without its name. */
export type Command = (args: readonly string[], io: Io) => Promise<Outcome>;
