import type { Contract } from '../contract/contract.ts';
import { clientSecretRef, type SecretRef } from '../contract/secret-ref.ts';

/** What has to be remembered of a cluster beyond its source: written by commands, kept in git beside the app file. */
export interface ClusterState {
  /** Generation of the client secrets by app: `pinout secrets rotate` counts it up. The greater of it and `secretGeneration` counts. */
  readonly generations: Readonly<Record<string, number>>;
}

/** A contract whose client secret has at least this generation. */
export function withGeneration(contract: Contract, app: string, state: ClusterState | undefined): Contract {
  const least = state?.generations;
  if (least === undefined || !Object.hasOwn(least, app)) return contract;
  return mapSecret(contract, (ref) => ({ ...ref, generation: Math.max(ref.generation, clientSecretRef(contract.slug, least[app]!, app).generation) }));
}

/** A contract with another reference to its client secret. */
export function mapSecret(contract: Contract, change: (ref: SecretRef) => SecretRef): Contract {
  return contract.protocol === 'oidc' && contract.clientType === 'confidential' && contract.adopted?.login?.secret !== 'kept'
    ? { ...contract, secret: change(contract.secret) }
    : contract;
}
