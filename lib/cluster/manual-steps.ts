import type { Facts } from '../contract/facts.ts';
import { delivery } from '../delivery/engine.ts';
import type { WritableProvider } from '../idp/identity-provider.ts';
import type { ManualStep } from '../manifest/manual-step.ts';
import type { SecretBackend, SecretUse } from '../platform/secret-backend.ts';

/**
 * The few things that only a person can do for this cluster to come up, in their order. Each part of the cluster that needs one brings it; what does
 * not apply is not listed.
 *
 * @param under steps of what runs under the apps: they need the namespaces, which come with the first layer
 */
export function manualSteps(
  facts: Facts,
  backend: SecretBackend,
  uses: readonly SecretUse[],
  provider: Pick<WritableProvider, 'steps'>,
  under: readonly ManualStep[],
): ManualStep[] {
  const { first, last } = delivery.steps(facts);
  return [
    ...first,
    ...(backend.steps?.(uses) ?? []),
    ...last,
    ...under,
    ...provider.steps(facts),
    ...(facts.people === undefined ? [{ text: `In ${facts.idp.title}, create your own user and add it to the groups of the apps that you want to open` }] : []),
  ];
}
