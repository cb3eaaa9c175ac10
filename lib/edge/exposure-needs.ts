import type { Facts } from '../contract/facts.ts';
import type { JsonMap } from '../manifest/manifest.ts';

/** What an app needs of the way in beyond the usual. */
export interface ExposureNeeds {
  /** Request bodies of any size. */
  readonly uploads?: boolean;
  /** Answers with headers of many kilobytes: a token in cookies. ingress-nginx answers 502 otherwise ("upstream sent too big header"). */
  readonly largeHeaders?: boolean;
  /** Requests and connections that last: uploads, WebSockets, watches. */
  readonly long?: boolean;
}

/** Needs in the form of the edge: annotations of an Ingress, timeouts of an HTTPRoute's rule. No snippets: defaults of ingress-nginx refuse them. */
export function exposureNeeds(
  needs: ExposureNeeds,
  { edge }: Pick<Facts, 'edge'>,
): { readonly annotations: Readonly<Record<string, string>>; readonly timeouts?: JsonMap } {
  // Traefik's HTTPRoutes have no timeouts; its limits are settings of the entry point. `0s` turns the limit off (Gateway API, HTTPRouteTimeouts).
  if (edge.kind === 'gateway') return { annotations: {}, ...(needs.long === true && edge.controller !== 'traefik' ? { timeouts: { request: '0s' } } : {}) };
  if (edge.controller !== 'ingress-nginx') return { annotations: {} };
  const prefix = 'nginx.ingress.kubernetes.io';
  return {
    annotations: {
      ...(needs.uploads === true ? { [`${prefix}/proxy-body-size`]: '0' } : {}),
      ...(needs.largeHeaders === true ? { [`${prefix}/proxy-buffer-size`]: '16k' } : {}),
      ...(needs.long === true ? { [`${prefix}/proxy-read-timeout`]: '3600', [`${prefix}/proxy-send-timeout`]: '3600' } : {}),
    },
  };
}
