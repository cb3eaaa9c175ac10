import { PinoutError } from './error.ts';
import { dnsLabel } from './names.ts';
import { type NetworkPeer, networkPeers } from './network-peer.ts';
import { plain } from './open-shape.ts';
import { choice, list, object, type Shape, text, variant } from './shape.ts';

/**
 * Where the certificate of an Ingress comes from: a cert-manager ClusterIssuer makes one for each host, a Secret that is already in every
 * namespace holds one, or the controller has one for all (`default`: its wildcard certificate). None of the three: the issuer of the
 * cluster's `certificates`.
 */
type Certificate =
  | { readonly clusterIssuer: string; readonly tlsSecret?: never; readonly certificate?: never }
  | { readonly tlsSecret: string; readonly clusterIssuer?: never; readonly certificate?: never }
  | { readonly certificate: 'default'; readonly clusterIssuer?: never; readonly tlsSecret?: never };
type NoCertificate = { readonly clusterIssuer?: never; readonly tlsSecret?: never; readonly certificate?: never };

/** The Service of the controller inside the cluster. */
export interface EdgeService {
  readonly name: string;
  readonly namespace: string;
}

/** Controllers whose forward-auth and header settings pinout knows. */
export const ingressControllers = ['ingress-nginx', 'traefik', 'other'] as const;
const gatewayControllers = ['envoy-gateway', 'cilium', 'traefik'] as const;

/** The way into the cluster through Ingress objects of one class. */
export type IngressEdge = {
  readonly kind?: 'ingress';
  readonly className: string;
  /** What serves the class. Known without saying for the classes `nginx` and `traefik`. */
  readonly controller?: (typeof ingressControllers)[number];
  /** The Service of the controller, for requests from inside the cluster. The default for ingress-nginx and traefik is the name in their charts. */
  readonly service?: EdgeService;
  /**
   * Where its requests come from, as `from` of a NetworkPolicy. Known without saying for ingress-nginx and traefik, by the labels that their charts give the
   * pods; to be said when they run in the network of their nodes (`[{ ipBlock: { cidr: '192.168.1.0/24' } }]`).
   */
  readonly from?: readonly NetworkPeer[];
} & (Certificate | NoCertificate);

/** The way in through a Gateway, whose listener holds the certificate. */
export interface GatewayEdge {
  readonly kind: 'gateway';
  readonly controller: (typeof gatewayControllers)[number];
  readonly gateway: {
    readonly name: string;
    readonly namespace: string;
    /** Name of the listener for https; `https` for a Gateway that dist writes. */
    readonly listener?: string;
    /** GatewayClass: given, dist writes the Gateway itself, with the wildcard certificate of `certificates`. */
    readonly className?: string;
  };
  /** The Service of the Gateway, for requests from inside the cluster. Required for Envoy Gateway, which generates a name for each Gateway. */
  readonly service?: EdgeService;
  /** Where its requests come from, as `from` of a NetworkPolicy. Known without saying for envoy-gateway (unless Gateways are merged) and traefik. */
  readonly from?: readonly NetworkPeer[];
}

/** The way into the cluster, as its owner writes it. */
export type EdgeInput = IngressEdge | GatewayEdge;

const peers = list(plain as Shape<NetworkPeer>);
const serviceShape = object<EdgeService>({ name: text, namespace: text });

/** The options of the way into the cluster. */
export const edgeShape = variant<EdgeInput, 'kind'>(
  'kind',
  {
    ingress: object<IngressEdge>({
      kind: choice('ingress'),
      className: text,
      controller: choice(...ingressControllers),
      service: serviceShape,
      from: peers,
      clusterIssuer: text,
      tlsSecret: text,
      certificate: choice('default'),
    }),
    gateway: object<GatewayEdge>({
      kind: choice('gateway'),
      controller: choice(...gatewayControllers),
      gateway: object<GatewayEdge['gateway']>({ name: text, namespace: text, listener: text, className: text }),
      service: serviceShape,
      from: peers,
    }),
  },
  'ingress',
);

