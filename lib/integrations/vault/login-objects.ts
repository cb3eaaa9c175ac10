import { delivery } from '../../delivery/engine.ts';
import { createHash } from 'node:crypto';
import type { ConfidentialContract } from '../../contract/contract.ts';
import { type Facts, issuerOf } from '../../contract/facts.ts';
import { secretObjectName } from '../../contract/secret-ref.ts';
import type { Manifest } from '../../manifest/manifest.ts';
import type { Written } from '../../manifest/written.ts';
import { loginData } from './login-data.ts';
import { loginScript, scriptKey } from './login-script.ts';
import { groupPrefix, type VaultSettings } from './settings.ts';

/** Where and as whom the Job works. */
export interface LoginPlace {
  readonly namespace: string;
  /** Image with the command line. */
  readonly image: string;
  /** Address of the server inside the cluster. */
  readonly address: string;
}

/** Name of the login's ServiceAccount, ConfigMap and Job. */
export const loginName = (slug: string): string => `${slug}-login`;

/** Path of the Kubernetes auth method, and the audience of the Job's token: a token for another server is worth nothing here. */
export const kubernetesMount = 'kubernetes';
export const tokenAudience = 'vault';

/** Name of the policy and of the role of the Job inside Vault. */
export const loginRole = (slug: string): string => `pinout-${slug}`;

/**
 * ServiceAccount, ConfigMap and Job that set the login up.
 *
 * Jobs are immutable: Flux re-creates this one (force annotation) when script, data or the secret's generation change, because their hash and name are in the pod
 * template. No ttlSecondsAfterFinished: a Job that disappears is one that Flux starts again each time it reconciles. It tries again
 * until Vault is unsealed and reaches the identity provider, however long that takes.
 */
export function loginObjects(contract: ConfidentialContract, settings: VaultSettings, place: LoginPlace, facts: Facts): Manifest[] {
  const { slug, secret } = contract;
  const { namespace } = place;
  const name = loginName(slug);
  const data = { [scriptKey]: loginScript, ...loginData(contract, settings, facts) };
  return [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace }, automountServiceAccountToken: false } satisfies Written<'ServiceAccount'>,
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace }, data } satisfies Written<'ConfigMap'>,
    {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name, namespace, annotations: { ...delivery.replaced } },
      spec: {
        // Each try waits five minutes, and so does Kubernetes in between: a Vault may stay sealed over a holiday.
        backoffLimit: 10_000,
        template: {
          metadata: {
            annotations: {
              'pinout/login-sha256': createHash('sha256').update(JSON.stringify(data)).digest('hex'),
              'pinout/secrets': secretObjectName(secret),
            },
          },
          spec: podSpec(contract, settings, place, facts),
        },
      },
    } satisfies Written<'Job'>,
  ];
}

function podSpec(
  contract: ConfidentialContract,
  settings: VaultSettings,
  { image, address }: LoginPlace,
  facts: Facts,
): NonNullable<Written<'Job'>['spec']>['template']['spec'] {
  const { slug, secret } = contract;
  const environment: Readonly<Record<string, string>> = {
    CLI: settings.flavor === 'openbao' ? 'bao' : 'vault',
    NAME: slug,
    VAULT_ADDR: address,
    ...(settings.flavor === 'openbao' ? { BAO_ADDR: address } : {}),
    SERVER: address,
    AUTH_MOUNT: settings.mount,
    GROUP_PREFIX: groupPrefix(settings.mount),
    LOGIN_MOUNT: kubernetesMount,
    LOGIN_ROLE: loginRole(slug),
    ISSUER: issuerOf(facts, slug),
    WAIT_SECONDS: '300',
    DATA: '/pinout/data',
    JWT_FILE: '/pinout/token/token',
    SECRET_FILE: `/pinout/secret/${secret.key}`,
  };
  return {
    serviceAccountName: loginName(slug),
    restartPolicy: 'OnFailure',
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    securityContext: { runAsNonRoot: true, runAsUser: 100, runAsGroup: 1000, fsGroup: 1000, seccompProfile: { type: 'RuntimeDefault' } },
    containers: [
      {
        name: 'login',
        image,
        // Past the image's entrypoint, which wants to set capabilities.
        command: ['/bin/sh', `/pinout/data/${scriptKey}`],
        env: Object.entries(environment).map(([variable, value]) => ({ name: variable, value })),
        resources: { requests: { cpu: '20m', memory: '64Mi' }, limits: { memory: '256Mi' } },
        securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
        volumeMounts: [
          { name: 'data', mountPath: '/pinout/data', readOnly: true },
          { name: 'token', mountPath: '/pinout/token', readOnly: true },
          { name: 'secret', mountPath: '/pinout/secret', readOnly: true },
          { name: 'tmp', mountPath: '/tmp' },
        ],
      },
    ],
    volumes: [
      { name: 'data', configMap: { name: loginName(slug) } },
      { name: 'token', projected: { sources: [{ serviceAccountToken: { audience: tokenAudience, expirationSeconds: 600, path: 'token' } }] } },
      // Not optional: the pod waits until the Secret is there.
      { name: 'secret', secret: { secretName: secretObjectName(secret), items: [{ key: secret.key, path: secret.key }] } },
      { name: 'tmp', emptyDir: { medium: 'Memory', sizeLimit: '16Mi' } },
    ],
  };
}
