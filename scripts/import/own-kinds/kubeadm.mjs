import { boolean, duration, free, int32, into, list, map, object, oneOf, string, strings } from './shapes.mjs';

/** @typedef {import('./shapes.mjs').Schema} Schema */

/** Files of kubeadm. @type {(readonly [string, import('./shapes.mjs').Schema])[]} */
export const kubeadmKinds = [];
const kind = into(kubeadmKinds);

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
