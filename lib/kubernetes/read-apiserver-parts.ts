import type { Reader } from '../manifest/reader.ts';
import type { TreeDocument } from '../tree/tree.ts';
import { defined } from '../tree/defined.ts';
import { walk } from '../tree/walk.ts';
import { argumentsIn, passedOn } from './argument-forms.ts';
import type { ApiserverForm, ApiserverMount, ApiserverPart } from './apiserver-arguments.ts';

/** Patches inside patches nest no deeper, and no document has more of them. */
const maxPatches = 200;
/** A key, a path of a patch, or an argument: that prose names kube-apiserver is no reason to read a text. */
const mentioned = /\/apiServer|kube[-_]?api[-_]?server[-_]?(?:arg|config)|kube_oidc_|(?:api-?server|kube-api|\bapi)[\\"']{0,9}\s{0,9}:/i;

/**
 * Settings of kube-apiservers in every document that has some, and in the texts inside it: patches of talhelper, kind and Cluster API are texts in
 * lists, and JSON patches say by their path what they change.
 */
export function apiserverPartsOf({ root, source }: TreeDocument): ApiserverPart[] {
  if (!mentioned.test(source.parsed.text) || root.text('kind') === 'CustomResourceDefinition') return [];
  return inside(root, root, new Set());
}

/** @param read texts that were read already: an alias may name one of them ten thousand times */
function inside(top: Reader, root: Reader, read: Set<string>): ApiserverPart[] {
  const kind = root.text('kind');
  const part = (form: ApiserverForm, at: Reader, args: Reader, volumes?: Reader): ApiserverPart => ({
    form,
    root: top,
    at,
    args: argumentsIn(args),
    mounts: volumes === undefined ? [] : mountsIn(volumes),
  });
  // Talos 1.14 has a document for the apiserver alone.
  if (kind === 'KubeAPIServerConfig') return [part('talos-document', root, root.get('extraArgs'), root.get('extraVolumes'))];
  const named = root.get('kube_oidc_url').exists && root.get('kube_oidc_auth').scalar() !== false ? [namedPart(top, root, kubespray)] : [];
  const found = [...walk(root)].flatMap(({ key, node, parent }): ApiserverPart[] => {
    const text = node.text();
    if (/^kube[-_]?api[-_]?server[-_]?args?\+?$/i.test(key)) return [part(isRke2(top) ? 'rke2' : 'k3s', node, node)];
    if (text !== undefined) {
      if (read.has(text) || read.size === maxPatches || !mentioned.test(text)) return [];
      read.add(text);
      const args = passedOn(node);
      if (args.length > 0) return [{ form: isRke2(top) ? 'rke2' : 'k3s', root: top, at: node, args, mounts: [] }];
      if (!/[\n{]/.test(text)) return [];
      return node.embedded().flatMap((one) => inside(top, one, read));
    }
    if (node.get('op').exists) return patched(top, node);
    if (!isApiserver(key, node)) return [];
    if (node.get('oidcIssuerURL').exists) return [namedPart(top, node, kops)];
    const args = node.get('extraArgs').exists ? node.get('extraArgs') : node.get('extra_args');
    return args.exists || node.get('extraVolumes').exists ? [part(formOf(key, parent, root), node, args, node.get('extraVolumes'))] : [];
  });
  return [...named, ...found];
}

/** Variables of kubespray (roles/kubernetes/control-plane/templates). */
const kubespray: Readonly<Record<string, string>> = {
  kube_oidc_url: 'oidc-issuer-url',
  kube_oidc_client_id: 'oidc-client-id',
  kube_oidc_username_claim: 'oidc-username-claim',
  kube_oidc_username_prefix: 'oidc-username-prefix',
  kube_oidc_groups_claim: 'oidc-groups-claim',
  kube_oidc_groups_prefix: 'oidc-groups-prefix',
};

/** Fields of kops (pkg/apis/kops/componentconfig.go, KubeAPIServerConfig). */
const kops: Readonly<Record<string, string>> = {
  oidcIssuerURL: 'oidc-issuer-url',
  oidcClientID: 'oidc-client-id',
  oidcUsernameClaim: 'oidc-username-claim',
  oidcUsernamePrefix: 'oidc-username-prefix',
  oidcGroupsClaim: 'oidc-groups-claim',
  oidcGroupsPrefix: 'oidc-groups-prefix',
};

function namedPart(top: Reader, at: Reader, names: Readonly<Record<string, string>>): ApiserverPart {
  const args = Object.entries(names).flatMap(([field, name]) => {
    const value = at.items(field).at(0) ?? at.get(field);
    return value.text() === undefined ? [] : [{ name, value: value.located(value.text()!) }];
  });
  return { form: 'other', root: top, at, args, mounts: [] };
}

const isApiserver = (key: string, node: Reader): boolean =>
  /^(?:kube[-_]?)?api-?server$/i.test(key) || key === 'kube-api' || (key === 'api' && node.get('extraArgs').exists);

function formOf(key: string, parent: Reader, root: Reader): ApiserverForm {
  if (key === 'api') return 'k0s';
  if (parent.key === 'cluster') return 'talos';
  if (parent.key === 'clusterConfiguration' || root.text('kind') === 'ClusterConfiguration') return 'kubeadm';
  return /^kubeAPIServer$/.test(key) && isRke2(root) ? 'rke2' : 'other';
}

const isRke2 = (root: Reader): boolean => /rke2/i.test(root.file) || /rke2/i.test(root.document.parsed.text.slice(0, 20_000));

/** One operation of a JSON patch: `path: /cluster/apiServer/extraArgs/oidc-client-id`, or any part of that with a value that holds the rest. */
function patched(top: Reader, operation: Reader): ApiserverPart[] {
  const op = operation.text('op');
  const path = operation.text('path') ?? '';
  const at = path.indexOf('/apiServer');
  const value = operation.get('value');
  if (at === -1 || (op !== 'add' && op !== 'replace')) return [];
  const form: ApiserverForm = path.startsWith('/cluster/') ? 'talos' : path.includes('lusterConfiguration') || at === 0 ? 'kubeadm' : 'other';
  const [field, name] = path.slice(at + '/apiServer/'.length).split('/');
  const part = { form, root: top, at: operation, args: [], mounts: [] };
  if (field === undefined || field === '') return [{ ...part, args: argumentsIn(value.get('extraArgs')), mounts: mountsIn(value.get('extraVolumes')) }];
  if (field === 'extraVolumes') return [{ ...part, mounts: name === undefined ? mountsIn(value) : mountOf(value) }];
  if (field !== 'extraArgs') return [];
  if (name === undefined) return [{ ...part, args: argumentsIn(value) }];
  const text = value.scalar();
  // At the end of a list, or of one name.
  if (value.text('name') !== undefined)
    return [{ ...part, args: [{ name: value.text('name')!, value: value.get('value').located(value.text('value') ?? '') }] }];
  return text === undefined || text === null ? [] : [{ ...part, args: [{ name, value: value.located(String(text as number)) }] }];
}

function mountsIn(volumes: Reader): ApiserverMount[] {
  return volumes.items().flatMap(mountOf);
}

function mountOf(volume: Reader): ApiserverMount[] {
  const hostPath = volume.text('hostPath');
  const mountPath = volume.text('mountPath');
  return hostPath === undefined || mountPath === undefined ? [] : [{ at: volume, hostPath, mountPath, ...defined({ pathType: volume.text('pathType') }) }];
}
