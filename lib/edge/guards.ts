import type { Located } from '../contract/observed.ts';
import type { Reader } from '../manifest/reader.ts';
import type { ServedHost } from '../tree/edges.ts';
import { known } from '../tree/known.ts';
import type { Manifests } from '../tree/manifests.ts';
import { perTree } from '../tree/per-tree.ts';
import type { TreeObject } from '../tree/tree.ts';
import { securityPoliciesOf } from './security-policies.ts';
import { middlewaresOf } from './middlewares.ts';
import { asksIn } from './asks-outpost.ts';

/** A host whose requests the edge shows to the identity provider first. */
export interface Guard {
  /** As `https://HOST`. */
  readonly host: Located<string>;
  readonly edge: ServedHost;
}

/** Guarded hosts of a tree, and what cannot be told. */
export interface Guards {
  readonly all: readonly Guard[];
  /** Hosts behind something that the tree does not have: it may ask the identity provider. */
  readonly uncertain: ReadonlySet<string>;
  /** A policy guards routes that cannot be told: any host may be among them. */
  readonly hidden: boolean;
}

/**
 * Hosts behind forward-auth: by the annotation `auth-url`, by Middlewares of Traefik (annotation, IngressRoute, filter of an HTTPRoute), and by
 * SecurityPolicies of Envoy Gateway, whose targets are routes, Gateways, or what a selector finds.
 */
export const guardsOf = perTree((manifests: Manifests): Guards => {
  const middlewares = middlewaresOf(manifests);
  const policies = securityPoliciesOf(manifests);
  const isAsked = asksIn(manifests);
  // `extAuth` asks others than an identity provider too: only its path tells.
  const policyAsks = ({ root }: TreeObject): boolean => isAsked(root.text('spec', 'extAuth', 'http', 'path'));
  const all: Guard[] = [];
  const uncertain = new Set<string>();
  for (const edge of manifests.edges) {
    const named = namedBy(edge);
    const policy = policies.of(edge);
    const isGuarded =
      (policy !== undefined && policyAsks(policy)) || isAsked(authUrlOf(edge.annotations)) || named.some((name) => middlewares.asking.has(name));
    if (isGuarded) all.push({ host: { ...edge.host, value: `https://${edge.host.value}` }, edge });
    else if (named.some((name) => !middlewares.known.has(name)) || (policy === undefined && hasUnknownParent(edge)))
      uncertain.add(edge.host.value.toLowerCase());
  }
  return { all, uncertain, hidden: policies.open.some(policyAsks) };
});

/** ingress-nginx, and those that took its annotations over. */
function authUrlOf(annotations: Reader): string | undefined {
  return annotations
    .entries()
    .find(([name]) => name.endsWith('/auth-url'))?.[1]
    .text();
}

const hasUnknownParent = ({ block }: ServedHost): boolean => block.items('parentRefs').some((one) => known(one.text('name')) === undefined);

/** Middlewares that an edge names, as `namespace/name`. */
function namedBy({ annotations, block, object }: ServedHost): string[] {
  const annotated = (annotations.text('traefik.ingress.kubernetes.io/router.middlewares') ?? '')
    .split(',')
    .map((one) => one.trim())
    .flatMap((one) => (one.endsWith('@kubernetescrd') ? [one.slice(0, -'@kubernetescrd'.length)] : []));
  const inRoute = block.items('middlewares').flatMap((one) => {
    const name = one.text('name');
    return name === undefined ? [] : [`${one.text('namespace') ?? object.namespace}-${name.split('@')[0]!}`];
  });
  const filters = [...block.items('rules'), block]
    .flatMap((rule) => rule.items('filters'))
    .flatMap((filter) => {
      const ref = filter.get('extensionRef');
      return ref.text('kind') === 'Middleware' ? [`${object.namespace}-${ref.text('name') ?? ''}`] : [];
    });
  return [...annotated, ...inRoute, ...filters];
}
