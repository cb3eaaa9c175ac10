import type { k8s } from 'cdk8s-plus-30';
import type * as certManager from '../../imports/types/cert-manager.d.ts';
import type * as externalSecrets from '../../imports/types/external-secrets.d.ts';
import type * as flux from '../../imports/types/flux.d.ts';
import type * as gatewayApi from '../../imports/types/gateway-api.d.ts';
import type * as cloudnativePg from '../../imports/types/cloudnative-pg.d.ts';
import type * as envoyGateway from '../../imports/types/envoy-gateway.d.ts';
import type * as prometheus from '../../imports/types/prometheus-operator.d.ts';
import type * as traefik from '../../imports/types/traefik.d.ts';
import type { Manifest } from './manifest.ts';

/** Whether two types are the same one: a class of cdk8s has the form of many a map with a `value`. */
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;

/**
 * A type as plain data that is only read: numbers and texts where cdk8s has classes for "either", and undefined for what is left out
 * when it is written.
 */
type Plain<T> =
  Same<T, k8s.IntOrString> extends true
    ? number | string
    : T extends Date
      ? string
      : T extends readonly (infer Item)[]
        ? readonly Plain<Item>[]
        : T extends object
          ? { readonly [Key in keyof T]: undefined extends T[Key] ? Plain<Exclude<T[Key], undefined>> | undefined : Plain<T[Key]> }
          : T;

/** A kind of Kubernetes itself, by the properties that cdk8s-plus has for it. */
type Kind<ApiVersion extends string, Name extends string, Props> = { readonly apiVersion: ApiVersion; readonly kind: Name } & Meta &
  Plain<Omit<Props, 'metadata'>>;

/** A custom resource, by its schema. */
type Custom<Schema> = Meta & Plain<Omit<Schema, 'metadata' | 'status'>>;

type Meta = { readonly metadata: Manifest['metadata'] & { readonly finalizers?: readonly string[] } };

/**
 * An object of a kind that pinout writes. A literal that satisfies it has no field that its kind has not: the types of Kubernetes are those of
 * cdk8s-plus, those of custom resources are made from their schemas by `npm run import`. Types alone: nothing of it is loaded.
 *
 * @example ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'monitoring' } }) satisfies Written<'Namespace'>
 */
export type Written<Name extends Kinds['kind']> = Extract<Kinds, { readonly kind: Name }>;

/** The same for a patch: whatever is given must fit, and nothing but the name has to be given. */
export type WrittenPatch<Name extends Kinds['kind']> = Pick<Written<Name>, 'apiVersion' | 'kind' | 'metadata'> &
  Partly<Omit<Written<Name>, 'apiVersion' | 'kind' | 'metadata'>>;

/** A filter of a route. */
export type RouteFilter = NonNullable<NonNullable<NonNullable<Written<'HTTPRoute'>['spec']['rules']>[number]>['filters']>[number];

type Partly<T> = T extends readonly unknown[] ? T : T extends object ? { readonly [Key in keyof T]?: Partly<T[Key]> } : T;

type Kinds =
  | Kind<'v1', 'ConfigMap', k8s.KubeConfigMapProps>
  | Kind<'v1', 'Namespace', k8s.KubeNamespaceProps>
  | Kind<'v1', 'PersistentVolumeClaim', k8s.KubePersistentVolumeClaimProps>
  | Kind<'v1', 'Secret', k8s.KubeSecretProps>
  | Kind<'v1', 'ServiceAccount', k8s.KubeServiceAccountProps>
  | Kind<'apps/v1', 'DaemonSet', k8s.KubeDaemonSetProps>
  | Kind<'apps/v1', 'Deployment', k8s.KubeDeploymentProps>
  | Kind<'batch/v1', 'CronJob', k8s.KubeCronJobProps>
  | Kind<'batch/v1', 'Job', k8s.KubeJobProps>
  | Kind<'networking.k8s.io/v1', 'Ingress', k8s.KubeIngressProps>
  | Kind<'networking.k8s.io/v1', 'NetworkPolicy', k8s.KubeNetworkPolicyProps>
  | Kind<'rbac.authorization.k8s.io/v1', 'ClusterRole', k8s.KubeClusterRoleProps>
  | Kind<'rbac.authorization.k8s.io/v1', 'ClusterRoleBinding', k8s.KubeClusterRoleBindingProps>
  | Kind<'rbac.authorization.k8s.io/v1', 'Role', k8s.KubeRoleProps>
  | Kind<'rbac.authorization.k8s.io/v1', 'RoleBinding', k8s.KubeRoleBindingProps>
  | Custom<flux.HelmRelease>
  | Custom<flux.HelmRepository>
  | Custom<flux.OCIRepository>
  | Custom<flux.Kustomization>
  | Custom<externalSecrets.ExternalSecret>
  | Custom<externalSecrets.SecretStore>
  | Custom<externalSecrets.Password>
  | Custom<certManager.Certificate>
  | Custom<certManager.ClusterIssuer>
  | Custom<gatewayApi.Gateway>
  | Custom<gatewayApi.HTTPRoute>
  | Custom<gatewayApi.ReferenceGrant>
  | Custom<traefik.Middleware>
  | Custom<traefik.TLSStore>
  | Custom<envoyGateway.SecurityPolicy>
  | Custom<envoyGateway.ClientTrafficPolicy>
  | Custom<cloudnativePg.CnpgCluster>
  | Custom<prometheus.PodMonitor>
  | Custom<prometheus.ServiceMonitor>
  | Custom<prometheus.PrometheusRule>;
