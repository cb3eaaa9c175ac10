/** @typedef {Record<string, any>} Schema */

// Kinds that no npm package has, written down from the Go types: names and types alone. A field whose name ends in `!` must be there.

const string = { type: 'string' };
const boolean = { type: 'boolean' };
const int32 = { type: 'integer', format: 'int32' };
const duration = { type: 'string', format: 'duration' };
const bytes = { type: 'string', format: 'byte' };
const any = {};
const free = { type: 'object' };
const strings = { type: 'array', items: string };
const map = (/** @type {Schema} */ values) => ({ type: 'object', additionalProperties: values });
const list = (/** @type {Schema} */ items) => ({ type: 'array', items });
const oneOf = (/** @type {string[]} */ ...values) => ({ type: 'string', enum: values });

/** @param {Record<string, Schema>} fields @returns {Schema} */
function object(fields) {
  const required = Object.keys(fields).filter((name) => name.endsWith('!'));
  return {
    type: 'object',
    properties: Object.fromEntries(Object.entries(fields).map(([name, schema]) => [name.replace(/!$/, ''), schema])),
    ...(required.length > 0 ? { required: required.map((name) => name.slice(0, -1)) } : {}),
    additionalProperties: false,
  };
}

/** @type {Map<string, Schema>} */
export const ownKinds = new Map();

/** @param {string} apiVersion @param {string} name @param {Record<string, Schema>} fields */
function kind(apiVersion, name, fields) {
  const [version, group] = apiVersion.split('/').reverse();
  ownKinds.set(
    `${name}.${version}${group === undefined ? '' : `.${group}`}`,
    object({ 'apiVersion!': { const: apiVersion }, 'kind!': { const: name }, ...fields }),
  );
}

