import type { Facts } from '../contract/facts.ts';
import { guarded, kindOf, wrongType } from '../contract/option-error.ts';
import { existingSecrets } from './existing-secrets.ts';
import { generatedSecrets } from './generated-secrets.ts';
import type { SecretBackend, SecretsChoice } from './secret-backend.ts';
import { sopsSecrets } from './sops-secrets.ts';
import { storedSecrets } from './stored-secrets.ts';

const makers: readonly unknown[] = [existingSecrets, generatedSecrets, sopsSecrets, storedSecrets];

/**
 * How secrets come into the cluster.
 *
 * @param more functions that are called, and not given
 * @throws PinoutError `option-type`, and what the backend refuses
 */
export function backendOf(choice: SecretsChoice, facts: Facts, field: string, more: readonly unknown[]): SecretBackend {
  const at = { app: 'cluster', field };
  const fix = `write ${field.split('.').at(-1) ?? field}: sopsSecrets(), or leave it out`;
  if ([...makers, ...more].includes(choice)) throw wrongType(choice, at, 'the result of the function', `${fix}: call it, with ()`);
  const backend: unknown = guarded(() => choice(facts), at, 'late-value-failed', 'a function that returns a secret backend', fix);
  const { name, place } = (typeof backend === 'object' && backend !== null ? backend : {}) as Partial<SecretBackend>;
  if (typeof name === 'string' && typeof place === 'function') return backend as SecretBackend;
  throw wrongType(choice, at, `a function that returns a secret backend instead of ${kindOf(backend)}`, fix);
}
