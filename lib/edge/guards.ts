import type { Located } from '../contract/observed.ts';
import type { Reader } from '../manifest/reader.ts';
import type { ServedHost } from '../tree/edges.ts';
import { ingressClassOf, isOtherController } from '../tree/ingress-class.ts';
import { known } from '../tree/known.ts';
import type { Manifests } from '../tree/manifests.ts';
import { perTree } from '../tree/per-tree.ts';
import type { TreeObject } from '../tree/tree.ts';
import { admittedGuards } from './admitted-guards.ts';
import { securityPoliciesOf } from './security-policies.ts';
import { middlewaresNamed, middlewaresOf } from './middlewares.ts';
import { asksIn } from './asks-outpost.ts';

/** A host whose requests the edge shows to the identity provider first. */
export interface Guard {
  /** As `https://HOST`. */
  readonly host: Located<string>;
  readonly edge: ServedHost;
}

/** A host whose requests the edge shows to something else first: another identity provider, a proxy. */
export interface OtherGuard extends Guard {
  /** The address that is asked, or the name of the Service. */
  readonly asks: Located<string>;
}

/** Guarded hosts of a tree, and what cannot be told. */
export interface Guards {
  readonly all: readonly Guard[];
  readonly others: readonly OtherGuard[];
  /** Hosts behind something that the tree does not have: it may ask the identity provider. */
  readonly uncertain: ReadonlySet<string>;
  /** A policy guards routes that cannot be told: any host may be among them. */
  readonly hidden: boolean;
}

/**
 * Hosts behind forward-auth: by the annotation `auth-url`, which Kyverno may add, by Middlewares of Traefik (annotation, IngressRoute, filter of an HTTPRoute), and by
 * SecurityPolicies of Envoy Gateway, whose targets are routes, Gateways, or what a selector finds.
 */
export const guardsOf = perTree((manifests: Manifests): Guards => {
  const middlewares = middlewaresOf(manifests);
  const policies = securityPoliciesOf(manifests);
  const isAsked = asksIn(manifests);
  const admitted = admittedGuards(manifests);
  // `extAuth` asks others than an identity provider too: only its path tells.
  const policyAsks = ({ root }: TreeObject): boolean => isAsked(root.text('spec', 'extAuth', 'http', 'path'));
  const all: Guard[] = [];
  const others: OtherGuard[] = [];
  const uncertain = new Set<string>();
  for (const edge of manifests.edges) {
    const named = middlewaresNamed(edge).map(({ id }) => id);
    const policy = policies.of(edge);
    const asked = [authUrlOf(edge) ?? admitted(edge), ...named.flatMap((name) => middlewares.get(name) ?? [])].flatMap((one) => one?.locatedText() ?? []);
    const guard = { host: { ...edge.host, value: `https://${edge.host.value}` }, edge };
    if ((policy !== undefined && policyAsks(policy)) || asked.some(({ value }) => isAsked(value))) {
      all.push(guard);
      continue;
    }
    const [asks] = [...(policy === undefined ? [] : extAuthOf(policy)), ...asked];
    if (asks !== undefined) others.push({ ...guard, asks });
    if (named.some((name) => !middlewares.has(name)) || (policy === undefined && hasUnknownParent(edge))) uncertain.add(edge.host.value.toLowerCase());
  }
  return { all, others, uncertain, hidden: policies.open.some(policyAsks) };
});

/** ingress-nginx, and those that took its annotations over. */
function authUrlOf({ annotations, block }: ServedHost): Reader | undefined {
  const isOther = isOtherController(ingressClassOf(block, annotations));
  return annotations.entries().find(([name]) => name.endsWith('/auth-url') && !(isOther && name.startsWith('nginx.')))?.[1];
}

/** What a policy of Envoy asks: a path, or a Service (gateway.envoyproxy.io, SecurityPolicy `extAuth`). */
function extAuthOf({ root }: TreeObject): Located<string>[] {
  const extAuth = root.get('spec', 'extAuth');
  return ['http', 'grpc']
    .map((kind) => extAuth.get(kind))
    .filter(({ exists }) => exists)
    .flatMap((one) => {
      const backend = one.items('backendRefs')[0]?.get('name') ?? one.get('backendRef', 'name');
      const [name, path] = [backend.locatedText(), one.text('path') ?? ''];
      return name === undefined ? [] : [{ ...name, value: `http://${name.value}${path}` }];
    });
}

const hasUnknownParent = ({ block }: ServedHost): boolean => block.items('parentRefs').some((one) => known(one.text('name')) === undefined);
