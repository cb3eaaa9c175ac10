import type { AuthenticationConfiguration, JwtAuthenticator } from '../kubernetes/authentication-configuration.ts';
import type { AuthenticationVerdict } from '../kubernetes/validate-authentication-configuration.ts';
import type { Keys } from './keys.ts';
import type { Binding } from './may.ts';

/** What decides over tokens: read once for any number of them. */
export interface ApiserverContext {
  readonly configuration: AuthenticationConfiguration;
  readonly verdict: AuthenticationVerdict;
  readonly minor: number;
  /** Signing algorithms that it takes; every one that a file allows unless flags say less. */
  readonly algorithms?: readonly string[];
  /** What RBAC binds, where manifests were given. */
  readonly bindings?: readonly Binding[];
  /** The keys of an entry; asked once for each. */
  readonly keys: (entry: JwtAuthenticator) => Promise<Keys>;
  /** The clock, in milliseconds since 1970. */
  readonly at: () => number;
}
