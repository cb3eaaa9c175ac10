/** How bad a finding is. An `error` makes the command exit with 1. */
export type Severity = 'error' | 'warning' | 'info';

/** What a check says, as data. Text, JSON and other forms are renderers of it. */
export interface Finding {
  readonly code: string;
  readonly severity: Severity;
  /** File that the finding is about, relative to the working directory. */
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  /** Path inside the document, or the field of the input. */
  readonly path?: string;
  readonly message: string;
  readonly expected?: string;
  readonly received?: string;
  readonly why?: string;
  readonly fix?: string;
  /** Page that explains it, relative to the repository. */
  readonly docs?: string;
  /** Set when somebody has said why this one is right as it is. It counts for no exit code, and stays in JSON and SARIF. */
  readonly suppressed?: { readonly reason: string; readonly by?: 'configuration' | 'baseline' };
}
