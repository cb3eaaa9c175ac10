import { discoveryUrl } from '../contract/discovery.ts';
import { type Facts, issuerOf } from '../contract/facts.ts';
import { yamlText } from '../manifest/yaml-text.ts';
import { clusterConfiguration, configurationPath, needsHostAliases } from './kubeadm.ts';
import { configurationFile, nodeDirectory, patchesDirectory } from './names.ts';
import { rolloutName, rolloutNamespace } from './rollout.ts';
import { type ApiserverClient, configurationHash } from './write-authentication-configuration.ts';

const shell = (...lines: readonly string[]): string[] => ['```sh', ...lines, '```', ''];

/** kubectl against the kube-apiserver of the node it runs on: behind one address several may answer, each with its own state. */
const local = 'sudo kubectl --kubeconfig /etc/kubernetes/admin.conf --server=https://127.0.0.1:6443 --tls-server-name=kubernetes';
const manifest = '/etc/kubernetes/manifests/kube-apiserver.yaml';
const logs = `sudo crictl logs "$(sudo crictl ps --all --name kube-apiserver --quiet | head -n 1)" 2>&1`;

/** The commands for each control-plane node, as a page beside the files. */
export function apiserverReadme(clients: readonly ApiserverClient[], text: string, facts: Facts): string {
  const { versions, features, apiserver } = facts;
  const aliases = needsHostAliases(facts);
  const pods = apiserver.rollout === 'daemonset';
  const place = pods
    ? [
        `The pods of the DaemonSet ${rolloutName} bring the file to every control-plane node that is in the cluster:`,
        '',
        ...shell(`kubectl -n ${rolloutNamespace} rollout status daemonset/${rolloutName}`),
      ]
    : [`On every control-plane node, in the folder of this page:`, '', ...shell(...byHand())];
  return [
    `# kube-apiserver of ${facts.name}`,
    '',
    `For Kubernetes ${versions.kubernetes}. What is here lets kube-apiserver accept the logins of these apps:`,
    '',
    '| App | Issuer | Audience |',
    '| --- | --- | --- |',
    ...clients.map(({ app, contract }) => `| ${app} | ${issuerOf(facts, contract.slug)} | ${contract.clientId} |`),
    '',
    `Usernames and groups of tokens get the prefix \`${apiserver.prefix}\`.`,
    '',
    `- \`${configurationFile}\`: has to lie at \`${configurationPath}\` on every control-plane node, byte for byte.`,
    '- `cluster-configuration.yaml`: what kubeadm has to know.',
    ...(aliases
      ? ['- `patches/` and `init-configuration.yaml`: the address of authentik for the hosts file of kube-apiserver, which does not ask CoreDNS.']
      : []),
    '',
    '## First install',
    '',
    'Until this is done, everybody keeps the access that they have; the file adds a way in. Do it when authentik runs: an issuer that does not answer holds nothing back at the start, but its tokens are refused.',
    '',
    '### 1. The file',
    '',
    ...place,
    ...(aliases
      ? [
          'The patches, on every control-plane node:',
          '',
          ...shell(`sudo install -d -m 0755 ${patchesDirectory}`, `sudo install -m 0644 patches/* ${patchesDirectory}/`),
        ]
      : []),
    '### 2. The flag, once for the cluster',
    '',
    ...shell('kubectl -n kube-system edit configmap kubeadm-config'),
    `Below \`apiServer\` add these lines to what is there. First take out every \`oidc-…\` argument${apiserver.anonymous === undefined ? '' : ', and `anonymous-auth`'}: kube-apiserver does not start with both.`,
    '',
    '```yaml',
    ...yamlText({ apiServer: clusterConfiguration(facts)['apiServer'] })
      .trimEnd()
      .split('\n'),
    '```',
    '',
    '### 3. Each control-plane node, one after the other',
    '',
    'The next node only when this one answers.',
    '',
    ...shell(
      `sudo cp ${manifest} /root/kube-apiserver.yaml.before`,
      `sudo kubectl --kubeconfig /etc/kubernetes/admin.conf -n kube-system get configmap kubeadm-config -o jsonpath='{.data.ClusterConfiguration}' | sudo tee /root/kubeadm.yaml`,
      ...(aliases ? [`{ echo; echo ---; cat init-configuration.yaml; } | sudo tee -a /root/kubeadm.yaml`] : []),
      'sudo kubeadm init phase control-plane apiserver --config /root/kubeadm.yaml',
      `until ${local} get --raw /readyz; do sleep 2; done`,
    ),
    'kubeadm takes the address of the default route. Where a node uses another one, add an InitConfiguration with `localAPIEndpoint.advertiseAddress` to `/root/kubeadm.yaml`, and compare the new manifest with the copy before you go on.',
    '',
    '### 4. Proof',
    '',
    ...proof(text, features.configInfoMetric),
    '## Another file, nothing else changed',
    '',
    ...(pods
      ? [
          'Flux replaces the ConfigMap, and the pods the file. Each kube-apiserver reads it within 10 seconds to a minute, without a restart. The pods that run must carry the hash above:',
          '',
          ...shell(
            `kubectl -n ${rolloutNamespace} rollout status daemonset/${rolloutName}`,
            `kubectl -n ${rolloutNamespace} get pods -l app.kubernetes.io/name=${rolloutName} -o custom-columns='NODE:.spec.nodeName,READY:.status.containerStatuses[0].ready,HASH:.metadata.annotations.pinout/last-config-info-hash'`,
          ),
        ]
      : ['On every control-plane node. Each kube-apiserver reads it within 10 seconds to a minute, without a restart:', '', ...shell(...byHand())]),
    'Then the proof above, on every node. When the hash stays the old one, the log says why: an issuer that does not answer holds the whole file back, and a file that is not valid is not tried again until it changes.',
    '',
    ...shell(`${logs} | grep -i -e 'authentication config' -e 'oidc authenticator' | tail`),
    ...(apiserver.anonymous === undefined
      ? []
      : [
          'A change of `anonymous` is refused while kube-apiserver runs. Restart it, on one node after the other:',
          '',
          ...shell(`sudo mv ${manifest} /root/ && sleep 20 && sudo mv /root/kube-apiserver.yaml ${manifest}`),
        ]),
    '## Upgrade of Kubernetes',
    '',
    `kubeadm keeps flag and mount: they are in kubeadm-config.${aliases ? ' It does not keep patches, so name them each time:' : ''} Raise \`versions.kubernetes\` in the source after the upgrade, when every kube-apiserver has the new version: a newer one reads the older file as well, but Kubernetes 1.33 and older do not know \`v1\`.`,
    '',
    ...(aliases
      ? shell(
          `sudo kubeadm upgrade apply VERSION --patches ${patchesDirectory}   # the first control-plane node`,
          `sudo kubeadm upgrade node --patches ${patchesDirectory}            # each other one`,
        )
      : []),
    '## Another control-plane node',
    '',
    `The file has to be on it before \`kubeadm join --control-plane\`${pods ? ': no pod can run there yet' : ''}. On the new node:`,
    '',
    ...shell(
      ...byHand(),
      ...(aliases
        ? [
            `sudo install -d -m 0755 ${patchesDirectory} && sudo install -m 0644 patches/* ${patchesDirectory}/`,
            `# kubeadm join … --control-plane --patches ${patchesDirectory}`,
            `# With --config, write this into your JoinConfiguration instead: patches: {directory: ${patchesDirectory}}`,
          ]
        : []),
    ),
    '## Roll back',
    '',
    'kube-apiserver does not come up again: on that node, look at the last lines, and put the manifest back:',
    '',
    ...shell(`${logs} | tail -n 20`, `sudo cp /root/kube-apiserver.yaml.before ${manifest}`, `until ${local} get --raw /readyz; do sleep 2; done`),
    '- `authentication-config file and oidc-* flags are mutually exclusive`: take the `oidc-…` arguments out of kubeadm-config, then step 3 again.',
    '- `no such file or directory`: the file is not on this node: step 1.',
    `- \`no kind "AuthenticationConfiguration" is registered\`: this kube-apiserver is older than ${features.authenticationConfiguration === 'v1' ? '1.34' : '1.30'}; \`versions.kubernetes\` in the source says ${versions.kubernetes}.`,
    '',
    'To take it out for good: take the lines of step 2 out of kubeadm-config, then step 3 on every node. Remove the apps from the source last.',
    '',
    '## Does kube-apiserver reach authentik?',
    '',
    "kube-apiserver's image has no shell. This uses the node's curl with the network, the hosts file and the resolver of the running kube-apiserver. On every control-plane node:",
    '',
    ...shell(
      ...apiserverProbe(
        clients.map(({ contract }) => discoveryUrl(facts, contract.slug)),
        apiserver.certificateAuthority !== undefined,
      ),
    ),
    'Each prints a document whose `issuer` is the one in the table above, slash and all.',
    '',
  ].join('\n');
}

