/** `pinout/cdk8s`: a cluster as a construct, in a cdk8s App of your own. */
export { SsoCluster, type SsoClusterProps } from './cdk8s/sso-cluster.ts';
export type { Cluster } from './cluster/cluster.ts';
export type { Folder } from './manifest/manifest.ts';
