import { compareText } from '../contract/access.ts';
import type { Facts } from '../contract/facts.ts';
import type { Placed } from '../manifest/manifest.ts';
import { certManagerNamespace } from './certificates/cert-manager.ts';
import { externalSecretsNamespace } from './external-secrets.ts';

/** Kubernetes makes these itself, and Flux' own namespace is there before dist: none of them may come from dist. */
const present = new Set(['default', 'kube-system', 'kube-public', 'kube-node-lease']);

/** Namespaces whose pods are known to satisfy the strictest Pod Security Standard, or that hold no pods at all. */
const restricted = (facts: Facts): ReadonlySet<string> => new Set([externalSecretsNamespace, facts.secretsNamespace, certManagerNamespace]);

/**
 * The namespaces that dist uses. Flux never prunes them: with a namespace goes everything in it, volumes included.
 *
 * @param used namespaces of apps and of the secret backend
 * @example namespaces(facts, ['monitoring'])
 */
export function namespaces(facts: Facts, used: readonly string[]): Placed[] {
  const strict = restricted(facts);
  const names = new Set([facts.idp.namespace, ...used]);
  return [...names]
    .filter((name) => !present.has(name) && name !== facts.gitops.source.namespace)
    .sort(compareText)
    .map((name) => ({
      folder: 'namespaces',
      from: 'cluster',
      object: {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: {
          name,
          ...(strict.has(name) ? { labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } } : {}),
          annotations: { 'kustomize.toolkit.fluxcd.io/prune': 'disabled' },
        },
      },
    }));
}
