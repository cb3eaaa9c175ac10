/** Objects that the trees are made of. */
export const deployment = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  labels: { app: web }
spec:
  replicas: 1
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      serviceAccountName: runner
      imagePullSecrets: [{ name: pull }]
      containers:
        - name: main
          image: ghcr.io/example/web:1.0
          env:
            - { name: A, value: "1" }
            - { name: B, valueFrom: { secretKeyRef: { name: creds, key: b } } }
          envFrom: [{ configMapRef: { name: settings } }]
          ports: [{ containerPort: 80 }, { containerPort: 81, protocol: UDP }]
          volumeMounts: [{ name: data, mountPath: /data }]
        - name: side
          image: ghcr.io/example/side:2.0
      volumes:
        - { name: data, configMap: { name: settings } }
        - { name: other, secret: { secretName: creds } }
`;

export const service = `apiVersion: v1
kind: Service
metadata: { name: web }
spec: { selector: { app: web }, ports: [{ name: http, port: 80, targetPort: 80 }] }
`;

export const configMap = `apiVersion: v1
kind: ConfigMap
metadata: { name: settings, annotations: { note: kept } }
data: { a: x, b: "two words", c: "line one\\nline two\\n" }
`;

export const ingress = `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: web, annotations: { nginx.ingress.kubernetes.io/auth-secret: creds } }
spec:
  tls: [{ hosts: [web.example.org], secretName: creds }]
  rules:
    - host: web.example.org
      http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }] }
`;

export const secret = `apiVersion: v1
kind: Secret
metadata: { name: creds }
stringData: { b: "beta" }
`;

export const rbac = `apiVersion: v1
kind: ServiceAccount
metadata: { name: runner }
---
apiVersion: v1
kind: ServiceAccount
metadata: { name: default }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: reader }
rules: [{ apiGroups: [""], resources: [configmaps], resourceNames: [settings], verbs: [get] }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: reader }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader }
subjects:
  - { kind: ServiceAccount, name: runner }
  - { kind: ServiceAccount, name: default, namespace: elsewhere }
  - { kind: User, name: jane, apiGroup: rbac.authorization.k8s.io }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: watcher }
rules: []
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: watcher }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: watcher }
subjects: [{ kind: ServiceAccount, name: default, namespace: elsewhere }]
`;

export const release = `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: app }
spec:
  interval: 1h
  chartRef: { kind: OCIRepository, name: app }
  valuesFrom: [{ kind: ConfigMap, name: values }]
  values:
    env: { A: "1" }
    list: [{ name: a, v: 1 }, { name: b, v: 2 }]
    containers: [{ name: x, image: "ghcr.io/example/web:1.0" }]
`;

export const cluster = `apiVersion: v1
kind: Namespace
metadata: { name: apps }
---
apiVersion: cert-manager.io/v1
kind: ClusterIssuer
metadata: { name: letsencrypt }
spec: { acme: { email: me@example.org } }
---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: things.example.org }
spec: { group: example.org, names: { kind: Thing, plural: things }, scope: Namespaced, versions: [] }
`;

export const jobs = `apiVersion: batch/v1
kind: CronJob
metadata: { name: nightly }
spec:
  schedule: "0 3 * * *"
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Never
          containers: [{ name: main, image: "ghcr.io/example/web:1.0", envFrom: [{ secretRef: { name: creds } }] }]
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  serviceName: web
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec: { containers: [{ name: db, image: "docker.io/library/postgres:17@sha256:aaaa" }] }
  volumeClaimTemplates: [{ metadata: { name: data }, spec: { accessModes: [ReadWriteOnce] } }]
`;

/** Files that most trees share. */
export const all: Readonly<Record<string, string>> = {
  'base/deployment.yaml': deployment,
  'base/service.yaml': service,
  'base/configmap.yaml': configMap,
  'base/ingress.yaml': ingress,
  'base/secret.yaml': secret,
  'base/rbac.yaml': rbac,
  'base/cluster.yaml': cluster,
  'base/jobs.yaml': jobs,
  'base/release.yaml': release,
  'base/kustomization.yaml':
    'resources: [deployment.yaml, service.yaml, configmap.yaml, ingress.yaml, secret.yaml, rbac.yaml, cluster.yaml, jobs.yaml, release.yaml]\n',
};
