/** What a version of an identity provider does differently, so that somebody has to look before they upgrade. */
export interface BreakingChange {
  /** The first version that has it. */
  readonly since: readonly number[];
  readonly says: string;
}
