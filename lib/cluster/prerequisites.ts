import type { Facts } from '../contract/facts.ts';

/** An object that dist uses and does not bring: it has to be in the cluster before. `*` stands for every name. */
export interface Prerequisite {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly why: string;
}

/** What the cluster must have before dist works. */
export function prerequisites(facts: Facts, namespaces: readonly string[]): Prerequisite[] {
  const { edge, gitops } = facts;
  const { source } = gitops;
  return [
    { kind: source.kind, namespace: source.namespace, name: source.name, why: 'Flux reads dist from it' },
    { kind: 'Namespace', namespace: '', name: source.namespace, why: 'Flux itself lives there' },
    { kind: 'IngressClass', namespace: '', name: edge.className, why: 'your ingress controller, with a way in on port 443' },
    ...(edge.clusterIssuer === undefined
      ? namespaces.map((namespace) => ({ kind: 'Secret', namespace, name: edge.tlsSecret, why: 'certificate of the hosts in this namespace' }))
      : [{ kind: 'ClusterIssuer', namespace: '', name: edge.clusterIssuer, why: 'cert-manager makes the certificates with it' }]),
    { kind: 'StorageClass', namespace: '', name: '(default)', why: "volume of authentik's database" },
  ];
}
