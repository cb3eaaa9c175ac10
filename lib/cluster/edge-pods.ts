import type { NetworkPeer } from '../contract/network-peer.ts';
import type { Placed } from '../manifest/manifest.ts';
import type { Prerequisite } from '../manifest/prerequisite.ts';

/** The pods that NetworkPolicies of dist take for the edge: where the edge is something else, guarded apps answer nobody. */
export function edgePods(placed: readonly Placed[]): Prerequisite[] {
  const policy = placed.find(({ object }) => object.kind === 'NetworkPolicy')?.object;
  if (policy === undefined) return [];
  const [first] = (policy['spec'] as { ingress: readonly { readonly from: readonly NetworkPeer[] }[] }).ingress[0]!.from;
  const labels = Object.entries(first?.podSelector?.matchLabels ?? {}).map(([key, value]) => `${key}=${value}`);
  if (labels.length === 0) return [];
  return [
    {
      kind: 'Pod',
      namespace: '',
      name: labels.join(','),
      why: 'the ingress controller: only pods with these labels can reach apps that have a NetworkPolicy. If your controller has other labels or uses the host network, write `edge: { from: […] }`',
    },
  ];
}
