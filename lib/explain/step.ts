/** One question that the consumer asks, in its order. */
export interface Step {
  readonly step: string;
  readonly status: 'passed' | 'failed' | 'not reached' | 'not evaluated';
  /** What was found. Never the token, never a key. */
  readonly detail?: string;
}

/** The verdict on one token. */
export interface Verdict {
  readonly accepted: boolean;
  /** The consumer's own words; for kube-apiserver what TokenReview has in `status.error`. */
  readonly error: string | null;
  readonly user: {
    readonly username: string;
    readonly uid: string;
    readonly groups: readonly string[];
    readonly extra: Readonly<Record<string, readonly string[]>>;
  } | null;
  readonly steps: readonly Step[];
  /** What RBAC of the manifests that were given lets the user do, a binding each. */
  readonly may?: readonly string[];
  readonly why: string | null;
  readonly fix: string | null;
}