// k8s.io/kubernetes, cmd/kubeadm/app/apis/kubeadm
for (const version of ['v1beta3', 'v1beta4']) {
  const isNew = version === 'v1beta4';
  const apiVersion = `kubeadm.k8s.io/${version}`;
  const extraArgs = isNew ? list(object({ 'name!': string, value: string })) : map(string);
  const extraEnvs = isNew ? { extraEnvs: list(object({ 'name!': string, value: string, valueFrom: free })) } : {};
  const image = { imageRepository: string, imageTag: string };
  const patches = object({ directory: string });
  const component = {
    extraArgs,
    extraVolumes: list(
      object({
        'name!': string,
        'hostPath!': string,
        'mountPath!': string,
        readOnly: boolean,
        pathType: oneOf('', 'DirectoryOrCreate', 'Directory', 'FileOrCreate', 'File', 'Socket', 'CharDevice', 'BlockDevice'),
      }),
    ),
    ...extraEnvs,
  };
  const endpoint = object({ advertiseAddress: string, bindPort: { ...int32, minimum: 0, maximum: 65535 } });
  const pullPolicy = oneOf('Always', 'IfNotPresent', 'Never');
  const nodeRegistration = object({
    name: string,
    criSocket: string,
    taints: list(object({ 'key!': string, value: string, 'effect!': oneOf('NoSchedule', 'PreferNoSchedule', 'NoExecute'), timeAdded: string })),
    kubeletExtraArgs: extraArgs,
    ignorePreflightErrors: strings,
    imagePullPolicy: pullPolicy,
    ...(isNew ? { imagePullSerial: boolean } : {}),
  });
  const timeouts = object(
    Object.fromEntries(
      ['controlPlaneComponentHealthCheck', 'kubeletHealthCheck', 'kubernetesAPICall', 'etcdAPICall', 'tlsBootstrap', 'discovery', 'upgradeManifests'].map(
        (name) => [name, duration],
      ),
    ),
  );
  const since4 = (/** @type {Record<string, Schema>} */ fields) => (isNew ? fields : {});
  kind(apiVersion, 'ClusterConfiguration', {
    etcd: object({
      local: object({ ...image, dataDir: string, extraArgs, ...extraEnvs, serverCertSANs: strings, peerCertSANs: strings }),
      external: object({
        'endpoints!': strings,
        caFile: string,
        certFile: string,
        keyFile: string,
        ...since4({ httpEndpoints: strings }),
      }),
    }),
    networking: object({ serviceSubnet: string, podSubnet: string, dnsDomain: string }),
    kubernetesVersion: string,
    controlPlaneEndpoint: string,
    apiServer: object({ ...component, certSANs: strings, ...(isNew ? {} : { timeoutForControlPlane: duration }) }),
    controllerManager: object(component),
    scheduler: object(component),
    dns: object({ ...image, ...since4({ disabled: boolean }) }),
    ...since4({ proxy: object({ disabled: boolean }) }),
    certificatesDir: string,
    imageRepository: string,
    featureGates: map(boolean),
    clusterName: string,
    ...since4({
      encryptionAlgorithm: oneOf('RSA-2048', 'RSA-3072', 'RSA-4096', 'ECDSA-P256', 'ECDSA-P384'),
      certificateValidityPeriod: duration,
      caCertificateValidityPeriod: duration,
    }),
  });
  kind(apiVersion, 'InitConfiguration', {
    bootstrapTokens: list(
      object({
        'token!': { type: 'string', pattern: '^[a-z0-9]{6}\\.[a-z0-9]{16}$' },
        description: string,
        ttl: duration,
        expires: { type: 'string', format: 'date-time' },
        usages: strings,
        groups: strings,
      }),
    ),
    ...since4({ dryRun: boolean }),
    nodeRegistration,
    localAPIEndpoint: endpoint,
    certificateKey: string,
    skipPhases: strings,
    patches,
    ...since4({ timeouts }),
  });
  kind(apiVersion, 'JoinConfiguration', {
    ...since4({ dryRun: boolean }),
    nodeRegistration,
    caCertPath: string,
    'discovery!': object({
      bootstrapToken: object({ 'token!': string, apiServerEndpoint: string, caCertHashes: strings, unsafeSkipCAVerification: boolean }),
      file: object({ 'kubeConfigPath!': string }),
      tlsBootstrapToken: string,
      ...(isNew ? {} : { timeout: duration }),
    }),
    controlPlane: object({ localAPIEndpoint: endpoint, certificateKey: string }),
    skipPhases: strings,
    patches,
    ...since4({ timeouts }),
  });
  if (!isNew) continue;
  kind(apiVersion, 'ResetConfiguration', {
    cleanupTmpDir: boolean,
    certificatesDir: string,
    criSocket: string,
    dryRun: boolean,
    force: boolean,
    ignorePreflightErrors: strings,
    skipPhases: strings,
    unmountFlags: strings,
    timeouts,
  });
  const upgrade = { dryRun: boolean, etcdUpgrade: boolean, ignorePreflightErrors: strings };
  const pull = { imagePullPolicy: pullPolicy, imagePullSerial: boolean };
  const allow = { kubernetesVersion: string, allowExperimentalUpgrades: boolean, allowRCUpgrades: boolean, printConfig: boolean };
  kind(apiVersion, 'UpgradeConfiguration', {
    apply: object({ ...allow, ...upgrade, ...pull, certificateRenewal: boolean, forceUpgrade: boolean, patches, skipPhases: strings }),
    diff: object({ kubernetesVersion: string, contextLines: { type: 'integer' } }),
    node: object({ ...upgrade, ...pull, certificateRenewal: boolean, patches, skipPhases: strings }),
    plan: object({ ...allow, ...upgrade }),
    timeouts,
  });
}

// k8s.io/apiserver, pkg/apis/apiserver. What is required, and the rules across fields, stand in lib/kubernetes.
for (const version of ['v1alpha1', 'v1beta1', 'v1']) {
  const prefixed = object({ claim: string, prefix: string, expression: string });
  kind(`apiserver.config.k8s.io/${version}`, 'AuthenticationConfiguration', {
    jwt: list(
      object({
        issuer: object({
          url: string,
          discoveryURL: string,
          certificateAuthority: string,
          audiences: strings,
          audienceMatchPolicy: string,
          egressSelectorType: string,
        }),
        claimValidationRules: list(object({ claim: string, requiredValue: string, expression: string, message: string })),
        claimMappings: object({
          username: prefixed,
          groups: prefixed,
          uid: object({ claim: string, expression: string }),
          extra: list(object({ key: string, valueExpression: string })),
        }),
        userValidationRules: list(object({ expression: string, message: string })),
      }),
    ),
    anonymous: object({ enabled: boolean, conditions: list(object({ path: string })) }),
  });
}

