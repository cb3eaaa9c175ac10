import { describe, expect, it } from 'vitest';
import { checkFiles } from '../../lib/check/check-tree.ts';
import { readApiservers } from '../../lib/kubernetes/read-apiserver.ts';
import { manifestsOf } from '../../lib/tree/manifests.ts';
import { treeOf } from '../../lib/tree/tree.ts';

const flags = {
  'oidc-issuer-url': 'https://sso.example.net/application/o/cluster/',
  'oidc-client-id': 'cluster',
  'oidc-username-claim': 'preferred_username',
  'oidc-username-prefix': 'people:',
  'oidc-groups-claim': 'groups',
  'oidc-groups-prefix': 'people:',
};
const entries = Object.entries(flags);
const block = (depth: number, line: (name: string, value: string) => string) =>
  entries.map(([name, value]) => `${' '.repeat(depth)}${line(name, value)}`).join('\n');
const map = (depth: number) => block(depth, (name, value) => `${name}: '${value}'`);
const texts = (depth: number, before = '') => block(depth, (name, value) => `- '${before}${name}=${value}'`);

/** The same six flags as everybody writes them. */
const forms: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'kubeadm, as map': { 'kubeadm.yaml': `apiVersion: kubeadm.k8s.io/v1beta3\nkind: ClusterConfiguration\napiServer:\n  extraArgs:\n${map(4)}\n` },
  'kubeadm, as list': {
    'kubeadm.yaml': `apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\napiServer:\n  extraArgs:\n${block(4, (name, value) => `- { name: ${name}, value: '${value}' }`)}\n`,
  },
  'static pod': {
    'pod.yaml': `apiVersion: v1\nkind: Pod\nmetadata: { name: kube-apiserver, namespace: kube-system }\nspec:\n  containers:\n    - name: kube-apiserver\n      image: registry.k8s.io/kube-apiserver:v1.35.0\n      command:\n        - kube-apiserver\n${texts(8, '--')}\n`,
  },
  'static pod, values behind names': {
    'pod.yaml': `apiVersion: v1\nkind: Pod\nmetadata: { name: kube-apiserver, namespace: kube-system }\nspec:\n  containers:\n    - name: kube-apiserver\n      image: registry.k8s.io/kube-apiserver:v1.35.0\n      command:\n        - kube-apiserver\n${block(8, (name, value) => `- --${name}\n        - '${value}'`)}\n`,
  },
  'Talos machine configuration': {
    'talos/controlplane.yaml': `version: v1alpha1\nmachine: { type: controlplane }\ncluster:\n  apiServer:\n    extraArgs:\n${map(6)}\n`,
  },
  'Talos patches in two files': {
    'talos/patches/a.yaml': `cluster:\n  apiServer:\n    extraArgs:\n${map(6).split('\n').slice(0, 3).join('\n')}\n`,
    'talos/patches/b.yaml': `cluster:\n  apiServer:\n    extraArgs:\n${map(6).split('\n').slice(3).join('\n')}\n`,
  },
  'Talos JSON patch': { 'talos/patch.yaml': `- op: add\n  path: /cluster/apiServer/extraArgs\n  value:\n${map(4)}\n` },
  'Talos JSON patch, flag by flag': {
    'talos/patch.yaml': `${entries.map(([name, value]) => `- op: add\n  path: /cluster/apiServer/extraArgs/${name}\n  value: '${value}'`).join('\n')}\n`,
  },
  'talhelper, patches as texts': {
    'talconfig.yaml': `clusterName: demo\ncontrolPlane:\n  patches:\n    - |-\n      machine:\n        kubelet: {}\n    - |-\n      cluster:\n        apiServer:\n          extraArgs:\n${map(12)}\n`,
  },
  'talhelper, JSON patch as text': {
    'talconfig.yaml': `clusterName: demo\ncontrolPlane:\n  patches:\n    - '[{"op": "add", "path": "/cluster/apiServer/extraArgs", "value": ${JSON.stringify(flags)}}]'\n`,
  },
  'talhelper, patch in a file': {
    'talos/talconfig.yaml': `clusterName: demo\npatches:\n  - '@./patches/apiserver.yaml'\n`,
    'talos/patches/apiserver.yaml': `cluster:\n  apiServer:\n    extraArgs:\n${map(6)}\n`,
  },
  'TalosControlPlane of Cluster API': {
    'cp.yaml': `apiVersion: controlplane.cluster.x-k8s.io/v1alpha3\nkind: TalosControlPlane\nmetadata: { name: demo, namespace: clusters }\nspec:\n  controlPlaneConfig:\n    controlplane:\n      generateType: controlplane\n      strategicPatches:\n        - |\n          cluster:\n            apiServer:\n              extraArgs:\n${map(16)}\n`,
  },
  'k3s configuration': { 'k3s/config.yaml': `cluster-init: true\nkube-apiserver-arg:\n${texts(2)}\n` },
  'k3s configuration, with dashes': { 'config.yaml.d/sso.yaml': `kube-apiserver-arg+:\n${texts(2, '--')}\n` },
  'k3s by Ansible, as map': { 'group_vars/all.yml': `k3s_server:\n  kube-apiserver-arg:\n${texts(4)}\n` },
  'k3s by Ansible, as one text': {
    'group_vars/all.yml': `extra_server_args: >-\n  --disable traefik\n${block(2, (name, value) => `--kube-apiserver-arg=${name}=${value}`)}\n`,
  },
  k3d: {
    'k3d.yaml': `apiVersion: k3d.io/v1alpha5\nkind: Simple\noptions:\n  k3s:\n    extraArgs:\n${block(6, (name, value) => `- { arg: '--kube-apiserver-arg=${name}=${value}', nodeFilters: ['server:*'] }`)}\n`,
  },
  'RKE2 configuration': { 'rke2/config.yaml': `cni: cilium\nkube-apiserver-arg:\n${texts(2, '--')}\n` },
  'RKE2 by Rancher': {
    'cluster.yaml': `apiVersion: provisioning.cattle.io/v1\nkind: Cluster\nmetadata: { name: demo, namespace: fleet-default }\nspec:\n  rkeConfig:\n    machineGlobalConfig:\n      kube-apiserver-arg:\n${texts(8)}\n`,
  },
  'Cluster API, kubeadm': {
    'kcp.yaml': `apiVersion: controlplane.cluster.x-k8s.io/v1beta1\nkind: KubeadmControlPlane\nmetadata: { name: demo, namespace: clusters }\nspec:\n  kubeadmConfigSpec:\n    clusterConfiguration:\n      apiServer:\n        extraArgs:\n${map(10)}\n`,
  },
  'Cluster API, RKE2': {
    'rke2.yaml': `apiVersion: controlplane.cluster.x-k8s.io/v1beta1\nkind: RKE2ControlPlane\nmetadata: { name: demo, namespace: clusters }\nspec:\n  serverConfig:\n    kubeAPIServer:\n      extraArgs:\n${texts(8, '--')}\n`,
  },
  k0s: { 'k0s.yaml': `apiVersion: k0s.k0sproject.io/v1beta1\nkind: ClusterConfig\nmetadata: { name: k0s }\nspec:\n  api:\n    extraArgs:\n${map(6)}\n` },
  'k0s by k0sctl': {
    'k0sctl.yaml': `apiVersion: k0sctl.k0sproject.io/v1beta1\nkind: Cluster\nspec:\n  k0s:\n    config:\n      spec:\n        api:\n          extraArgs:\n${map(12)}\n`,
  },
  kubespray: {
    'group_vars/k8s.yml': `kube_oidc_auth: true\n${entries
      .map(([name, value]) => `${name.replace('oidc-issuer-url', 'oidc-url').replace('oidc-', 'kube_oidc_').replaceAll('-', '_')}: '${value}'`)
      .join('\n')}\n`,
  },
  kops: {
    'cluster.yaml': `apiVersion: kops.k8s.io/v1alpha2\nkind: Cluster\nmetadata: { name: demo }\nspec:\n  kubeAPIServer:\n    oidcIssuerURL: ${flags['oidc-issuer-url']}\n    oidcClientID: cluster\n    oidcUsernameClaim: preferred_username\n    oidcUsernamePrefix: 'people:'\n    oidcGroupsClaim: [groups]\n    oidcGroupsPrefix: 'people:'\n`,
  },
  kind: {
    'kind.yaml': `kind: Cluster\napiVersion: kind.x-k8s.io/v1alpha4\nnodes:\n  - role: control-plane\n    kubeadmConfigPatches:\n      - |\n        kind: ClusterConfiguration\n        apiServer:\n          extraArgs:\n${map(12)}\n`,
  },
};

