/** Folder below `apps/` for what keeps kube-apiserver's file current. No app may have this name. */
export const apiserverFolder = 'kube-apiserver';

/** Name of the file, below `manual/kubernetes/`, on the nodes and in the ConfigMap. */
export const configurationFile = 'authentication-configuration.yaml';

/** Directory on each control-plane node, and at the same path in kube-apiserver's container. It is mounted as a whole: see kubeadm.ts. */
export const nodeDirectory = '/etc/kubernetes/authentication';

/** Directory of patches on a node, when kubeadm needs any. */
export const patchesDirectory = '/etc/kubernetes/patches';
