/** Something that only a person can do, once, for a cluster to come up. Stands in dist/README.md and in the cluster's own page. */
export interface ManualStep {
  /** One sentence without a full stop at its end: what to do, and why a person has to. Markdown. */
  readonly text: string;
  /** Commands to copy. Never a value that is secret. */
  readonly commands?: readonly string[];
}
