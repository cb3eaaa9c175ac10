import type { Reader } from '../manifest/reader.ts';

/** The class of an Ingress: its field, what a chart calls that, or the annotation from before it. */
export const ingressClassOf = (block: Reader, annotations: Reader): string | undefined =>
  block.text('ingressClassName') ?? block.text('className') ?? annotations.text('kubernetes.io/ingress.class');

/** Whether a class has the name of a controller that does not know the annotations of ingress-nginx, nor what else that does. */
export const isOtherController = (name: string | undefined): boolean => /traefik|haproxy|kong|contour|cilium|istio|alb|gce|tailscale/i.test(name ?? '');
