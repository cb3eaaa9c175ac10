import type { Certificates } from '../../contract/certificates.ts';
import type { OvhProvider } from '../../contract/certificate-provider.ts';
import { delivery } from '../../delivery/engine.ts';
import type { Placed } from '../../manifest/manifest.ts';
import type { Written } from '../../manifest/written.ts';
import { certManagerNamespace } from './cert-manager.ts';

const name = 'cert-manager-webhook-ovh';

/**
 * The webhook that writes challenge records at OVH (aureq/cert-manager-webhook-ovh), in `controllers`, after cert-manager: its serving
 * certificate is made of cert-manager's CRDs.
 *
 * The issuers are ours and not the chart's: those have one solver without a selector. So the Role that lets the webhook read its credentials is
 * ours too: the chart makes one only for its own issuers (aureq/cert-manager-webhook-ovh#82).
 */
export function ovhWebhook({ groupName, operator }: Certificates, provider: OvhProvider): Placed[] {
  const release = delivery
    .release({
      name,
      namespace: certManagerNamespace,
      // Before 1.0 minor versions rename values and fields of the solver: one exact version.
      chart: 'oci://ghcr.io/aureq/charts/cert-manager-webhook-ovh',
      version: '0.9.16',
      timeout: '10m',
      ...(operator === 'release' ? { dependsOn: [{ name: 'cert-manager', namespace: certManagerNamespace }] } : {}),
      values: {
        groupName,
        // Who may ask the webhook; with another name every challenge ends in "cannot create resource ovh in API group".
        certManager: { namespace: certManagerNamespace, serviceAccountName: 'cert-manager' },
        issuers: [],
        pod: {
          securityContext: {
            pod: { runAsUser: 1000, runAsGroup: 1000, runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
            container: { allowPrivilegeEscalation: false, privileged: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
          },
          resources: { requests: { cpu: '10m', memory: '32Mi' }, limits: { memory: '128Mi' } },
        },
      },
    })
    .map((object): Placed => ({ folder: 'controllers', from: 'cluster', object }));
  const role = `${name}-credentials`;
  const secrets = [...new Set(Object.values(provider.credentials).map((ref) => ref.name))].sort();
  const metadata = { name: role, namespace: certManagerNamespace };
  return [
    ...release,
    {
      folder: 'configs',
      from: 'cluster',
      object: {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'Role',
        metadata,
        // The webhook reads each with a plain Get (main.go, secret).
        rules: [{ apiGroups: [''], resources: ['secrets'], resourceNames: secrets, verbs: ['get'] }],
      } satisfies Written<'Role'>,
    },
    {
      folder: 'configs',
      from: 'cluster',
      object: {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'RoleBinding',
        metadata,
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: role },
        subjects: [{ kind: 'ServiceAccount', name, namespace: certManagerNamespace }],
      } satisfies Written<'RoleBinding'>,
    },
  ];
}
