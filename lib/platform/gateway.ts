import { PinoutError } from '../contract/error.ts';
import type { Facts } from '../contract/facts.ts';
import type { Manifest, Placed } from '../manifest/manifest.ts';
import type { Written } from '../manifest/written.ts';
import { wildcardNames, wildcardSecret } from './certificates/wildcard.ts';
import { emptyPart, type Part } from './part.ts';

/**
 * The Gateway, when the edge asks dist to write it: a listener for each name of the wildcard certificate, and one for http that sends everything to
 * https. Routes of all namespaces may use it, because each app brings its own.
 *
 * @param guarded whether apps stand behind forward-auth
 *
 * @throws PinoutError `gateway-certificate`
 */
export function gateway(facts: Facts, hosts: readonly string[], guarded: boolean): Part {
  const { edge } = facts;
  if (edge.kind !== 'gateway' || edge.gateway.className === undefined) return emptyPart;
  if (facts.certificates === undefined)
    throw new PinoutError({
      code: 'gateway-certificate',
      app: 'cluster',
      field: 'edge.gateway.className',
      found: 'a Gateway written by dist, but no certificates',
      wanted: 'certificates: the listener needs one for all hosts',
      fix: "write certificates: { email: '…', provider: ovh({ … }) }, or remove className if the Gateway exists already",
    });
  const { name, namespace, className, listener = 'https' } = edge.gateway;
  const allowedRoutes = { namespaces: { from: 'All' } } as const;
  const tls = { mode: 'Terminate', certificateRefs: [{ name: wildcardSecret }] } as const;
  const stars = wildcardNames(facts.domain, hosts).filter((one) => one.startsWith('*.'));
  const objects: Manifest[] = [
    {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'Gateway',
      metadata: {
        name,
        namespace,
        ...(facts.dns.externalDns === undefined ? {} : { annotations: { 'external-dns.alpha.kubernetes.io/target': facts.ingressAddress } }),
      },
      spec: {
        gatewayClassName: className,
        listeners: [
          { name: 'http', port: 80, protocol: 'HTTP', allowedRoutes: { namespaces: { from: 'Same' } } },
          // A star of the Gateway API stands for one label or more, so one listener has them all; the certificate has a star for each parent.
          { name: listener, hostname: stars[0]!, port: 443, protocol: 'HTTPS', tls, allowedRoutes },
        ],
      },
    } satisfies Written<'Gateway'>,
    {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'HTTPRoute',
      metadata: { name: `${name}-https`, namespace },
      spec: {
        parentRefs: [{ name, namespace, sectionName: 'http' }],
        rules: [{ filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https', statusCode: 301 } }] }],
      },
    } satisfies Written<'HTTPRoute'>,
  ];
  if (guarded && edge.controller === 'envoy-gateway') objects.push(withoutIdentity(name, namespace, facts));
  return {
    ...emptyPart,
    placed: objects.map((object): Placed => ({ folder: 'platform/gateway', from: 'cluster', object })),
    namespaces: [namespace],
    needed: [{ kind: 'GatewayClass', namespace: '', name: className, why: `your ${edge.controller}, with the CRDs of the Gateway API` }],
  };
}

/**
 * Takes off what a browser sends in the name of the outpost, before routes are looked up. Envoy adds to a request what the outpost answers, and lets the rest
 * be: on paths that need no sign-in the app would believe a browser.
 */
const withoutIdentity = (name: string, namespace: string, { idp }: Facts): Manifest =>
  ({
    apiVersion: 'gateway.envoyproxy.io/v1alpha1',
    kind: 'ClientTrafficPolicy',
    metadata: { name: `${name}-headers`, namespace },
    spec: {
      targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name }],
      headers: { earlyRequestHeaders: { remove: (idp.guard?.headers ?? []).map((header) => header.toLowerCase()) } },
    },
  }) satisfies Written<'ClientTrafficPolicy'>;
