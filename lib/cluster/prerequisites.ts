import type { Facts } from '../contract/facts.ts';
import type { Prerequisite } from '../manifest/prerequisite.ts';

/** What the cluster must have before dist works. */
export function prerequisites(facts: Facts, namespaces: readonly string[]): Prerequisite[] {
  const { gitops } = facts;
  const { source } = gitops;
  return [
    { kind: source.kind, namespace: source.namespace, name: source.name, why: 'Flux reads dist from it' },
    { kind: 'Namespace', namespace: '', name: source.namespace, why: 'Flux itself lives there' },
    ...edgePrerequisites(facts, namespaces),
    ...(facts.edgeBefore === undefined ? [] : edgePrerequisites({ ...facts, ...facts.edgeBefore }, namespaces)),
    ...(facts.storageClass === undefined ? [] : [{ kind: 'StorageClass', namespace: '', name: facts.storageClass, why: 'for the volumes in dist' }]),
  ];
}

function edgePrerequisites({ edge, certificates }: Facts, namespaces: readonly string[]): Prerequisite[] {
  if (edge.kind === 'gateway' && edge.gateway.className !== undefined) return [];
  if (edge.kind === 'gateway')
    return [
      {
        kind: 'Gateway',
        namespace: edge.gateway.namespace,
        name: edge.gateway.name,
        why: 'your Gateway on port 443, with a certificate for every host; it must allow routes from all namespaces',
      },
    ];
  const className = { kind: 'IngressClass', namespace: '', name: edge.className, why: 'your ingress controller, reachable on port 443' };
  if (edge.clusterIssuer !== undefined && certificates !== undefined) return [className];
  if (edge.clusterIssuer !== undefined)
    return [
      className,
      {
        kind: 'ClusterIssuer',
        namespace: '',
        name: edge.clusterIssuer,
        why: 'cert-manager issues the certificates with it, by DNS-01 unless port 80 is open to the internet',
      },
    ];
  if (edge.tlsSecret !== undefined)
    return [
      className,
      ...namespaces.map((namespace) => ({ kind: 'Secret', namespace, name: edge.tlsSecret, why: 'certificate of the hosts in this namespace' })),
    ];
  return [{ ...className, why: 'your ingress controller, reachable on port 443, with a certificate for every host' }];
}
