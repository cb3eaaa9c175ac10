import type { Reason } from '../../manifest/reason.ts';

/** Why certificates are asked for as they are. */
export const certificateReasons: readonly Reason[] = [
  { kind: 'ClusterIssuer', path: 'dns01.cnameStrategy', value: 'None', why: 'Follow would create the record where a wildcard CNAME of the zone points' },
  { kind: 'ClusterIssuer', path: 'ingress.ingressClassName', why: 'without it every controller would serve the Ingress of the challenge' },
  { path: 'values.dns01RecursiveNameserversOnly', value: true, why: 'a local resolver may answer for zones that exist only in public DNS' },
  { path: 'crds.keep', value: true, why: 'with the CRDs would go every certificate' },
  { path: 'certManager.serviceAccountName', why: 'any other name: "cannot create resource ovh in API group"' },
  {
    path: 'values.issuers',
    why: 'those of the chart have one solver without selector: ours are in configs (aureq/cert-manager-webhook-ovh#82)',
  },
];
