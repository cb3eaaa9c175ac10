import { addTo } from '../contract/add-to.ts';
import type { ServedHost } from '../tree/edges.ts';
import { known } from '../tree/known.ts';
import type { Manifests } from '../tree/manifests.ts';
import { perTree } from '../tree/per-tree.ts';
import type { Reader } from '../manifest/reader.ts';
import type { TreeObject } from '../tree/tree.ts';

/** SecurityPolicies of Envoy Gateway, and the hosts that each stands before. */
export interface SecurityPolicies {
  readonly of: (edge: ServedHost) => TreeObject | undefined;
  readonly edges: (policy: TreeObject) => readonly ServedHost[];
  /** Policies whose targets cannot be told. */
  readonly open: readonly TreeObject[];
}

/** Tells which policy counts for which host: that of the route, else what a selector finds, else that of its Gateway (gateway-api, GEP-713). */
export const securityPoliciesOf = perTree((manifests: Manifests): SecurityPolicies => {
  const targets = manifests.objects.of('SecurityPolicy').flatMap(targetsOf);
  const named = targets.filter(({ labels }) => labels === undefined);
  const byKind = {
    routes: byName(named.filter(({ kind }) => kind !== 'Gateway')),
    gateways: byName(named.filter(({ kind }) => kind === 'Gateway')),
    selectors: targets.filter(({ labels, kind }) => labels !== undefined && kind !== 'Gateway'),
  };
  const found = new Map<ServedHost, TreeObject>();
  const edges = new Map<TreeObject, ServedHost[]>();
  for (const edge of manifests.edges) {
    const policy = policyOf(edge, byKind)?.policy;
    if (policy === undefined) continue;
    found.set(edge, policy);
    addTo(edges, policy, edge);
  }
  return {
    of: (edge) => found.get(edge),
    edges: (policy) => edges.get(policy) ?? [],
    open: named.flatMap(({ policy, name }) => (known(name) === undefined && !edges.has(policy) ? [policy] : [])),
  };
});

/** A policy by one of its targets. */
interface Target {
  readonly policy: TreeObject;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** Labels that a selector asks for. */
  readonly labels?: Reader;
}

function byName(targets: readonly Target[]): ReadonlyMap<string, readonly Target[]> {
  const map = new Map<string, Target[]>();
  for (const target of targets) addTo(map, target.name, target);
  return map;
}

function targetsOf(policy: TreeObject): Target[] {
  const spec = policy.root.get('spec');
  const target = (one: Reader): Target => ({
    policy,
    kind: one.text('kind') ?? 'HTTPRoute',
    namespace: one.text('namespace') ?? policy.namespace,
    name: one.text('name') ?? '',
  });
  return [
    ...[...spec.items('targetRefs'), spec.get('targetRef')].filter((one) => one.exists).map(target),
    ...spec.items('targetSelectors').map((one) => ({ ...target(one), labels: one.get('matchLabels') })),
  ];
}

interface Targets {
  readonly routes: ReadonlyMap<string, readonly Target[]>;
  readonly gateways: ReadonlyMap<string, readonly Target[]>;
  readonly selectors: readonly Target[];
}

/** A variable is equal to itself: a component names the route as its policy does. */
function policyOf(edge: ServedHost, { routes, gateways, selectors }: Targets): Target | undefined {
  if (edge.form !== 'route') return undefined;
  const isHere = ({ namespace }: Target) => isSame(namespace, edge.object.namespace);
  const own = edge.names.flatMap((name) => routes.get(name) ?? []).find(isHere);
  if (own !== undefined) return own;
  const selected = selectors.find((one) => isHere(one) && isSelected(edge, one.labels!));
  if (selected !== undefined) return selected;
  const parents = edge.block.items('parentRefs');
  return parents
    .flatMap((parent) => {
      const namespace = parent.text('namespace') ?? edge.object.namespace;
      return (gateways.get(parent.text('name') ?? '') ?? []).filter((one) => isSame(one.namespace, namespace));
    })
    .at(0);
}

const isSelected = (edge: ServedHost, labels: Reader): boolean =>
  labels.keys().length > 0 && labels.entries().every(([key, value]) => labelOf(edge, key) === value.text());

/** A chart labels what it makes with the name of the release. */
function labelOf({ labels, names, object }: ServedHost, key: string): string | undefined {
  const given = labels.text(key) ?? object.root.text('spec', 'commonMetadata', 'labels', key);
  return given ?? (object.kind !== 'HTTPRoute' && key === 'app.kubernetes.io/instance' ? names[0] : undefined);
}

/** An unknown namespace may be any. */
const isSame = (a: string, b: string): boolean => a === b || known(a) === undefined || known(b) === undefined;
