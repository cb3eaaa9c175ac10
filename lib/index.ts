/** What `apps/` imports. */
export { append } from './compose/append.ts';
export { merge } from './compose/merge.ts';
export { notSecret } from './compose/not-secret.ts';
export { override } from './compose/override.ts';
export { remove } from './compose/remove.ts';
export { resolve } from './compose/resolve.ts';
export { type Access, everyone, groups } from './contract/access.ts';
export { http01, ovh } from './contract/certificate-provider.ts';
export type { Contract, OidcContract } from './contract/contract.ts';
export type { ForwardAuthContract } from './contract/forward-auth.ts';
export { isPinoutError, PinoutError } from './contract/error.ts';
export type { Facts } from './contract/facts.ts';
export type { Finding } from './contract/finding.ts';
export { type Cluster, type ClusterInput, defineCluster } from './cluster/cluster.ts';
export { postgres } from './flux/postgres.ts';
export * from './integrations/index.ts';
export type { SecretBackend } from './platform/secret-backend.ts';
