import type { Symptom } from './symptom.ts';

/** What a cluster says when something was upgraded, renamed, restored or moved. */
export const dayTwoSymptoms: readonly Symptom[] = [
  {
    text: 'variable substitution failed: variable not set (strict mode): "…"',
    says: 'Flux, status of a Kustomization',
    source: 'fluxcd/pkg: envsubst/template.go',
    causes: [
      { cause: 'no ConfigMap or Secret in substituteFrom sets the ${VARIABLE}', see: 'variable-key-missing' },
      { cause: 'a dollar sign in a script or password is read as a variable: write $$', see: 'substitution-dollar' },
    ],
    tell: 'flux get kustomizations -A; kubectl -n flux-system get kustomization NAME -o jsonpath="{.spec.postBuild}"',
  },
  {
    text: 'field is immutable when `immutable` is set',
    says: 'Flux, status of a Kustomization',
    source: 'kubernetes/kubernetes: pkg/apis/core/validation/validation.go',
    causes: [{ cause: 'an immutable Secret or ConfigMap was changed: a new value needs a new name', see: 'tasks/rotate-a-client-secret' }],
    tell: 'kubectl -n NAMESPACE get secret NAME -o jsonpath="{.immutable}"',
  },
  {
    text: 'spec.template: Invalid value: … field is immutable',
    says: 'Flux, status of a Kustomization',
    source: 'kubernetes/kubernetes: staging/src/k8s.io/apimachinery/pkg/api/validation/objectmeta.go',
    causes: [
      { cause: 'a Job with that name exists, without the annotation that lets Flux replace it: delete it once', see: 'tasks/authentik' },
      { cause: 'a selector of a Deployment or StatefulSet was changed: delete it with --cascade=orphan', see: 'tasks/upgrade' },
    ],
    tell: 'kubectl -n NAMESPACE get jobs -o yaml | grep -B2 -A2 kustomize.toolkit.fluxcd.io/force',
  },
  {
    text: 'invalid ownership metadata; …',
    says: 'Helm, Flux, status of a HelmRelease',
    source: 'helm/helm: pkg/action/validate.go',
    causes: [
      { cause: 'something else created an object with that name: Terraform, kubectl or another release', see: 'release-name-taken' },
      { cause: 'another release, with a different name or namespace, created it', see: 'helmrelease-release-name' },
    ],
    tell: 'helm list -A; kubectl get KIND NAME -o jsonpath="{.metadata.annotations}"',
  },
  {
    text: 'chart requires kubeVersion: … which is incompatible with Kubernetes …',
    says: 'Helm, Flux, status of a HelmRelease',
    source: 'helm/helm: pkg/action/action.go',
    causes: [{ cause: 'the chart needs a newer Kubernetes: versions.kubernetes is not the version that runs', see: 'tasks/upgrade' }],
    tell: 'kubectl version',
  },
  {
    text: 'exec format error',
    says: 'a pod, log',
    source: 'golang/go: src/syscall/zerrors_linux_amd64.go',
    causes: [{ cause: 'the image does not support the architecture of this node: amd64 on a Raspberry Pi', see: 'tasks/raspberry-pi' }],
    tell: 'kubectl get nodes -o custom-columns=NAME:.metadata.name,ARCH:.status.nodeInfo.architecture',
  },
  {
    text: 'no match for platform in manifest',
    says: 'a pod, event of kubelet (ImagePullBackOff)',
    source: 'containerd/containerd: core/images/image.go',
    causes: [{ cause: 'the image does not support the architecture of this node', see: 'tasks/raspberry-pi' }],
    tell: 'docker buildx imagetools inspect IMAGE',
  },
  {
    text: 'no matching manifest for linux/arm64/v8 in the manifest list entries',
    says: 'a pod, event of kubelet; Docker',
    source: 'moby/moby: daemon/internal/distribution/pull_v2.go',
    causes: [{ cause: 'the image does not support the architecture of this node', see: 'tasks/raspberry-pi' }],
    tell: 'docker buildx imagetools inspect IMAGE',
  },
  {
    text: "node(s) didn't match Pod's node affinity/selector",
    says: 'a pod, event of the scheduler (Pending)',
    source: 'kubernetes/kubernetes: pkg/scheduler/framework/plugins/nodeaffinity/node_affinity.go',
    causes: [
      { cause: 'the pod needs an amd64 node, and all nodes are arm64: FreshRSS', see: 'tasks/raspberry-pi' },
      { cause: 'the volume is bound to a node that is gone', see: 'tasks/backup' },
    ],
    tell: 'kubectl get nodes --show-labels',
  },
  {
    text: 'MountVolume.SetUp failed for volume "…" : … "…" not found',
    says: 'a pod, event of kubelet (ContainerCreating)',
    source: 'kubernetes/kubernetes: pkg/volume/util/operationexecutor/operation_generator.go',
    causes: [
      { cause: 'the Secret or ConfigMap does not exist yet: an earlier layer is not ready', see: 'mount-broken' },
      { cause: 'its name was changed at one end', see: 'secret-missing' },
    ],
    tell: 'kubectl -n NAMESPACE get secrets,configmaps',
  },
];