/** Copies the file beside the old one and renames it over. */
function byHand(): string[] {
  return [
    `sudo install -d -m 0755 ${nodeDirectory}`,
    `sudo install -m 0644 ${configurationFile} ${nodeDirectory}/.new`,
    `sudo mv -f ${nodeDirectory}/.new ${configurationPath}`,
  ];
}

function proof(text: string, metric: boolean): string[] {
  if (!metric)
    return [
      'Kubernetes 1.33 and older do not tell the hash of the file in force. On every node: the file has this hash, and the number of successful reloads has grown since the change (it is 0 or absent after a start, which reads the file as well):',
      '',
      `\`${configurationHash(text).slice('sha256:'.length)}\``,
      '',
      ...shell(`sha256sum ${configurationPath}`, `${local} get --raw /metrics | grep apiserver_authentication_config_controller_automatic_reloads_total`),
    ];
  return [
    'On every control-plane node this prints a line with the hash of the file in force:',
    '',
    ...shell(`${local} get --raw /metrics | grep apiserver_authentication_config_controller_last_config_info`),
    `It has to be \`${configurationHash(text)}\`.`,
    '',
  ];
}

/**
 * Commands that fetch discovery documents as kube-apiserver would: `nsenter` into its network, with copies of its hosts file and resolver over
 * the node's, in a mount namespace of their own that ends with the command. Copies, because Linux binds no file of another mount namespace.
 */
export function apiserverProbe(urls: readonly string[], ownAuthority = false): string[] {
  const authority = ownAuthority ? ' --cacert home-ca.pem' : '';
  return [
    ...(ownAuthority ? ['# home-ca.pem: the text of apiserver.certificateAuthority, in this folder'] : []),
    'pid=$(pgrep -xo kube-apiserver)',
    ...urls.map(
      (url) =>
        `sudo unshare --mount sh -c "mount -t tmpfs none /mnt && cp /proc/$pid/root/etc/hosts /proc/$pid/root/etc/resolv.conf /mnt/ && mount --bind /mnt/hosts /etc/hosts && mount --bind /mnt/resolv.conf /etc/resolv.conf && nsenter --net=/proc/$pid/ns/net curl -fsS --max-time 10${authority} ${url}"`,
    ),
  ];
}
