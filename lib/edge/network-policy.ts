import { PinoutError } from '../contract/error.ts';
import type { Facts } from '../contract/facts.ts';
import { type NetworkPeer, networkPeers } from '../contract/network-peer.ts';
import { plain } from '../contract/open-shape.ts';
import { type Fields, list, object, record, type Shape, text } from '../contract/shape.ts';
import type { Manifest } from '../manifest/manifest.ts';
import type { Written } from '../manifest/written.ts';

/** Who may reach an app's pods: the edge alone (`true`), the edge and others (`from`), or everybody (`false`). */
export type NetworkPolicyChoice =
  | boolean
  | {
      /** Others that may reach it, such as Prometheus. */
      readonly from?: readonly NetworkPeer[];
      /** Labels of the app's pods, when pinout cannot know them. */
      readonly pods?: Readonly<Record<string, string>>;
    };

/** The option of an app that may have a NetworkPolicy. */
export interface NetworkPolicyOption {
  /**
   * `true`: only the edge's pods reach the app's, by a NetworkPolicy. `{ from: […] }`: others as well. `false`: every pod of the cluster. On unless given for
   * apps behind forward-auth, off for others. Needs a network plugin that enforces NetworkPolicies.
   */
  readonly networkPolicy?: NetworkPolicyChoice;
}

const policyObject = object<Exclude<NetworkPolicyChoice, boolean>>({ from: list(plain as Shape<NetworkPeer>), pods: record(text) });
const policy: Shape<NetworkPolicyChoice> = (value, at) => (typeof value === 'boolean' ? value : policyObject(value, at));

/** Shape of the option. */
export const networkPolicyFields: Fields<NetworkPolicyOption> = { networkPolicy: policy };

/** The pods that it is about. */
export interface PolicyTarget {
  readonly name: string;
  readonly namespace: string;
  /** Labels of the app's pods; undefined where only its user knows them. */
  readonly pods?: Readonly<Record<string, string>>;
  /** Whether pods of the same namespace may reach them: what belongs to the app, such as its database or its monitoring. */
  readonly inside?: boolean;
}

const owner = 'gateway.envoyproxy.io/owning-gateway';

/**
 * Pods of the edge by the labels that its chart gives them, in whatever namespace it runs (k3s has Traefik in kube-system); what the cluster says goes first.
 */
function edgePeers({ edge }: Pick<Facts, 'edge'>): readonly NetworkPeer[] | undefined {
  if (edge.from !== undefined) return edge.from;
  const pods = (matchLabels: Readonly<Record<string, string>>) => [{ namespaceSelector: {}, podSelector: { matchLabels } }];
  if (edge.controller === 'traefik') return pods({ 'app.kubernetes.io/name': 'traefik' });
  if (edge.controller === 'ingress-nginx') return pods({ 'app.kubernetes.io/name': 'ingress-nginx', 'app.kubernetes.io/component': 'controller' });
  // envoyproxy/gateway, internal/gatewayapi/translator.go.
  if (edge.kind === 'gateway' && edge.controller === 'envoy-gateway')
    return pods({ [`${owner}-name`]: edge.gateway.name, [`${owner}-namespace`]: edge.gateway.namespace });
  // Cilium's Gateway is no pod: its requests carry the identity `ingress`, which no NetworkPolicy can name.
  return undefined;
}

/**
 * A NetworkPolicy that lets the edge reach an app's pods, and nobody else: an app that believes headers of the edge would believe them of any pod. Probes
 * of the kubelet and `kubectl port-forward` come from the pod's own node, which is always let through.
 *
 * @param byDefault what holds when the app's user says nothing
 * @throws PinoutError `network-policy-unsupported`, `network-policy-pods`, `network-peer-invalid`
 */
export function networkPolicy(choice: NetworkPolicyChoice | undefined, byDefault: boolean, target: PolicyTarget, facts: Facts): Manifest[] {
  const wanted = choice ?? byDefault;
  if (wanted === false) return [];
  const { name, namespace, inside = false } = target;
  const given = wanted === true ? {} : wanted;
  const pods = given.pods ?? target.pods;
  if (pods === undefined || (given.pods !== undefined && !isLabels(given.pods))) {
    // Without being asked, no pod is chosen by guess.
    if (choice === undefined) return [];
    throw new PinoutError({
      code: 'network-policy-pods',
      app: name,
      field: 'networkPolicy.pods',
      found: pods === undefined ? 'nothing' : 'no labels',
      wanted: "the labels of the app's pods, which pinout does not know for this chart",
      fix: `write networkPolicy: { pods: { 'app.kubernetes.io/name': '${name}' } }, as kubectl -n ${namespace} get pods --show-labels shows them`,
    });
  }
  const edge = [edgePeers(facts), facts.edgeBefore === undefined ? [] : edgePeers(facts.edgeBefore)].reduce<readonly NetworkPeer[] | undefined>(
    (all, some) => (all === undefined || some === undefined ? undefined : [...all, ...some]),
    [],
  );
  if (edge === undefined) {
    if (choice === undefined) return [];
    throw new PinoutError({
      code: 'network-policy-unsupported',
      app: name,
      field: 'networkPolicy',
      found: `the controller ${facts.edge.controller}, whose pods pinout does not know`,
      wanted: 'the pods of the ingress controller, as NetworkPolicy peers',
      fix: "write edge: { from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': '…' } } }], … }, or remove networkPolicy",
    });
  }
  const more = given.from === undefined ? [] : networkPeers(given.from, { app: name, field: 'networkPolicy.from' });
  return [
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name, namespace },
      spec: {
        podSelector: Object.keys(pods).length === 0 ? {} : { matchLabels: { ...pods } },
        policyTypes: ['Ingress'],
        ingress: [{ from: [...edge, ...(inside ? [{ podSelector: {} }] : []), ...more] }],
      },
    } satisfies Written<'NetworkPolicy'>,
  ];
}

const isLabels = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(value).every((one) => typeof one === 'string');

/** Labels of the pods of app-template's one controller. The chart's own name is theirs as well, so it is left out. */
export const appTemplatePods = (name: string): Readonly<Record<string, string>> => ({
  'app.kubernetes.io/instance': name,
  'app.kubernetes.io/controller': name,
});

/** Labels that the charts of most projects give their pods. */
export const chartPods = (chart: string, release: string): Readonly<Record<string, string>> => ({
  'app.kubernetes.io/name': chart,
  'app.kubernetes.io/instance': release,
});
