/** Valid documents, at least one of each room of schemas; the mutation test breaks them. Written by hand in the style of people's own repositories. */
const meta = 'metadata: { name: sample, namespace: default, labels: { app.kubernetes.io/name: sample }, annotations: { note: "a b" } }';
const global = 'metadata: { name: sample }';
const of = (apiVersion: string, kind: string, rest: string, metadata = meta) =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\n${metadata === '' ? '' : `${metadata}\n`}${rest}`;
const container =
  '{ name: main, image: "nginx:1.27", ports: [{ name: http, containerPort: 80, protocol: TCP }], env: [{ name: A, value: "1" }, { name: B, valueFrom: { secretKeyRef: { name: s, key: k, optional: true } } }], envFrom: [{ configMapRef: { name: c } }], resources: { requests: { cpu: 100m, memory: 64Mi }, limits: { memory: 1Gi } }, volumeMounts: [{ name: v, mountPath: /v, readOnly: true }], readinessProbe: { httpGet: { path: /, port: http }, periodSeconds: 10 }, securityContext: { runAsNonRoot: true, capabilities: { drop: [ALL] } } }';
const template = `template: { metadata: { labels: { app: x } }, spec: { serviceAccountName: a, restartPolicy: Always, containers: [${container}], volumes: [{ name: v, secret: { secretName: s, items: [{ key: k, path: p }] } }] } }`;
const job = template.replace('Always', 'OnFailure');

export const samples: Readonly<Record<string, string>> = {
  Namespace: of('v1', 'Namespace', '', global),
  ConfigMap: of('v1', 'ConfigMap', 'data: { a: b }\nbinaryData: { c: aGVsbG8= }\nimmutable: true\n'),
  Secret: of('v1', 'Secret', 'type: Opaque\nstringData: { a: b }\ndata: { c: aGVsbG8= }\n'),
  Service: of('v1', 'Service', 'spec: { type: ClusterIP, selector: { app: x }, ports: [{ name: http, port: 80, targetPort: http, protocol: TCP }] }\n'),
  ServiceAccount: of('v1', 'ServiceAccount', 'automountServiceAccountToken: false\nimagePullSecrets: [{ name: s }]\n'),
  Pod: of('v1', 'Pod', `spec: { containers: [${container}], volumes: [{ name: v, emptyDir: {} }], hostAliases: [{ ip: 10.0.0.1, hostnames: [a] }] }\n`),
  PersistentVolumeClaim: of(
    'v1',
    'PersistentVolumeClaim',
    'spec: { accessModes: [ReadWriteOnce], storageClassName: x, resources: { requests: { storage: 1Gi } } }\n',
  ),
  PersistentVolume: of('v1', 'PersistentVolume', 'spec: { accessModes: [ReadWriteOnce], capacity: { storage: 1Gi }, nfs: { server: a, path: /b } }\n', global),
  Deployment: of(
    'apps/v1',
    'Deployment',
    `spec: { replicas: 2, selector: { matchLabels: { app: x } }, strategy: { type: RollingUpdate, rollingUpdate: { maxSurge: 25%, maxUnavailable: 1 } }, ${template} }\n`,
  ),
  StatefulSet: of('apps/v1', 'StatefulSet', `spec: { serviceName: a, selector: { matchLabels: { app: x } }, ${template} }\n`),
  DaemonSet: of('apps/v1', 'DaemonSet', `spec: { selector: { matchExpressions: [{ key: app, operator: In, values: [x] }] }, ${template} }\n`),
  Job: of('batch/v1', 'Job', `spec: { backoffLimit: 3, ttlSecondsAfterFinished: 60, ${job} }\n`),
  CronJob: of('batch/v1', 'CronJob', `spec: { schedule: "0 3 * * *", concurrencyPolicy: Forbid, jobTemplate: { spec: { ${job} } } }\n`),
  Ingress: of(
    'networking.k8s.io/v1',
    'Ingress',
    'spec: { ingressClassName: nginx, tls: [{ hosts: [a.example.org], secretName: t }], rules: [{ host: a.example.org, http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: a, port: { number: 80 } } } }] } }] }\n',
  ),
  NetworkPolicy: of(
    'networking.k8s.io/v1',
    'NetworkPolicy',
    'spec: { podSelector: {}, policyTypes: [Ingress], ingress: [{ from: [{ namespaceSelector: { matchLabels: { a: b } } }, { ipBlock: { cidr: 10.0.0.0/8 } }], ports: [{ port: 80, protocol: TCP }] }] }\n',
  ),
  Role: of('rbac.authorization.k8s.io/v1', 'Role', 'rules: [{ apiGroups: [""], resources: [secrets], verbs: [get, list], resourceNames: [a] }]\n'),
  RoleBinding: of(
    'rbac.authorization.k8s.io/v1',
    'RoleBinding',
    'roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: a }\nsubjects: [{ kind: ServiceAccount, name: a, namespace: b }]\n',
  ),
  ClusterRole: of(
    'rbac.authorization.k8s.io/v1',
    'ClusterRole',
    'rules: [{ nonResourceURLs: [/healthz], verbs: [get] }]\naggregationRule: { clusterRoleSelectors: [{ matchLabels: { a: b } }] }\n',
    global,
  ),
  ClusterRoleBinding: of(
    'rbac.authorization.k8s.io/v1',
    'ClusterRoleBinding',
    'roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view }\nsubjects: [{ kind: Group, apiGroup: rbac.authorization.k8s.io, name: "oidc:admins" }]\n',
    global,
  ),
  StorageClass: of('storage.k8s.io/v1', 'StorageClass', 'provisioner: x.io/y\nreclaimPolicy: Delete\nvolumeBindingMode: WaitForFirstConsumer\n', global),
  PodDisruptionBudget: of('policy/v1', 'PodDisruptionBudget', 'spec: { minAvailable: 50%, selector: { matchLabels: { app: x } } }\n'),
  HorizontalPodAutoscaler: of(
    'autoscaling/v2',
    'HorizontalPodAutoscaler',
    'spec: { scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: a }, minReplicas: 1, maxReplicas: 3, metrics: [{ type: Resource, resource: { name: cpu, target: { type: Utilization, averageUtilization: 80 } } }] }\n',
  ),
  PriorityClass: of('scheduling.k8s.io/v1', 'PriorityClass', 'value: 1000\nglobalDefault: false\n', global),
  APIService: of(
    'apiregistration.k8s.io/v1',
    'APIService',
    'spec: { group: x.io, version: v1, groupPriorityMinimum: 100, versionPriority: 10, service: { name: a, namespace: b } }\n',
    'metadata: { name: v1.x.io }',
  ),
  CustomResourceDefinition: of(
    'apiextensions.k8s.io/v1',
    'CustomResourceDefinition',
    'spec: { group: x.io, scope: Namespaced, names: { plural: widgets, kind: Widget }, versions: [{ name: v1, served: true, storage: true, schema: { openAPIV3Schema: { type: object, properties: { spec: { type: object, x-kubernetes-preserve-unknown-fields: true } } } } }] }\n',
    'metadata: { name: widgets.x.io }',
  ),
  ValidatingAdmissionPolicy: of(
    'admissionregistration.k8s.io/v1',
    'ValidatingAdmissionPolicy',
    'spec: { failurePolicy: Fail, matchConstraints: { resourceRules: [{ apiGroups: [apps], apiVersions: [v1], operations: [CREATE], resources: [deployments] }] }, validations: [{ expression: "object.spec.replicas <= 5" }] }\n',
    global,
  ),
  FluxInstance: of(
    'fluxcd.controlplane.io/v1',
    'FluxInstance',
    'spec:\n  distribution: { version: 2.x, registry: ghcr.io/fluxcd, artifact: "oci://ghcr.io/controlplaneio-fluxcd/flux-operator-manifests:latest" }\n  components: [source-controller, kustomize-controller]\n  cluster: { type: kubernetes, size: medium, networkPolicy: true }\n  sync: { kind: GitRepository, url: "https://git.example.net/home.git", ref: refs/heads/main, path: clusters/home }\n  kustomize: { patches: [{ target: { kind: Deployment }, patch: "- { op: add, path: /spec/paused, value: true }" }] }\n',
  ),
  ResourceSet: of(
    'fluxcd.controlplane.io/v1',
    'ResourceSet',
    'spec:\n  inputs: [{ tenant: a }]\n  dependsOn: [{ apiVersion: v1, kind: Namespace, name: a, ready: false }]\n  resources: [{ apiVersion: v1, kind: ConfigMap, metadata: { name: "<< inputs.tenant >>", namespace: a } }]\n',
  ),
  HelmRelease: of(
    'helm.toolkit.fluxcd.io/v2',
    'HelmRelease',
    'spec: { interval: 30m, releaseName: x, timeout: 1h30m, chart: { spec: { chart: x, version: 1.2.3, sourceRef: { kind: HelmRepository, name: x } } }, install: { strategy: { name: RetryOnFailure, retryInterval: 5m }, crds: CreateReplace }, upgrade: { strategy: { name: RetryOnFailure }, crds: CreateReplace, cleanupOnFail: true }, driftDetection: { mode: enabled }, dependsOn: [{ name: a, namespace: b }], valuesFrom: [{ kind: Secret, name: s, valuesKey: k, targetPath: a.b, literal: true }], values: { any: [thing] } }\n',
  ),
  'HelmRelease with chartRef': of(
    'helm.toolkit.fluxcd.io/v2',
    'HelmRelease',
    'spec: { interval: 30m, chartRef: { kind: OCIRepository, name: x }, maxHistory: 3, postRenderers: [{ kustomize: { patches: [{ patch: "a: b", target: { kind: Deployment } }] } }] }\n',
  ),
  'Flux Kustomization': of(
    'kustomize.toolkit.fluxcd.io/v1',
    'Kustomization',
    'spec: { interval: 10m, path: ./a, prune: true, wait: true, timeout: 5m, sourceRef: { kind: GitRepository, name: flux-system }, dependsOn: [{ name: a }], decryption: { provider: sops, secretRef: { name: s } }, postBuild: { substitute: { A: b }, substituteFrom: [{ kind: Secret, name: s, optional: true }] }, healthChecks: [{ apiVersion: apps/v1, kind: Deployment, name: a, namespace: b }] }\n',
  ),
  OCIRepository: of(
    'source.toolkit.fluxcd.io/v1',
    'OCIRepository',
    'spec: { interval: 5m, url: "oci://ghcr.io/a/b", ref: { tag: 1.2.3 }, layerSelector: { mediaType: application/vnd.cncf.helm.chart.content.v1.tar+gzip, operation: copy } }\n',
  ),
  HelmRepository: of('source.toolkit.fluxcd.io/v1', 'HelmRepository', 'spec: { interval: 1h, url: "https://charts.example.org", type: default }\n'),
  GitRepository: of(
    'source.toolkit.fluxcd.io/v1',
    'GitRepository',
    'spec: { interval: 1m, url: "https://git.example.org/a.git", ref: { branch: main }, timeout: 60s, secretRef: { name: s } }\n',
  ),
  HelmChart: of('source.toolkit.fluxcd.io/v1', 'HelmChart', 'spec: { interval: 5m, chart: x, version: 1.2.3, sourceRef: { kind: HelmRepository, name: x } }\n'),
  Provider: of('notification.toolkit.fluxcd.io/v1beta3', 'Provider', 'spec: { type: slack, channel: a, secretRef: { name: s } }\n'),
  Certificate: of(
    'cert-manager.io/v1',
    'Certificate',
    'spec: { secretName: t, dnsNames: [a.example.org], issuerRef: { name: x, kind: ClusterIssuer }, duration: 2160h, privateKey: { algorithm: ECDSA, size: 256, rotationPolicy: Always } }\n',
  ),
  ClusterIssuer: of(
    'cert-manager.io/v1',
    'ClusterIssuer',
    'spec: { acme: { email: a@example.org, server: "https://acme.example.org/directory", privateKeySecretRef: { name: k }, solvers: [{ dns01: { webhook: { groupName: a.example.org, solverName: ovh, config: { endpoint: ovh-eu } } } }, { http01: { ingress: { ingressClassName: nginx } } }] } }\n',
    global,
  ),
  ExternalSecret: of(
    'external-secrets.io/v1',
    'ExternalSecret',
    'spec: { refreshPolicy: CreatedOnce, secretStoreRef: { kind: ClusterSecretStore, name: x }, target: { name: t, creationPolicy: Orphan, immutable: true, template: { metadata: { labels: { a: b } }, data: { k: "{{ .password }}" } } }, data: [{ secretKey: a, remoteRef: { key: b, property: c } }] }\n',
  ),
  SecretStore: of(
    'external-secrets.io/v1',
    'SecretStore',
    'spec: { provider: { kubernetes: { remoteNamespace: x, server: { caProvider: { type: ConfigMap, name: kube-root-ca.crt, key: ca.crt } }, auth: { serviceAccount: { name: a } } } } }\n',
  ),
  ClusterSecretStore: of(
    'external-secrets.io/v1',
    'ClusterSecretStore',
    'spec: { conditions: [{ namespaces: [a] }], provider: { vault: { server: "https://v.example.org", path: kv, version: v2, auth: { kubernetes: { mountPath: k, role: r, serviceAccountRef: { name: a } } } } } }\n',
    global,
  ),
  Password: of(
    'generators.external-secrets.io/v1alpha1',
    'Password',
    'spec: { length: 48, digits: 8, symbols: 0, noUpper: false, allowRepeat: true, encoding: raw }\n',
  ),
  PushSecret: of(
    'external-secrets.io/v1alpha1',
    'PushSecret',
    'spec: { secretStoreRefs: [{ name: x, kind: ClusterSecretStore }], selector: { secret: { name: s } }, data: [{ match: { secretKey: a, remoteRef: { remoteKey: b, property: c } } }] }\n',
  ),
  PrometheusRule: of(
    'monitoring.coreos.com/v1',
    'PrometheusRule',
    'spec: { groups: [{ name: a, interval: 1m, rules: [{ alert: Down, expr: "up == 0", for: 5m, labels: { severity: critical }, annotations: { summary: down } }] }] }\n',
  ),
  ServiceMonitor: of(
    'monitoring.coreos.com/v1',
    'ServiceMonitor',
    'spec: { selector: { matchLabels: { app: x } }, endpoints: [{ port: http, interval: 30s, path: /metrics }] }\n',
  ),
  Gateway: of(
    'gateway.networking.k8s.io/v1',
    'Gateway',
    'spec: { gatewayClassName: x, listeners: [{ name: https, port: 443, protocol: HTTPS, hostname: "*.example.org", tls: { mode: Terminate, certificateRefs: [{ kind: Secret, name: t }] }, allowedRoutes: { namespaces: { from: All } } }] }\n',
  ),
  HTTPRoute: of(
    'gateway.networking.k8s.io/v1',
    'HTTPRoute',
    'spec: { parentRefs: [{ name: g, namespace: gw, sectionName: https }], hostnames: [a.example.org], rules: [{ matches: [{ path: { type: PathPrefix, value: / } }], filters: [{ type: RequestHeaderModifier, requestHeaderModifier: { set: [{ name: a, value: b }] } }], backendRefs: [{ name: a, port: 80 }] }] }\n',
  ),
  ReferenceGrant: of(
    'gateway.networking.k8s.io/v1beta1',
    'ReferenceGrant',
    'spec: { from: [{ group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: a }], to: [{ group: "", kind: Service }] }\n',
  ),
  Middleware: of(
    'traefik.io/v1alpha1',
    'Middleware',
    'spec: { forwardAuth: { address: "http://a/b", trustForwardHeader: true, authResponseHeaders: [X-a] } }\n',
  ),
  IngressRoute: of(
    'traefik.io/v1alpha1',
    'IngressRoute',
    'spec: { entryPoints: [websecure], routes: [{ kind: Rule, match: "Host(`a`)", middlewares: [{ name: m }], services: [{ name: s, port: 80 }] }], tls: { secretName: t } }\n',
  ),
  SecurityPolicy: of(
    'gateway.envoyproxy.io/v1alpha1',
    'SecurityPolicy',
    'spec: { targetRefs: [{ group: gateway.networking.k8s.io, kind: HTTPRoute, name: a }], extAuth: { failOpen: false, http: { backendRefs: [{ name: a, port: 80 }], path: /x, headersToBackend: [a] } } }\n',
  ),
  ClientTrafficPolicy: of(
    'gateway.envoyproxy.io/v1alpha1',
    'ClientTrafficPolicy',
    'spec: { targetRefs: [{ group: gateway.networking.k8s.io, kind: Gateway, name: a }], headers: { earlyRequestHeaders: { remove: [x-a] } } }\n',
  ),
  'ClusterConfiguration v1beta4': of(
    'kubeadm.k8s.io/v1beta4',
    'ClusterConfiguration',
    'apiServer: { extraArgs: [{ name: authentication-config, value: /a/b.yaml }], extraVolumes: [{ name: a, hostPath: /a, mountPath: /a, readOnly: true, pathType: Directory }], certSANs: [a] }\nnetworking: { podSubnet: 10.0.0.0/16 }\n',
    '',
  ),
  'ClusterConfiguration v1beta3': of(
    'kubeadm.k8s.io/v1beta3',
    'ClusterConfiguration',
    'apiServer: { extraArgs: { authentication-config: /a/b.yaml }, timeoutForControlPlane: 4m0s }\n',
    '',
  ),
  InitConfiguration: of(
    'kubeadm.k8s.io/v1beta4',
    'InitConfiguration',
    'patches: { directory: /a }\nnodeRegistration: { taints: [] }\nlocalAPIEndpoint: { advertiseAddress: 10.0.0.1, bindPort: 6443 }\n',
    '',
  ),
  JoinConfiguration: of(
    'kubeadm.k8s.io/v1beta4',
    'JoinConfiguration',
    'discovery: { bootstrapToken: { token: abcdef.0123456789abcdef, apiServerEndpoint: "a:6443", caCertHashes: [x] } }\n',
    '',
  ),
  UpgradeConfiguration: of(
    'kubeadm.k8s.io/v1beta4',
    'UpgradeConfiguration',
    'apply: { kubernetesVersion: v1.36.0, patches: { directory: /a } }\nnode: { patches: { directory: /a } }\n',
    '',
  ),
  AuthenticationConfiguration: of(
    'apiserver.config.k8s.io/v1',
    'AuthenticationConfiguration',
    'jwt: [{ issuer: { url: "https://a.example.org/application/o/k/", audiences: [k] }, claimMappings: { username: { claim: preferred_username, prefix: "oidc:" }, groups: { claim: groups, prefix: "oidc:" } }, claimValidationRules: [{ expression: "claims.exp - claims.nbf <= 86400", message: too long }] }]\n',
    '',
  ),
  Kustomization: of(
    'kustomize.config.k8s.io/v1beta1',
    'Kustomization',
    'resources: [a.yaml]\nnamespace: x\nimages: [{ name: a, newTag: b }]\npatches: [{ path: p.yaml, target: { kind: Deployment } }]\nconfigMapGenerator: [{ name: c, files: [a.txt], options: { disableNameSuffixHash: true } }]\n',
    '',
  ),
  Component: of('kustomize.config.k8s.io/v1alpha1', 'Component', 'resources: [a.yaml]\n', ''),
  kubeconfig: of(
    'v1',
    'Config',
    'clusters: [{ name: a, cluster: { server: "https://a:6443", certificate-authority-data: aGVsbG8= } }]\ncontexts: [{ name: a, context: { cluster: a, user: a } }]\ncurrent-context: a\nusers: [{ name: a, user: { exec: { apiVersion: client.authentication.k8s.io/v1, command: kubectl, args: [oidc-login, get-token], interactiveMode: IfAvailable } } }]\n',
    '',
  ),
  blueprint:
    'version: 1\nmetadata: { name: sample }\nentries:\n  - { model: authentik_core.group, id: g, identifiers: { name: a }, attrs: { is_superuser: false, attributes: { a: [1] } } }\n  - model: authentik_providers_oauth2.oauth2provider\n    id: p\n    identifiers: { name: a }\n    attrs: { authorization_flow: !Find [authentik_flows.flow, [slug, default-provider-authorization-implicit-consent]], invalidation_flow: !Find [authentik_flows.flow, [slug, x]], client_type: confidential, client_id: a, client_secret: !File /a, redirect_uris: [{ matching_mode: strict, url: "https://a/b" }], grant_types: [authorization_code], property_mappings: [!Find [authentik_providers_oauth2.scopemapping, [scope_name, openid]]] }\n  - { model: authentik_core.application, identifiers: { slug: a }, attrs: { name: A, provider: !KeyOf p, meta_launch_url: "https://a" } }\n  - { model: authentik_policies.policybinding, identifiers: { order: 0, target: !Find [authentik_core.application, [slug, a]] }, attrs: { group: !KeyOf g } }\n',
};
