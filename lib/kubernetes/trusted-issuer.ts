import type { Observed, Seen } from '../contract/observed.ts';
import type { Reader } from '../manifest/reader.ts';
import type { TreeObject } from '../tree/tree.ts';

/** One issuer that a kube-apiserver trusts: an entry of an AuthenticationConfiguration, or its `--oidc-*` flags. */
export interface TrustedIssuer {
  readonly form: 'file' | 'flags';
  /** What holds it, for messages. */
  readonly object: TreeObject;
  readonly at: Seen<unknown>;
  readonly url?: Seen<string>;
  readonly audiences: readonly Seen<string>[];
  /** Text before names. Undefined: an expression makes it in a way that cannot be told, or nothing is said. */
  readonly usernamePrefix?: Seen<string>;
  readonly groupsPrefix?: Seen<string>;
  readonly usernameClaim?: Seen<string>;
  readonly groupsClaim?: Seen<string>;
  /** Groups that its rules let in. */
  readonly access?: NonNullable<Observed['access']>;
  /** Expressions of the rules about the user that comes out. */
  readonly userRules: readonly string[];
  readonly claimRules: readonly string[];
  readonly root: Reader;
}
