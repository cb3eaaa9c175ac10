import { decodeAuthenticationConfiguration } from '../kubernetes/decode-authentication-configuration.ts';
import { validateAuthenticationConfiguration } from '../kubernetes/validate-authentication-configuration.ts';
import type { ApiserverContext } from './token-context.ts';
import { fetchKeys, type Keys } from './keys.ts';
import type { Binding } from './may.ts';

/** What the context is made from. */
export interface ContextInput {
  /** The text of the AuthenticationConfiguration. */
  readonly configuration: string;
  /** 36 for Kubernetes 1.36. */
  readonly minor: number;
  /** Keys that were given; without them each issuer is asked once. */
  readonly keys?: Keys;
  /** A fixed clock, in milliseconds since 1970; without it the one of this machine. */
  readonly at?: number;
  readonly serviceAccountIssuers?: readonly string[];
  /** Signing algorithms of `--oidc-signing-algs`, where flags are explained. */
  readonly algorithms?: readonly string[];
  /** What RBAC binds, where manifests were given. */
  readonly bindings?: readonly Binding[];
  /** How long an issuer may take to answer. */
  readonly timeoutSeconds?: number;
}

/** Reads and judges the configuration once. `error` when kube-apiserver would not take it, in its words. */
export function apiserverContext(input: ContextInput): { readonly context: ApiserverContext } | { readonly error: string } {
  const decoded = decodeAuthenticationConfiguration(input.configuration, input.minor);
  if ('error' in decoded) return decoded;
  const { configuration } = decoded;
  const verdict = validateAuthenticationConfiguration(configuration, input.minor, input.serviceAccountIssuers);
  if (verdict.error !== undefined) return { error: verdict.error };
  const asked = new Map<string, Promise<Keys>>();
  return {
    context: {
      configuration,
      verdict,
      minor: input.minor,
      ...(input.algorithms === undefined ? {} : { algorithms: input.algorithms }),
      ...(input.bindings === undefined ? {} : { bindings: input.bindings }),
      at: () => input.at ?? Date.now(),
      keys: async ({ issuer = {} }) => {
        if (input.keys !== undefined) return input.keys;
        const url = issuer.url ?? '';
        const known = asked.get(url) ?? fetchKeys(issuer, input.timeoutSeconds ?? 5);
        asked.set(url, known);
        return await known;
      },
    },
  };
}
