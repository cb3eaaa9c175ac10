import { isMap } from './validate-object.ts';

/** What kubeadm patches, and the kind that such a patch is a part of; undefined when its schema is not known here. */
const targets: Readonly<Record<string, { readonly apiVersion: string; readonly kind: string } | undefined>> = {
  'kube-apiserver': { apiVersion: 'v1', kind: 'Pod' },
  'kube-controller-manager': { apiVersion: 'v1', kind: 'Pod' },
  'kube-scheduler': { apiVersion: 'v1', kind: 'Pod' },
  etcd: { apiVersion: 'v1', kind: 'Pod' },
  corednsdeployment: { apiVersion: 'apps/v1', kind: 'Deployment' },
  kubeletconfiguration: undefined,
};

// kubeadm, cmd/kubeadm/app/util/patches/patches.go, parseFilename: TARGET, then any suffix, then + and the type of the patch.
const fileName = new RegExp(String.raw`(?:^|/)(${Object.keys(targets).join('|')})([^+/]*)(?:\+(strategic|merge|json))?\.(?:json|ya?ml)$`);

/** What a file's name says about the patch in it; empty for any other name. */
export const kubeadmPatchName = (file: string): string => {
  const [, target, , type = ''] = fileName.exec(file) ?? [];
  return target === undefined ? '' : `${target}+${type} `;
};

export type KubeadmPatch = { readonly type: 'json' } | { readonly type: 'unknown' } | { readonly type: 'part'; readonly value: object };

/**
 * The patch that a document is when its file has the name of a patch for kubeadm. A document that says its own apiVersion and kind in a file
 * whose name does not say the type is something else: kube-apiserver.yaml is also what kubelet reads.
 */
export function kubeadmPatch(file: string, value: unknown): KubeadmPatch | undefined {
  const [, target, , type] = fileName.exec(file) ?? [];
  if (target === undefined) return undefined;
  if (type === 'json') return { type: 'json' };
  if (!isMap(value)) return undefined;
  const isWhole = value['apiVersion'] !== undefined && value['kind'] !== undefined;
  // `etcd-cluster.yaml` may be anything: without a type in its name only the fields of an object make it a patch.
  if (type === undefined && (isWhole || !['spec', 'metadata'].some((field) => isMap(value[field])))) return undefined;
  const kind = targets[target];
  return kind === undefined ? { type: 'unknown' } : { type: 'part', value: { ...kind, ...value } };
}
