import type { Facts } from '../contract/facts.ts';
import { PinoutError, show } from '../contract/error.ts';
import type { Manifest, Placed } from '../manifest/manifest.ts';

/** Kinds of objects that make up a way in, or that it alone needs. */
const kinds = new Set(['Ingress', 'Middleware', 'TLSStore', 'Certificate']);

/** Facts of the same cluster with the way in of before. */
export function factsBefore(facts: Facts): Facts | undefined {
  const { edgeBefore, certificates } = facts;
  if (edgeBefore === undefined) return undefined;
  const { edge, ingressAddress } = edgeBefore;
  const rest: { -readonly [Field in keyof Facts]: Facts[Field] } = { ...facts };
  delete rest.edgeBefore;
  return {
    ...rest,
    edge,
    ingressAddress,
    ...(certificates === undefined ? {} : { certificates: { ...certificates, certificate: edge.certificate === 'default' ? 'wildcard' : 'per-host' } }),
  };
}

/**
 * Everything of the new way in, and of the old one what the new one has not. With external-dns a name has one record: the object of the way to which it does
 * not lead is none of its business.
 *
 * @throws PinoutError `edge-before-invalid` for a host that nothing serves
 */
export function withBothEdges(now: readonly Placed[], before: readonly Placed[], facts: Facts): Placed[] {
  const { edgeBefore, dns } = facts;
  if (edgeBefore === undefined) return [...now];
  const idOf = ({ kind, metadata }: Manifest) => `${kind} ${metadata.namespace ?? ''}/${metadata.name}`;
  const known = new Set(now.map(({ object }) => idOf(object)));
  const old = before.filter(({ object }) => kinds.has(object.kind) && !known.has(idOf(object)));
  const all = [...now, ...old];
  const served = new Set(all.flatMap(({ object }) => hostsOf(object)));
  const stranger = edgeBefore.moved.findIndex((host) => !served.has(host));
  if (stranger !== -1)
    throw new PinoutError({
      code: 'edge-before-invalid',
      app: 'cluster',
      field: `edgeBefore.moved[${stranger}]`,
      found: show(edgeBefore.moved[stranger]),
      wanted: `a host that this cluster serves: ${[...served].join(', ')}`,
      fix: 'correct it, or remove it',
    });
  if (dns.externalDns === undefined) return all;
  const silent = ({ kind, ...object }: Manifest): boolean => {
    const hosts = hostsOf({ kind, ...object });
    const isMoved = hosts.some((host) => edgeBefore.moved.includes(host));
    return hosts.length > 0 && (kind === 'Ingress' ? isMoved : kind === 'HTTPRoute' && !isMoved);
  };
  return all.map((placed) => (silent(placed.object) ? { ...placed, object: withoutRecord(placed.object) } : placed));
}

/** external-dns leaves out what names another controller than itself. */
function withoutRecord(object: Manifest): Manifest {
  const annotations = { ...object.metadata.annotations, 'external-dns.alpha.kubernetes.io/controller': 'none' };
  return { ...object, metadata: { ...object.metadata, annotations } };
}

function hostsOf({ kind, ...object }: Manifest): readonly string[] {
  const spec = object['spec'] as { readonly hostnames?: readonly string[]; readonly rules?: readonly { readonly host?: string }[] } | undefined;
  if (kind === 'HTTPRoute') return spec?.hostnames ?? [];
  return kind === 'Ingress' ? (spec?.rules ?? []).flatMap(({ host }) => host ?? []) : [];
}
