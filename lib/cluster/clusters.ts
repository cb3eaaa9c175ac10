import { closest } from 'fastest-levenshtein';
import { merge } from '../compose/merge.ts';
import { override } from '../compose/override.ts';
import { resolve } from '../compose/resolve.ts';
import { PinoutError, show } from '../contract/error.ts';
import { guarded, isLiteral, refuseUnknown, wrongType } from '../contract/option-error.ts';
import type { App } from '../integrations/integration.ts';
import { type Cluster, defineCluster } from './cluster.ts';
import { hostsOf } from './platform.ts';
import type { ClusterInput } from './cluster-input.ts';
import { clusterFields } from './cluster-input.ts';

/** What one of several clusters has of its own: its name, and facts laid over the shared ones. */
export interface ClusterVariant extends Omit<Partial<ClusterInput>, 'versions' | 'edge' | 'dns' | 'gitops'> {
  readonly name: string;
  readonly versions?: Partial<ClusterInput['versions']>;
  readonly edge?: { readonly [field: string]: unknown };
  readonly dns?: { readonly [field: string]: unknown };
  readonly gitops?: Partial<NonNullable<ClusterInput['gitops']>>;
  /** Options of apps by their name, merged over the shared ones; `undefined` leaves the app out of this cluster. */
  readonly overrides?: Readonly<Record<string, { readonly [option: string]: unknown } | undefined>>;
}

/** Clusters from one source: shared facts and apps, and what differs. */
export interface ClustersInput extends Partial<ClusterInput> {
  readonly clusters: readonly ClusterVariant[];
}

/**
 * Several clusters from one source. Facts of a cluster are laid over the shared ones: maps merge, everything else replaces; `apps` replaces the
 * list, `overrides` changes single apps of it.
 *
 * @throws PinoutError `clusters-missing`, `cluster-duplicate`, `host-duplicate`, `override-unknown`, and what `defineCluster` refuses
 * @example
 * export default defineClusters({
 *   versions: { kubernetes: '1.36', authentik: '2026.8.3', flux: '2.9' },
 *   edge: { className: 'traefik', clusterIssuer: 'letsencrypt-prod-dns' },
 *   apps: [monitoring],
 *   clusters: [
 *     { name: 'home', domain: 'home.example.org', ingressAddress: '192.168.1.30' },
 *     { name: 'cabin', domain: 'cabin.example.org', ingressAddress: '10.0.0.30', overrides: { grafana: { values: { grafana: { replicas: 2 } } } } },
 *   ],
 * });
 */
export function defineClusters(input: ClustersInput): Cluster[] {
  return guarded(() => defined(input), { app: 'cluster', field: '' }, 'option-unreadable', 'options that can be read', 'write plain objects, lists and texts');
}

function defined(input: ClustersInput): Cluster[] {
  const facts = Object.keys(clusterFields);
  refuseUnknown(input, [...facts, 'clusters'], { app: 'cluster', field: '' });
  const { clusters, ...shared } = input;
  const given: unknown = clusters;
  if (!Array.isArray(given) || given.length === 0)
    throw new PinoutError({
      code: 'clusters-missing',
      app: 'cluster',
      field: 'clusters',
      found: Array.isArray(given) ? 'an empty list' : show(given),
      wanted: 'a list of clusters, each with its name',
      fix: "write clusters: [{ name: 'home' }], or use defineCluster for one",
    });
  clusters.forEach((variant, index) => {
    refuseUnknown(variant, [...facts, 'overrides'], { app: 'cluster', field: `clusters[${index}]` });
  });
  return distinct(clusters.map((variant) => defineCluster(inputOf(shared, variant))));
}

/** @throws PinoutError `cluster-duplicate`, `host-duplicate` */
export function distinct(clusters: readonly Cluster[]): Cluster[] {
  const names = new Set<string>();
  const hosts = new Map<string, string>();
  for (const { facts, apps } of clusters) {
    if (names.has(facts.name))
      throw new PinoutError({
        code: 'cluster-duplicate',
        app: 'cluster',
        field: 'name',
        found: `${show(facts.name)} twice`,
        wanted: 'a unique name for each cluster: it is the folder in dist',
        fix: `rename one of the two, for example name: '${facts.name}-2'`,
      });
    names.add(facts.name);
    // A public name leads to one cluster: the other one's certificates, redirects and tokens would be those of a stranger.
    for (const host of new Set(hostsOf(apps, facts))) {
      const other = hosts.get(host);
      if (other !== undefined)
        throw new PinoutError({
          code: 'host-duplicate',
          app: 'cluster',
          field: `clusters.${facts.name}.domain`,
          found: `${host}, which ${other} already serves`,
          wanted: 'different hosts in each cluster: a public name can resolve to only one of them',
          fix:
            host === facts.idp.host
              ? `give ${facts.name} its own domain or idp.host, or share the authentik of ${other}: idp: { existing: { url: '${facts.idp.origin}', token: … } }`
              : `give ${facts.name} its own domain, or set another host for the app in overrides`,
        });
      hosts.set(host, facts.name);
    }
  }
  return [...clusters];
}

function inputOf(shared: Partial<ClusterInput>, { overrides = {}, ...own }: ClusterVariant): ClusterInput {
  const input: Record<string, unknown> = { ...shared };
  for (const [key, value] of Object.entries(own)) {
    const below = input[key];
    input[key] = isLiteral(below) && isLiteral(value) ? resolve(merge(below, value)) : value;
  }
  return {
    ...(input as unknown as ClusterInput),
    apps: changed(input['apps'] as ClusterInput['apps'], overrides, typeof own.name === 'string' ? own.name : 'cluster'),
  };
}

function changed(apps: ClusterInput['apps'], overrides: NonNullable<ClusterVariant['overrides']>, cluster: string): readonly App<unknown>[] {
  if (!isLiteral(overrides))
    throw wrongType(
      overrides,
      { app: 'cluster', field: `clusters.${cluster}.overrides` },
      'an object from app to options',
      'write overrides: { grafana: { … } }',
    );
  if (!Array.isArray(apps) || Object.keys(overrides).length === 0) return apps;
  const list = apps as readonly App<unknown>[];
  const names = list.flatMap((app) => (typeof (app as Partial<App> | null)?.name === 'string' ? [app.name] : []));
  for (const name of Object.keys(overrides))
    if (!names.includes(name))
      throw new PinoutError({
        code: 'override-unknown',
        app: 'cluster',
        field: `clusters.${cluster}.overrides.${name}`,
        found: show(name),
        wanted: `the name of a shared app: ${names.join(', ')}`,
        fix: names.length === 0 ? 'add the app to apps' : `write '${closest(name, names)}'`,
      });
  return list.flatMap((app) => {
    if (!Object.hasOwn(overrides, app.name)) return [app];
    const patch = overrides[app.name];
    if (patch === undefined) return [];
    return [override(app, patch)];
  });
}
