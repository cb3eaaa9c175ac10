import { apiserverKinds } from './apiserver.mjs';
import { kubeadmKinds } from './kubeadm.mjs';
import { kubeconfigKinds } from './kubeconfig.mjs';
import { kustomizeKinds } from './kustomize.mjs';

/** Kinds of files that no Go module has a schema of, written down from the Go types: names and types alone. By `Kind.version.group`. */
export const ownKinds = new Map([...kubeadmKinds, ...apiserverKinds, ...kustomizeKinds, ...kubeconfigKinds]);
