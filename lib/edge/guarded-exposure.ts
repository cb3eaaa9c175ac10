import { PinoutError } from '../contract/error.ts';
import type { Facts } from '../contract/facts.ts';
import type { ForwardAuthContract } from '../contract/forward-auth.ts';
import type { Manifest } from '../manifest/manifest.ts';
import { envoyGuard } from './envoy-guard.ts';
import { expose, type Exposure } from './expose.ts';
import type { Guard } from './guard.ts';
import { idpGuard } from './idp-guard.ts';
import { nginxGuard } from './nginx-guard.ts';
import { traefikGuard } from './traefik-guard.ts';

/**
 * The objects that lead a host to a Service behind forward-auth: the way to the app, guarded; the way of the provider's own path, open, if it
 * has one; and what the guard needs.
 *
 * That way lies in the provider's namespace, beside its Service: an Ingress reaches no other namespace, and an ExternalName Service is
 * off by default in Traefik. It names no certificate of its own: the host has one already.
 *
 * @throws PinoutError `forward-auth-unsupported` for an edge that cannot ask
 */
export function guardedExposure(exposure: Exposure, contract: ForwardAuthContract, facts: Facts): Manifest[] {
  const guard = guardOf(exposure, contract, facts);
  return [expose({ ...exposure, ...guard.exposure }, facts), ...wayToIdp(exposure, facts), ...guard.objects];
}

function guardOf(exposure: Exposure, contract: ForwardAuthContract, facts: Facts): Guard {
  const { edge } = facts;
  if (edge.kind === 'ingress' && edge.controller === 'ingress-nginx') return nginxGuard(exposure, facts);
  if (edge.controller === 'traefik') return traefikGuard(exposure, facts);
  if (edge.controller === 'envoy-gateway') return envoyGuard(exposure, facts);
  throw new PinoutError({
    code: 'forward-auth-unsupported',
    app: contract.slug,
    field: 'edge.controller',
    found: edge.controller === 'cilium' ? '"cilium", whose Gateway does not support forward-auth' : `"${edge.controller}"`,
    wanted: 'ingress-nginx, traefik or envoy-gateway: the app has no login of its own, so it would be open to everyone',
    fix: "write edge: { controller: 'traefik', … }, or put oauth2-proxy in front of the app and remove it from pinout",
  });
}

function wayToIdp({ name, namespace, host }: Exposure, facts: Facts): Manifest[] {
  const { namespace: home } = facts.idp;
  const { service, port, path } = idpGuard(facts);
  if (path === undefined) return [];
  const way = expose({ name: `outpost-${namespace}-${name}`, namespace: home, host, service, port, path }, facts);
  if (facts.edge.kind === 'gateway') return [way];
  const { metadata, spec } = way as Manifest & { spec: { ingressClassName: string; rules: unknown } };
  const bare = { ingressClassName: spec.ingressClassName, rules: spec.rules };
  // ingress-nginx takes its default certificate for the host when an Ingress names it without one; Traefik serves no https for a router without tls.
  const open = facts.edge.controller === 'traefik' ? { ...bare, tls: [{ hosts: [host] }] } : bare;
  return [{ ...way, metadata: { name: metadata.name, namespace: home }, spec: open }];
}
