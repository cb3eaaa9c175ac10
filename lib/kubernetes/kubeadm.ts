import { wayOf } from '../contract/edge-before.ts';
import type { Facts } from '../contract/facts.ts';
import type { JsonMap } from '../manifest/manifest.ts';
import { configurationFile, nodeDirectory, patchesDirectory } from './names.ts';

/** Path of the file inside kube-apiserver's container, and on the node. */
export const configurationPath = `${nodeDirectory}/${configurationFile}`;

/**
 * What kubeadm's ClusterConfiguration has to say about kube-apiserver: the flag and the mount. They live in the ConfigMap kubeadm-config, so
 * `kubeadm upgrade` keeps them.
 *
 * The directory is mounted, not the file: a mount of one file holds on to its inode, and a file renamed over it is never seen
 * (kubernetes/kubernetes#122091).
 */
export function clusterConfiguration({ features }: Pick<Facts, 'features'>): JsonMap {
  return {
    apiVersion: `kubeadm.k8s.io/${features.kubeadm}`,
    kind: 'ClusterConfiguration',
    apiServer: {
      extraArgs:
        features.kubeadm === 'v1beta4' ? [{ name: 'authentication-config', value: configurationPath }] : { 'authentication-config': configurationPath },
      extraVolumes: [{ name: 'authentication-config', hostPath: nodeDirectory, mountPath: nodeDirectory, readOnly: true, pathType: 'Directory' }],
    },
  };
}

/** Whether kube-apiserver needs the identity provider's address written into its hosts file. */
export function needsHostAliases({ dns }: Pick<Facts, 'dns'>): boolean {
  // It runs in the node's network and asks the node's resolver, never CoreDNS (kubelet, pkg/kubelet/network/dns: hostNetwork with ClusterFirst).
  // With Pi-hole, or a public name, that resolver knows the address.
  return dns.mode === 'hostAliases' || dns.mode === 'coredns-rewrite' || dns.mode === 'coredns-hosts';
}

/** Where the patches lie, for `kubeadm init` and the phases. kubeadm does not take `--patches` beside `--config`, and keeps neither in the cluster. */
export function patchesConfiguration({ features }: Pick<Facts, 'features'>): JsonMap {
  return { apiVersion: `kubeadm.k8s.io/${features.kubeadm}`, kind: 'InitConfiguration', patches: { directory: patchesDirectory } };
}

/** Strategic merge patch of the static pod, as kubeadm reads it from `kube-apiserver0+strategic.yaml`. */
export function hostAliasesPatch(facts: Pick<Facts, 'ingressAddress' | 'edge' | 'edgeBefore' | 'idp'>): JsonMap {
  const { host } = facts.idp;
  return { spec: { hostAliases: [{ ip: wayOf(facts, host).ingressAddress, hostnames: [host] }] } };
}
