import { delivery } from '../delivery/engine.ts';
import { compareText } from '../contract/access.ts';
import { PinoutError } from '../contract/error.ts';
import type { Facts } from '../contract/facts.ts';
import { commonLevel, type PodSecurityLevel, withinBaseline } from '../contract/pod-security.ts';
import type { Placed } from '../manifest/manifest.ts';
import type { Written } from '../manifest/written.ts';
import { certManagerNamespace } from './certificates/cert-manager.ts';
import { externalSecretsNamespace } from './external-secrets.ts';
import type { Reason } from '../manifest/reason.ts';

/** What a reviewer of dist would ask. */
export const namespaceReasons: readonly Reason[] = [
  { kind: 'Namespace', path: Object.keys(delivery.kept)[0]!, why: 'deleting a namespace deletes everything in it, including volumes' },
];

/** A namespace that something of dist lies in, and the Pod Security Standard that its pods are known to meet. */
export interface NamespaceUse {
  readonly name: string;
  /** Absent: not known, as with a chart that its user brings. */
  readonly podSecurity?: PodSecurityLevel;
}

/** Kubernetes makes these itself, and Flux' own namespace is there before dist: none of them may come from dist. */
const present = new Set(['default', 'kube-system', 'kube-public', 'kube-node-lease']);

/** Namespaces whose pods are known to satisfy the strictest Pod Security Standard, or that hold no pods at all. */
const restricted = (facts: Facts): ReadonlySet<string> => new Set([externalSecretsNamespace, facts.secretsNamespace, certManagerNamespace]);

/**
 * The namespaces that dist uses. Flux never prunes them: with a namespace goes everything in it, volumes included.
 *
 * Each carries the strictest Pod Security Standard that everything in it is known to meet, or what `podSecurity` says. A namespace with a chart that
 * nobody knows has no label: the label keeps pods from starting.
 *
 * @param used namespaces of apps and of the secret backend
 * @param brought namespaces that the cluster's owner makes
 * @throws PinoutError `namespace-unknown`
 * @example namespaces(facts, [{ name: 'monitoring' }])
 */
export function namespaces(facts: Facts, used: readonly NamespaceUse[], brought: readonly string[] = []): Placed[] {
  const strict = restricted(facts);
  // Pods of authentik and of its database.
  const level = facts.idp.own === true ? facts.idp.podSecurity : withinBaseline(facts.idp.values) ? 'baseline' : undefined;
  const provider: NamespaceUse = { name: facts.idp.namespace, ...(level === undefined ? {} : { podSecurity: level }) };
  const uses = [...(facts.idp.existing === undefined ? [provider] : [{ name: facts.idp.namespace }]), ...used];
  const theirs = new Set([...present, facts.gitops.source.namespace, ...brought, ...(facts.idp.existing?.kind === 'cluster' ? [facts.idp.namespace] : [])]);
  const names = [...new Set(uses.map(({ name }) => name))].filter((name) => !theirs.has(name)).sort(compareText);
  const unknown = Object.keys(facts.podSecurity).find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw new PinoutError({
      code: 'namespace-unknown',
      app: 'cluster',
      field: `podSecurity.${unknown}`,
      found: 'a namespace that dist does not create',
      wanted: `one of ${names.join(', ')}`,
      fix: 'correct the name, or label the namespace where it is created',
    });
  const levelOf = (name: string): PodSecurityLevel | undefined =>
    facts.podSecurity[name] ??
    commonLevel(uses.filter((use) => use.name === name).map(({ podSecurity }) => podSecurity ?? (strict.has(name) ? 'restricted' : undefined)));
  return names.map((name) => {
    const level = levelOf(name);
    return {
      folder: 'namespaces',
      from: 'cluster',
      object: {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: {
          name,
          ...(level === undefined ? {} : { labels: { 'pod-security.kubernetes.io/enforce': level } }),
          annotations: { ...delivery.kept },
        },
      } satisfies Written<'Namespace'>,
    };
  });
}