const treeIn = (files: Readonly<Record<string, string>>) => Object.entries(files).map(([file, text]) => ({ file, text }));
const readIn = (files: Readonly<Record<string, string>>) => readApiservers(manifestsOf(treeOf(treeIn(files))));
const faultsIn = (files: Readonly<Record<string, string>>) =>
  checkFiles(treeIn(files))
    .findings.filter(({ severity }) => severity !== 'info')
    .map(({ code }) => code);

describe('kube-apiserver, whoever starts it', () => {
  it.each(Object.keys(forms))('is read from %s', (name) => {
    const { arguments: given, issuers, ends } = readIn(forms[name]!);
    expect(given.map((one) => Object.fromEntries([...one.flags].map(([flag, { value }]) => [flag, value])))).toEqual([flags]);
    expect(issuers.map(({ url, groupsPrefix, usernamePrefix }) => [url?.value, groupsPrefix?.value, usernamePrefix?.value])).toEqual([
      [flags['oidc-issuer-url'], 'people:', 'people:'],
    ]);
    expect(ends.map(({ slug, clientId }) => [slug?.value, clientId?.value])).toEqual([['cluster', 'cluster']]);
    expect(faultsIn(forms[name]!)).toEqual([]);
  });

  it.each(Object.keys(forms))('is judged alike in %s', (name) => {
    const faulty = Object.fromEntries(
      Object.entries(forms[name]!).map(([file, text]) => [file, text.replaceAll('https://sso', 'http://sso').replaceAll('people:', '-')]),
    );
    const codes = faultsIn(faulty);
    expect(codes).toContain('issuer-not-https');
    expect(codes).toContain('apiserver-system-reachable');
  });

  it('keeps clusters apart that say different things', () => {
    const one = (id: string) =>
      `cluster:\n  apiServer:\n    extraArgs:\n      oidc-issuer-url: https://sso.example.net/application/o/${id}/\n      oidc-client-id: ${id}\n`;
    expect(readIn({ 'talos/a.yaml': one('a'), 'talos/b.yaml': one('b') }).issuers.map(({ audiences }) => audiences[0]?.value)).toEqual(['a', 'b']);
  });

  it('reads a text once, however often it is named', () => {
    const text = `cluster:\n  apiServer:\n    extraArgs:\n${map(6)}\n${'# '.repeat(20_000)}\n`;
    const many = `patches:\n  - &one ${JSON.stringify(text)}\n${'  - *one\n'.repeat(5_000)}`;
    expect(readIn({ 'talos.yaml': many }).issuers).toHaveLength(1);
  });

  it('takes nothing for an apiserver that only looks like one', () => {
    const crd =
      'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nspec: { properties: { apiServer: { extraArgs: { oidc-issuer-url: x } } } }\n';
    expect(readIn({ 'crd.yaml': crd, 'notes.yaml': 'text: about the apiServer\n', 'empty.yaml': 'apiServer:\n' }).arguments).toEqual([]);
  });
});

