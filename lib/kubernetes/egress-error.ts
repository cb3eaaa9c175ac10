import { goQuote } from '../go/quote.ts';
import type { AuthenticationConfiguration } from './authentication-configuration.ts';

/**
 * What is found only when the authenticators are made: an entry that wants an egress selector, where the apiserver has none of that type
 * (k8s.io/apiserver plugin/pkg/authenticator/token/oidc/oidc.go, egressLookupForType). `selectors` is undefined without
 * `--egress-selector-config-file`.
 */
export function egressError({ jwt = [] }: AuthenticationConfiguration, selectors: readonly string[] | undefined): string | undefined {
  const wanted = jwt.map(({ issuer }) => issuer?.egressSelectorType ?? '').find((type) => type !== '' && selectors?.includes(type) !== true);
  if (wanted === undefined) return undefined;
  if (selectors === undefined) return `oidc: egress lookup required with egress selector type ${goQuote(wanted)}`;
  return `oidc: egress lookup for ${goQuote(wanted)} is not configured`;
}
