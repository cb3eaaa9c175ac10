import { checkedEdge, type Edge, edgeShape, type EdgeInput } from './edge.ts';
import { PinoutError, show } from './error.ts';
import { list, object, text } from './shape.ts';

/** The way in that was there before, while hosts move from it to the new one. */
export interface EdgeBeforeInput {
  /** What `edge` was. */
  readonly edge: EdgeInput;
  /** What `ingressAddress` was; the same unless given. */
  readonly ingressAddress?: string;
  /** Hosts whose names lead to the new one already: first labels, or full hosts. */
  readonly moved?: readonly string[];
}

/** The options. */
export const edgeBeforeShape = object<EdgeBeforeInput>({ edge: edgeShape, ingressAddress: text, moved: list(text) });

/** It, checked and complete. */
export interface EdgeBefore {
  readonly edge: Edge & { readonly kind: 'ingress' };
  readonly ingressAddress: string;
  /** Full hosts. */
  readonly moved: readonly string[];
}

const refuse = (field: string, found: string, wanted: string, fix: string) =>
  new PinoutError({ code: 'edge-before-invalid', app: 'cluster', field: `edgeBefore.${field}`, found, wanted, fix });

/**
 * Both ways serve every host, so that the one that the name leads to is the only question, and it can be asked for each host by itself. An Ingress and an
 * HTTPRoute of one name are two objects; two Ingresses are not, and the admission webhook of ingress-nginx refuses a second one of a host.
 *
 * @param now the way in that is new
 * @param issuer ClusterIssuer of Ingresses that name no certificate
 * @param host the full host of a label
 * @throws PinoutError `edge-before-invalid`, and what `checkedEdge` refuses
 */
export function checkedEdgeBefore(
  { edge: given, ingressAddress, moved = [] }: EdgeBeforeInput,
  now: { readonly edge: Edge; readonly ingressAddress: string },
  issuer: string | undefined,
  host: (label: string, field: string) => string,
): EdgeBefore {
  const edge = checkedEdge(given, issuer);
  if (edge.kind !== 'ingress')
    throw refuse('edge.kind', '"gateway"', 'an Ingress: to move between Gateways, change the class of the Gateway', 'remove edgeBefore');
  if (now.edge.kind !== 'gateway')
    throw refuse(
      'edge',
      'two Ingresses for the same host',
      'an edge that is a Gateway: two Ingresses with the same name are one object',
      "write edge: { kind: 'gateway', … }, or change only className",
    );
  const address = ingressAddress ?? now.ingressAddress;
  if (!/^[0-9a-fA-F.:]+$/.test(address))
    throw refuse('ingressAddress', show(address), 'the address of the old controller', "write ingressAddress: '192.168.1.30'");
  return { edge, ingressAddress: address, moved: moved.map((one, index) => host(one, `edgeBefore.moved[${index}]`)) };
}

interface Ways {
  readonly ingressAddress: string;
  readonly edge: Edge;
  readonly edgeBefore?: EdgeBefore;
}

/** The way to which the name of a host leads. */
export function wayOf({ ingressAddress, edge, edgeBefore }: Ways, host: string): { readonly ingressAddress: string; readonly edge: Edge } {
  return edgeBefore === undefined || edgeBefore.moved.includes(host) ? { ingressAddress, edge } : edgeBefore;
}
