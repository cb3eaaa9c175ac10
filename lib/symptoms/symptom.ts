/** Why a message may be there, and what says more: the code of a rule, or a page below docs/ without its ending. */
export interface SymptomCause {
  readonly cause: string;
  readonly see: string;
}

/** A message that a person sees when a login does not work. */
export interface Symptom {
  /** In the program's own words; `…` stands for what differs from case to case. */
  readonly text: string;
  /** The program, and where it says it. */
  readonly says: string;
  /** Upstream's file or issue that has the words. */
  readonly source: string;
  /** The likeliest first. */
  readonly causes: readonly SymptomCause[];
  /** The command that tells the causes apart. */
  readonly tell: string;
}