const configuration = (depth: number, url = 'https://sso.example.net/application/o/cluster/') =>
  [
    'apiVersion: apiserver.config.k8s.io/v1',
    'kind: AuthenticationConfiguration',
    'jwt:',
    '  - issuer:',
    `      url: ${url}`,
    '      audiences: [cluster]',
    '    claimMappings:',
    "      username: { claim: sub, prefix: 'people:' }",
    "      groups: { claim: groups, prefix: 'people:' }",
  ]
    .map((line) => ' '.repeat(depth) + line)
    .join('\n');

const places: Readonly<Record<string, string>> = {
  'a file': configuration(0),
  'machine.files of Talos': `machine:\n  files:\n    - op: create\n      path: /var/etc/sso/a.yaml\n      content: |\n${configuration(8)}\n`,
  'a field of Talos': `cluster:\n  apiServer:\n    authenticationConfiguration:\n${configuration(6).split('\n').slice(2).join('\n')}\n`,
  'a document of Talos': `apiVersion: v1alpha1\nkind: KubeAuthenticationConfig\nconfiguration:\n${configuration(2)}\n`,
  'a patch of talhelper': `controlPlane:\n  patches:\n    - |-\n      machine:\n        files:\n          - path: /var/etc/sso/a.yaml\n            content: |\n${configuration(14)}\n`,
  'files of Cluster API': `apiVersion: controlplane.cluster.x-k8s.io/v1beta1\nkind: KubeadmControlPlane\nmetadata: { name: a, namespace: b }\nspec:\n  kubeadmConfigSpec:\n    files:\n      - path: /etc/kubernetes/a.yaml\n        content: |\n${configuration(10)}\n`,
  'cloud-init': `write_files:\n  - path: /etc/rancher/k3s/a.yaml\n    content: |\n${configuration(6)}\n`,
  'a ConfigMap': `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, namespace: kube-system }\ndata:\n  a.yaml: |\n${configuration(4)}\n`,
};

describe('an AuthenticationConfiguration', () => {
  it.each(Object.keys(places))('is read from %s', (name) => {
    expect(readIn({ 'x.yaml': places[name]! }).issuers.map(({ url, groupsPrefix }) => [url?.value, groupsPrefix?.value])).toEqual([
      ['https://sso.example.net/application/o/cluster/', 'people:'],
    ]);
    expect(faultsIn({ 'x.yaml': places[name]! })).toEqual([]);
    expect(faultsIn({ 'x.yaml': places[name]!.replace('https://sso', 'http://sso').replace(", prefix: 'people:'", '') })).toEqual(
      expect.arrayContaining(['issuer-not-https', 'apiserver-prefix-missing']),
    );
  });
});
