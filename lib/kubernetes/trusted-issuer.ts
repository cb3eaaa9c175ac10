import type { Observed, Located } from '../contract/observed.ts';
import type { Reader } from '../manifest/reader.ts';
import type { TreeObject } from '../tree/tree.ts';

/** One issuer that a kube-apiserver trusts: an entry of an AuthenticationConfiguration, or its `--oidc-*` flags. */
export interface TrustedIssuer {
  readonly form: 'file' | 'flags';
  /** What holds it, for messages. */
  readonly object: TreeObject;
  readonly at: Located<unknown>;
  readonly url?: Located<string>;
  readonly audiences: readonly Located<string>[];
  /** Text before names. Undefined: an expression makes it in a way that cannot be told, or nothing is said. */
  readonly usernamePrefix?: Located<string>;
  readonly groupsPrefix?: Located<string>;
  readonly usernameClaim?: Located<string>;
  readonly groupsClaim?: Located<string>;
  /** Groups that its rules let in. */
  readonly access?: NonNullable<Observed['access']>;
  /** Expressions of the rules about the user that comes out. */
  readonly userRules: readonly string[];
  readonly claimRules: readonly string[];
  readonly root: Reader;
}