/** The way into the cluster, checked and complete. */
export type Edge =
  | ({
      readonly kind: 'ingress';
      readonly className: string;
      readonly controller: (typeof ingressControllers)[number];
      readonly service?: EdgeService;
      readonly from?: readonly NetworkPeer[];
    } & Certificate)
  | GatewayEdge;

/** Names as the charts give them when the release is named after the chart. */
const services: Readonly<Record<string, EdgeService>> = {
  'ingress-nginx': { name: 'ingress-nginx-controller', namespace: 'ingress-nginx' },
  traefik: { name: 'traefik', namespace: 'traefik' },
};

const known: Readonly<Record<string, (typeof ingressControllers)[number]>> = { nginx: 'ingress-nginx', traefik: 'traefik' };

const at = (field: string) => ({ app: 'cluster', field: `edge.${field}` });

function service(given: EdgeService | undefined, usual: EdgeService | undefined): { readonly service?: EdgeService } {
  if (given === undefined) return usual === undefined ? {} : { service: usual };
  return { service: { name: dnsLabel(given?.name, at('service.name')), namespace: dnsLabel(given.namespace, at('service.namespace')) } };
}

const from = (given: unknown): { readonly from?: readonly NetworkPeer[] } => (given === undefined ? {} : { from: networkPeers(given, at('from')) });

/**
 * Checks and completes the edge.
 *
 * @param issuer ClusterIssuer of Ingresses that name no certificate
 * @throws PinoutError `edge-certificate`, `choice-unknown`, `name-invalid`, `network-peer-invalid`
 * @example checkedEdge({ className: 'traefik', clusterIssuer: 'letsencrypt-prod-dns' })
 */
export function checkedEdge(edge: EdgeInput, issuer?: string): Edge {
  if (edge?.kind === 'gateway') return checkedGateway(edge);
  const input = edge;
  const className = dnsLabel(input?.className, at('className'));
  const controller = input.controller ?? known[className] ?? 'other';
  const given = (['clusterIssuer', 'tlsSecret', 'certificate'] as const).filter((key) => input[key] !== undefined);
  const base = { kind: 'ingress', className, controller, ...service(input.service, services[controller]), ...from(input.from) } as const;
  if (given.length === 0 && issuer !== undefined) return { ...base, clusterIssuer: issuer };
  if (given.length === 1) {
    if (input.clusterIssuer !== undefined) return { ...base, clusterIssuer: dnsLabel(input.clusterIssuer, at('clusterIssuer')) };
    if (input.tlsSecret !== undefined) return { ...base, tlsSecret: dnsLabel(input.tlsSecret, at('tlsSecret')) };
    return { ...base, certificate: 'default' };
  }
  throw new PinoutError({
    code: 'edge-certificate',
    app: 'cluster',
    field: 'edge',
    found: given.length === 0 ? 'neither clusterIssuer nor tlsSecret nor certificate' : given.join(' and '),
    wanted: 'exactly one of clusterIssuer, tlsSecret and certificate: sign-in needs https',
    fix: "write edge: { className: 'traefik', clusterIssuer: 'letsencrypt-prod-dns' }",
  });
}

function checkedGateway(edge: GatewayEdge): GatewayEdge {
  const { gateway } = edge;
  // On the listener for http lies the redirect to https alone.
  const listener = gateway?.listener ?? (gateway?.className === undefined ? undefined : 'https');
  return {
    kind: 'gateway',
    controller: choice(...gatewayControllers)(edge.controller, at('controller')),
    gateway: {
      name: dnsLabel(gateway?.name, at('gateway.name')),
      namespace: dnsLabel(gateway?.namespace, at('gateway.namespace')),
      ...(listener === undefined ? {} : { listener: dnsLabel(listener, at('gateway.listener')) }),
      ...(gateway.className === undefined ? {} : { className: dnsLabel(gateway.className, at('gateway.className')) }),
    },
    ...service(edge.service, usualService(edge)),
    ...from(edge.from),
  };
}

/** Cilium names the Service after the Gateway; Traefik has one for all. */
function usualService({ controller, gateway }: GatewayEdge): EdgeService | undefined {
  if (controller === 'cilium') return { name: `cilium-gateway-${gateway.name}`, namespace: gateway.namespace };
  return controller === 'traefik' ? services['traefik'] : undefined;
}
