import { decodeAuthenticationConfiguration } from '../kubernetes/decode-authentication-configuration.ts';
import { egressError } from '../kubernetes/egress-error.ts';
import type { NotEvaluated } from '../kubernetes/jwt-programs.ts';
import { validateAuthenticationConfiguration } from '../kubernetes/validate-authentication-configuration.ts';

/** The verdict on a file alone. Not valid and no error: an expression uses something that we do not evaluate. */
export interface ConfigurationVerdict {
  readonly valid: boolean;
  /** In the words of kube-apiserver, without `invalid authentication configuration: ` in front. */
  readonly error: string | null;
  readonly notEvaluated: readonly NotEvaluated[];
}

/**
 * Judges the text of an AuthenticationConfiguration as a kube-apiserver 1.`minor` would. `egressSelectors` are the types that its
 * `--egress-selector-config-file` configures; undefined when it has none.
 */
export function judge(text: string, minor: number, serviceAccountIssuers: readonly string[], egressSelectors?: readonly string[]): ConfigurationVerdict {
  const decoded = decodeAuthenticationConfiguration(text, minor);
  if ('error' in decoded) return { valid: false, error: decoded.error, notEvaluated: [] };
  const { error: refused, notEvaluated } = validateAuthenticationConfiguration(decoded.configuration, minor, serviceAccountIssuers);
  const error = refused ?? egressError(decoded.configuration, egressSelectors);
  return { valid: error === undefined && notEvaluated.length === 0, error: error ?? null, notEvaluated };
}
