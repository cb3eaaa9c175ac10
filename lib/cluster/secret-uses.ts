import type { Facts } from '../contract/facts.ts';
import type { Folder } from '../manifest/manifest.ts';
import type { SecretUse } from '../platform/secret-backend.ts';
import type { WiredApp } from './app-ends.ts';
import type { WritableProvider } from '../idp/identity-provider.ts';

/** Secrets of an app and where they are read: client secrets in the namespace of the identity provider and by itself, values of its own by itself alone. */
export function secretUses({ name, contracts, end }: WiredApp, facts: Facts, provider: Pick<WritableProvider, 'folderOf'>): SecretUse[] {
  const identity = provider.folderOf(facts, name);
  const folder: Folder = `apps/${name}`;
  const own = (namespace: string | undefined) => (namespace === undefined ? [] : [{ namespace, folder }]);
  const clients = contracts.flatMap((contract): SecretUse[] => {
    if (contract.protocol !== 'oidc' || contract.clientType === 'public') return [];
    // One that stays is neither made nor copied.
    if (contract.adopted?.login?.secret === 'kept') return [];
    const { secret: ref } = contract;
    const reads = end.secrets.some((one) => one.name === ref.name);
    return [{ ref, from: name, folder: identity, readers: [{ namespace: facts.idp.namespace, folder: identity }, ...(reads ? own(end.namespace) : [])] }];
  });
  return [...clients, ...(end.generated ?? []).map((ref): SecretUse => ({ ref, from: name, folder, readers: own(end.namespace) }))];
}