// sigs.k8s.io/kustomize/api, types. A kustomization file may leave apiVersion and kind out.
const resource = { group: string, version: string, kind: string, name: string, namespace: string };
const selector = object({ ...resource, annotationSelector: string, labelSelector: string });
const fieldSpecs = list(object({ group: string, version: string, kind: string, path: string, create: boolean }));
const generatorOptions = object({ labels: map(string), annotations: map(string), disableNameSuffixHash: boolean, immutable: boolean });
const generator = {
  namespace: string,
  name: string,
  behavior: oneOf('create', 'replace', 'merge'),
  literals: strings,
  files: strings,
  envs: strings,
  env: string,
  options: generatorOptions,
};
const patch = object({
  path: string,
  patch: string,
  target: selector,
  options: object({ allowNameChange: boolean, allowKindChange: boolean }),
});
const image = object({ name: string, newName: string, tagSuffix: string, newTag: string, digest: string });
const fieldOptions = object({ delimiter: string, index: { type: 'integer' }, encoding: string, create: boolean });
const kustomization = {
  metadata: object({ name: string, namespace: string, labels: map(string), annotations: map(string) }),
  openapi: map(string),
  namePrefix: string,
  nameSuffix: string,
  namespace: string,
  commonLabels: map(string),
  labels: list(object({ pairs: map(string), includeSelectors: boolean, includeTemplates: boolean, fields: fieldSpecs })),
  commonAnnotations: map(string),
  patchesStrategicMerge: strings,
  patchesJson6902: list(patch),
  patches: list(patch),
  images: list(image),
  imageTags: list(image),
  replacements: list(
    object({
      path: string,
      source: object({ ...resource, fieldPath: string, options: fieldOptions }),
      sourceValue: string,
      targets: list(object({ 'select!': selector, reject: list(selector), fieldPaths: strings, options: fieldOptions })),
    }),
  ),
  replicas: list(object({ name: string, 'count!': { type: 'integer', format: 'int64' } })),
  vars: list(
    object({
      'name!': string,
      'objref!': object({ ...resource, apiVersion: string, 'name!': string }),
      fieldref: object({ fieldPath: string, fieldpath: string }),
    }),
  ),
  sortOptions: object({ order: oneOf('legacy', 'fifo'), legacySortOptions: object({ orderFirst: strings, orderLast: strings }) }),
  resources: strings,
  components: strings,
  crds: strings,
  bases: strings,
  configMapGenerator: list(object(generator)),
  secretGenerator: list(object({ ...generator, type: string })),
  helmGlobals: object({ chartHome: string, configHome: string }),
  helmCharts: list(
    object({
      name: string,
      version: string,
      repo: string,
      releaseName: string,
      namespace: string,
      additionalValuesFiles: strings,
      valuesFile: string,
      valuesInline: free,
      valuesMerge: oneOf('merge', 'override', 'replace'),
      includeCRDs: boolean,
      skipHooks: boolean,
      apiVersions: strings,
      kubeVersion: string,
      nameTemplate: string,
      skipTests: boolean,
      debug: boolean,
      devel: boolean,
    }),
  ),
  helmChartInflationGenerator: list(free),
  generatorOptions,
  configurations: strings,
  generators: strings,
  transformers: strings,
  validators: strings,
  inventory: free,
  buildMetadata: list(oneOf('originAnnotations', 'transformerAnnotations', 'managedByLabel')),
};
kind('kustomize.config.k8s.io/v1beta1', 'Kustomization', kustomization);
kind('kustomize.config.k8s.io/v1alpha1', 'Component', kustomization);

// k8s.io/client-go, tools/clientcmd/api/v1
const extensions = list(object({ 'name!': string, extension: any }));
kind('v1', 'Config', {
  preferences: object({ colors: boolean, extensions }),
  clusters: list(
    object({
      'name!': string,
      'cluster!': object({
        'server!': string,
        'tls-server-name': string,
        'insecure-skip-tls-verify': boolean,
        'certificate-authority': string,
        'certificate-authority-data': bytes,
        'proxy-url': string,
        'disable-compression': boolean,
        extensions,
      }),
    }),
  ),
  users: list(
    object({
      'name!': string,
      'user!': object({
        'client-certificate': string,
        'client-certificate-data': bytes,
        'client-key': string,
        'client-key-data': bytes,
        token: string,
        tokenFile: string,
        as: string,
        'as-uid': string,
        'as-groups': strings,
        'as-user-extra': map(strings),
        username: string,
        password: string,
        'auth-provider': object({ 'name!': string, config: map(string) }),
        exec: object({
          'command!': string,
          args: strings,
          env: list(object({ 'name!': string, 'value!': string })),
          'apiVersion!': oneOf('client.authentication.k8s.io/v1', 'client.authentication.k8s.io/v1beta1'),
          installHint: string,
          provideClusterInfo: boolean,
          interactiveMode: oneOf('Never', 'IfAvailable', 'Always'),
        }),
        extensions,
      }),
    }),
  ),
  contexts: list(object({ 'name!': string, 'context!': object({ 'cluster!': string, 'user!': string, namespace: string, extensions }) })),
  'current-context': string,
  extensions,
});
