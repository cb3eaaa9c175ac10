/** What decides who a token belongs to: a claim with a prefix, or an expression. */
export interface PrefixedClaimOrExpression {
  readonly claim?: string;
  readonly prefix?: string;
  readonly expression?: string;
}

export interface ClaimOrExpression {
  readonly claim?: string;
  readonly expression?: string;
}

export interface ExtraMapping {
  readonly key?: string;
  readonly valueExpression?: string;
}

export interface ClaimValidationRule {
  readonly claim?: string;
  readonly requiredValue?: string;
  readonly expression?: string;
  readonly message?: string;
}

export interface UserValidationRule {
  readonly expression?: string;
  readonly message?: string;
}

export interface JwtIssuer {
  readonly url?: string;
  readonly discoveryURL?: string;
  /** PEM, inline. */
  readonly certificateAuthority?: string;
  readonly audiences?: readonly string[];
  readonly audienceMatchPolicy?: string;
  /** From Kubernetes 1.34. */
  readonly egressSelectorType?: string;
}

export interface ClaimMappings {
  readonly username?: PrefixedClaimOrExpression;
  readonly groups?: PrefixedClaimOrExpression;
  readonly uid?: ClaimOrExpression;
  readonly extra?: readonly ExtraMapping[];
}

/** One issuer whose tokens the apiserver takes. */
export interface JwtAuthenticator {
  readonly issuer?: JwtIssuer;
  readonly claimValidationRules?: readonly ClaimValidationRule[];
  readonly claimMappings?: ClaimMappings;
  readonly userValidationRules?: readonly UserValidationRule[];
}

export interface AnonymousAuthentication {
  readonly enabled?: boolean;
  readonly conditions?: readonly { readonly path?: string }[];
}

export type AuthenticationApiVersion = 'apiserver.config.k8s.io/v1alpha1' | 'apiserver.config.k8s.io/v1beta1' | 'apiserver.config.k8s.io/v1';

/**
 * The file of `--authentication-config` (kubernetes/enhancements KEP-3331). Every field may be missing, as in a file that somebody wrote;
 * a missing text means the empty one, except for `prefix`.
 */
export interface AuthenticationConfiguration {
  readonly apiVersion: AuthenticationApiVersion;
  readonly kind: 'AuthenticationConfiguration';
  readonly jwt?: readonly JwtAuthenticator[];
  readonly anonymous?: AnonymousAuthentication;
}
