import type { Facts } from '../contract/facts.ts';
import type { JsonMap, Manifest } from '../manifest/manifest.ts';
import type { RouteFilter, Written } from '../manifest/written.ts';
import { exposureNeeds, type ExposureNeeds } from './exposure-needs.ts';

/** A Service that browsers reach by a host name. */
export interface Exposure {
  /** Name of the Ingress or HTTPRoute. */
  readonly name: string;
  /** Namespace of the Service, and of what points to it. */
  readonly namespace: string;
  readonly host: string;
  readonly service: string;
  /** Port number of the Service. */
  readonly port: number;
  /** Path prefix; `/` unless given. */
  readonly path?: string;
  /** What the app needs of the way in beyond the usual. */
  readonly needs?: ExposureNeeds;
  /** Annotations for the Ingress alone. */
  readonly annotations?: Readonly<Record<string, string>>;
  /** Filters for the rule of the HTTPRoute alone. */
  readonly filters?: readonly JsonMap[];
}

/**
 * The object that leads a host to a Service, in the form of the cluster's edge: an Ingress of its class, or an HTTPRoute for its Gateway.
 * We write it ourselves instead of through each chart's own values: one form for all apps, readable in a diff, and the redirect URI depends on it.
 *
 * @example expose({ name: 'grafana', namespace: 'monitoring', host: 'grafana.home.example.org', service: 'grafana', port: 80 }, facts)
 */
export function expose(exposure: Exposure, facts: Pick<Facts, 'edge' | 'dns' | 'ingressAddress'>): Manifest {
  const { edge } = facts;
  const { name, namespace, host, service, port, path = '/', annotations = {}, filters, needs = {} } = exposure;
  const wanted = exposureNeeds(needs, facts);
  if (edge.kind === 'gateway')
    return {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'HTTPRoute',
      metadata: { name, namespace },
      spec: {
        parentRefs: [
          {
            name: edge.gateway.name,
            namespace: edge.gateway.namespace,
            ...(edge.gateway.listener === undefined ? {} : { sectionName: edge.gateway.listener }),
          },
        ],
        hostnames: [host],
        rules: [
          {
            matches: [{ path: { type: 'PathPrefix', value: path } }],
            ...(filters === undefined ? {} : { filters: filters as readonly RouteFilter[] }),
            backendRefs: [{ name: service, port }],
            ...(wanted.timeouts === undefined ? {} : { timeouts: wanted.timeouts }),
          },
        ],
      },
    } satisfies Written<'HTTPRoute'>;
  const all = {
    ...(edge.clusterIssuer === undefined ? {} : { 'cert-manager.io/cluster-issuer': edge.clusterIssuer }),
    // The address of the record, when the controller does not publish its own in the Ingress' status.
    ...(facts.dns.externalDns === undefined ? {} : { 'external-dns.alpha.kubernetes.io/target': facts.ingressAddress }),
    ...wanted.annotations,
    ...annotations,
  };
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name, namespace, ...(Object.keys(all).length === 0 ? {} : { annotations: all }) },
    spec: {
      ingressClassName: edge.className,
      // Without a secretName the controller serves its own certificate for the host.
      tls: [edge.certificate === 'default' ? { hosts: [host] } : { hosts: [host], secretName: edge.tlsSecret ?? `${name}-tls` }],
      rules: [{ host, http: { paths: [{ path, pathType: 'Prefix', backend: { service: { name: service, port: { number: port } } } }] } }],
    },
  } satisfies Written<'Ingress'>;
}
