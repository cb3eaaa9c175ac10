/** An object that dist uses and does not bring: it has to be in the cluster before. */
export interface Prerequisite {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly why: string;
}
