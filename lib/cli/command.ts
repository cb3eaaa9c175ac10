import type { Finding } from '../contract/finding.ts';
import type { Io } from './io.ts';

/** What a command finished with: data for the renderers. */
export interface Outcome {
  /** `main` judges clean or findings anew when there are findings, by `--fail-on`. */
  readonly code: number;
  /** Rendered by `main`: as text on stderr, or in another `--format` on stdout. */
  readonly findings: readonly Finding[];
  /** More fields of the JSON object, beside `findings`: for example `documents`. */
  readonly json?: Readonly<Record<string, unknown>>;
  /** For people, before the findings of `text`. */
  readonly opening?: string;
  /** For people, after everything else: how much there was, and what was found. */
  readonly summary?: string;
  /** In text, a rule that fires often is said once. */
  readonly grouped?: true;
  /** Set when the command has written its own output and `main` must print nothing. */
  readonly printed?: true;
}

/** One command: its arguments without its name. */
export type Command = (args: readonly string[], io: Io) => Promise<Outcome>;
