import type { FieldSpec } from './field-specs.ts';
import type { Gvk } from './resource.ts';

/** Fields that name an object of a kind. */
export interface NameReference extends Gvk {
  readonly fields: readonly FieldSpec[];
}

const workloads: Readonly<Record<string, string>> = {
  Pod: 'spec',
  PodTemplate: 'template/spec',
  Deployment: 'spec/template/spec',
  ReplicaSet: 'spec/template/spec',
  DaemonSet: 'spec/template/spec',
  StatefulSet: 'spec/template/spec',
  Job: 'spec/template/spec',
  CronJob: 'spec/jobTemplate/spec/template/spec',
};

const inPods = (paths: readonly string[], kinds: readonly string[] = Object.keys(workloads)): FieldSpec[] =>
  kinds.flatMap((kind) => paths.map((path) => ({ path: `${workloads[kind] ?? 'spec/template/spec'}/${path}`, kind })));

const containers = (path: string): string[] => [`containers/${path}`, `initContainers/${path}`];
const controlled = ['Pod', 'StatefulSet', 'Deployment', 'ReplicationController', 'CronJob', 'Job', 'DaemonSet'];
const rbac = 'rbac.authorization.k8s.io';
const hooks = ['ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration'].map((kind) => ({ path: 'webhooks/clientConfig/service', kind }));
const resourceNames = ['Role', 'ClusterRole'].map((kind) => ({ path: 'rules/resourceNames', kind }));

/** kustomize api/internal/konfig/builtinpluginconsts/namereference.go */
export const nameReferences: readonly NameReference[] = [
  ...['Deployment', 'ReplicationController', 'ReplicaSet', 'StatefulSet'].map((kind) => ({
    kind,
    fields: [{ path: 'spec/scaleTargetRef/name', kind: 'HorizontalPodAutoscaler' }],
  })),
  {
    kind: 'ConfigMap',
    version: 'v1',
    fields: [
      ...inPods([
        'volumes/configMap/name',
        ...containers('env/valueFrom/configMapKeyRef/name'),
        ...containers('envFrom/configMapRef/name'),
        'volumes/projected/sources/configMap/name',
      ]),
      { path: 'spec/configSource/configMap', kind: 'Node' },
      ...resourceNames,
      { path: String.raw`metadata/annotations/nginx.ingress.kubernetes.io\/fastcgi-params-configmap`, kind: 'Ingress' },
    ],
  },
  {
    kind: 'Secret',
    version: 'v1',
    fields: [
      ...inPods([
        'volumes/secret/secretName',
        ...containers('env/valueFrom/secretKeyRef/name'),
        ...containers('envFrom/secretRef/name'),
        'imagePullSecrets/name',
        'volumes/projected/sources/secret/name',
      ]),
      { path: 'spec/tls/secretName', kind: 'Ingress' },
      ...['ingress.kubernetes.io\\/auth-secret', 'nginx.ingress.kubernetes.io\\/auth-secret', 'nginx.ingress.kubernetes.io\\/auth-tls-secret'].map((key) => ({
        path: `metadata/annotations/${key}`,
        kind: 'Ingress',
      })),
      { path: 'imagePullSecrets/name', kind: 'ServiceAccount' },
      ...['secretName', 'adminSecretName', 'userSecretName', 'secretRef'].map((key) => ({ path: `parameters/${key}`, kind: 'StorageClass' })),
      ...resourceNames,
      { path: 'spec/template/spec/containers/env/valueFrom/secretKeyRef/name', kind: 'Service', group: 'serving.knative.dev', version: 'v1' },
      { path: 'spec/azureFile/secretName', kind: 'PersistentVolume' },
    ],
  },
  {
    kind: 'Service',
    version: 'v1',
    fields: [
      { path: 'spec/serviceName', kind: 'StatefulSet', group: 'apps' },
      ...[
        'spec/rules/http/paths/backend/serviceName',
        'spec/backend/serviceName',
        'spec/rules/http/paths/backend/service/name',
        'spec/defaultBackend/service/name',
      ].map((path) => ({
        path,
        kind: 'Ingress',
      })),
      { path: 'spec/service/name', kind: 'APIService', group: 'apiregistration.k8s.io' },
      ...hooks,
    ],
  },
  { kind: 'Role', group: rbac, fields: [{ path: 'roleRef/name', kind: 'RoleBinding', group: rbac }] },
  { kind: 'ClusterRole', group: rbac, fields: ['RoleBinding', 'ClusterRoleBinding'].map((kind) => ({ path: 'roleRef/name', kind, group: rbac })) },
  {
    kind: 'ServiceAccount',
    version: 'v1',
    fields: [...['RoleBinding', 'ClusterRoleBinding'].map((kind) => ({ path: 'subjects', kind, group: rbac })), ...inPods(['serviceAccountName'], controlled)],
  },
  { kind: 'PersistentVolumeClaim', version: 'v1', fields: inPods(['volumes/persistentVolumeClaim/claimName'], controlled) },
  {
    kind: 'PersistentVolume',
    version: 'v1',
    fields: [
      { path: 'spec/volumeName', kind: 'PersistentVolumeClaim' },
      { path: 'rules/resourceNames', kind: 'ClusterRole' },
    ],
  },
  {
    kind: 'StorageClass',
    version: 'v1',
    group: 'storage.k8s.io',
    fields: [
      { path: 'spec/storageClassName', kind: 'PersistentVolume' },
      { path: 'spec/storageClassName', kind: 'PersistentVolumeClaim' },
      { path: 'spec/volumeClaimTemplates/spec/storageClassName', kind: 'StatefulSet' },
    ],
  },
  { kind: 'PriorityClass', version: 'v1', group: 'scheduling.k8s.io', fields: inPods(['priorityClassName'], controlled) },
  {
    kind: 'ValidatingAdmissionPolicy',
    group: 'admissionregistration.k8s.io',
    fields: [{ path: 'spec/policyName', kind: 'ValidatingAdmissionPolicyBinding', group: 'admissionregistration.k8s.io' }],
  },
];
