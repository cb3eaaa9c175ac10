import type { Symptom } from './symptom.ts';

/** What External Secrets, SOPS, Flux, cert-manager and kube-apiserver say while the parts of a login are set up. */
export const moreClusterSymptoms: readonly Symptom[] = [
  {
    text: 'error processing spec.data[…] (key: …), err: …',
    says: 'External Secrets, status and event of an ExternalSecret',
    source: 'external-secrets/external-secrets: pkg/controllers/externalsecret/externalsecret_controller_secret.go',
    causes: [
      { cause: 'there is no entry with this key in the store', see: 'secret-source-missing' },
      { cause: 'the policy of the store does not allow this path', see: 'secret-store-denied' },
    ],
    tell: 'kubectl -n NAMESPACE describe externalsecret NAME',
  },
  {
    text: 'error processing spec.dataFrom[…].extract, err: …',
    says: 'External Secrets, status and event of an ExternalSecret',
    source: 'external-secrets/external-secrets: pkg/controllers/externalsecret/externalsecret_controller_secret.go',
    causes: [
      { cause: 'there is no entry with this key in the store', see: 'secret-source-missing' },
      { cause: 'the policy of the store does not allow this path', see: 'secret-store-denied' },
    ],
    tell: 'kubectl -n NAMESPACE describe externalsecret NAME',
  },
  {
    text: 'Secret does not exist',
    says: 'External Secrets, status and event of an ExternalSecret',
    source: 'external-secrets/external-secrets#4300',
    causes: [{ cause: 'there is no entry with this key in the store: path, mount or region differ', see: 'secret-source-missing' }],
    tell: 'kubectl -n NAMESPACE describe externalsecret NAME',
  },
  {
    text: 'cannot find secret data for key: "…"',
    says: 'External Secrets, status and event of an ExternalSecret',
    source: 'external-secrets/external-secrets: providers/v1/vault/client_get.go',
    causes: [{ cause: 'the entry exists, but not this property', see: 'secret-source-missing' }],
    tell: 'kubectl -n NAMESPACE describe externalsecret NAME',
  },
  {
    text: 'SecretSyncedError',
    says: 'External Secrets, column STATUS of kubectl get externalsecret',
    source: 'external-secrets/external-secrets: apis/externalsecrets/v1/externalsecret_types.go',
    causes: [
      { cause: 'the store has no such entry', see: 'secret-source-missing' },
      { cause: 'the store refuses, or is not ready', see: 'secret-store-denied' },
    ],
    tell: 'kubectl -n NAMESPACE describe externalsecret NAME',
  },
  {
    text: 'unable to validate store',
    says: 'External Secrets, event of a SecretStore',
    source: 'external-secrets/external-secrets: pkg/controllers/secretstore/common.go',
    causes: [
      { cause: 'the Secret with its credentials does not exist, or is in another namespace', see: 'reference-missing' },
      { cause: 'the store refuses the login', see: 'secret-store-denied' },
    ],
    tell: 'kubectl describe clustersecretstore',
  },
  {
    text: 'could not get SecretStore "…"',
    says: 'External Secrets, status of an ExternalSecret',
    source: 'external-secrets/external-secrets: pkg/controllers/secretstore/client_manager.go',
    causes: [
      { cause: 'the store does not exist, or is in another namespace', see: 'reference-missing' },
      { cause: 'it is a ClusterSecretStore, and kind is missing', see: 'reference-missing' },
    ],
    tell: 'kubectl get secretstore,clustersecretstore -A',
  },
  {
    text: 'no identity matched any of the recipients',
    says: 'SOPS and kustomize-controller of Flux',
    source: 'FiloSottile/age: age.go',
    causes: [{ cause: 'the file is encrypted for another key than the one in the cluster', see: 'tasks/sops' }],
    tell: 'sops filestatus FILE; kubectl -n flux-system get secret sops-age',
  },
  {
    text: 'failed to get chart version for remote reference: …',
    says: 'Flux, status of a HelmChart',
    source: 'fluxcd/source-controller: internal/helm/chart/builder_remote.go',
    causes: [
      { cause: 'the chart has no such version, or the name is wrong', see: 'chart-version-floating' },
      { cause: 'the repository is of the type oci, and type is missing', see: 'helm-repository-type' },
    ],
    tell: 'flux get sources chart -A',
  },
  {
    text: 'kustomize build failed: accumulating resources: …',
    says: 'Flux, status of a Kustomization',
    source: 'kubernetes-sigs/kustomize: api/internal/target/kusttarget.go',
    causes: [
      { cause: 'a file that the kustomization lists does not exist, or is no valid YAML', see: 'kustomization-entry' },
      { cause: 'two files have the same object', see: 'object-applied-twice' },
    ],
    tell: 'kustomize build FOLDER',
  },
  {
    text: 'may not add resource with an already registered id: …',
    says: 'Flux and kustomize',
    source: 'kubernetes-sigs/kustomize: api/resmap/reswrangler.go',
    causes: [{ cause: 'two files have the same object', see: 'object-applied-twice' }],
    tell: 'kustomize build FOLDER',
  },
  {
    text: 'property … does not exist in secret',
    says: 'External Secrets, status and event of an ExternalSecret',
    source: 'external-secrets/external-secrets: providers/v1/onepassword/onepassword.go',
    causes: [{ cause: 'the entry exists, but not this property', see: 'secret-source-missing' }],
    tell: 'kubectl -n NAMESPACE describe externalsecret NAME',
  },
  {
    text: 'install retries exhausted',
    says: 'Flux, status of a HelmRelease',
    source: 'fluxcd/helm-controller: internal/reconcile/atomic_release.go',
    causes: [{ cause: 'the first installation failed, and nothing tries again: the event before this one says why', see: 'helmrelease-retry' }],
    tell: 'kubectl -n NAMESPACE describe helmrelease NAME; flux reconcile hr NAME --force',
  },
  {
    text: 'upgrade retries exhausted',
    says: 'Flux, status of a HelmRelease',
    source: 'fluxcd/helm-controller: internal/reconcile/atomic_release.go',
    causes: [{ cause: 'the upgrade failed, and nothing tries again: the event before this one says why', see: 'helmrelease-retry' }],
    tell: 'kubectl -n NAMESPACE describe helmrelease NAME; flux reconcile hr NAME --force',
  },
  {
    text: 'Error accepting challenge: …',
    says: 'cert-manager, event of a Challenge',
    source: 'cert-manager/cert-manager: pkg/controller/acmechallenges/sync.go',
    causes: [
      { cause: 'the authority found no record, or another answer at the host', see: 'tasks/certificates' },
      { cause: 'HTTP-01 with a host that is not reachable from outside', see: 'http01-issuer' },
    ],
    tell: 'kubectl describe challenge -A',
  },
  {
    text: 'Failed to create Order: 429 urn:ietf:params:acme:error:rateLimited: …',
    says: 'cert-manager, status of an Order',
    source: 'cert-manager/cert-manager: pkg/controller/acmeorders/sync.go',
    causes: [{ cause: 'too many certificates or failed tries in a short time: use the staging authority until it works', see: 'tasks/certificates' }],
    tell: 'kubectl describe order -A',
  },
  {
    text: 'Failed to wait for order resource "…" to become ready: order is in "…" state',
    says: 'cert-manager, event of a CertificateRequest',
    source: 'cert-manager/cert-manager: pkg/issuer/acme/acme.go',
    causes: [{ cause: 'a Challenge of the order failed: it says why', see: 'tasks/certificates' }],
    tell: 'kubectl describe challenge,order -A',
  },
  {
    text: 'the server is currently unable to handle the request (post …)',
    says: 'cert-manager, event of a Challenge',
    source: 'cert-manager/cert-manager: pkg/issuer/acme/dns/webhook/webhook.go',
    causes: [{ cause: 'the DNS webhook is not running, or groupName differs from that of the issuer', see: 'dns-webhook-mismatch' }],
    tell: 'kubectl get apiservice | grep acme',
  },
  {
    text: '429 Too Many Requests',
    says: 'authentik, certificate authorities and registries',
    source: 'goauthentik/authentik: authentik/lib/default.yml',
    causes: [
      { cause: 'many failed sign-ins from one address: wait, and look whether an app tries again and again with a wrong secret', see: 'secret-mismatch' },
      { cause: 'behind a proxy that authentik does not trust, everybody has the address of the proxy', see: 'tasks/authentik' },
      { cause: 'a certificate authority limits its orders', see: 'tasks/certificates' },
    ],
    tell: 'kubectl -n authentik logs deploy/authentik-server | grep 429',
  },
  {
    text: 'jwt[…].issuer.url: Invalid value: …',
    says: 'kube-apiserver, log at its start',
    source: 'kubernetes/kubernetes: staging/src/k8s.io/apiserver/pkg/apis/apiserver/validation/validation.go',
    causes: [
      { cause: 'the issuer is not https, or empty', see: 'issuer-not-https' },
      { cause: 'two entries have the same issuer', see: 'apiserver-config-invalid' },
    ],
    tell: 'pinout explain --config-only FILE',
  },
  {
    text: 'exec plugin: invalid apiVersion "…"',
    says: 'kubectl',
    source: 'kubernetes/kubernetes: staging/src/k8s.io/client-go/plugin/pkg/client/auth/exec/exec.go',
    causes: [{ cause: 'the kubeconfig has v1alpha1, which kubectl no longer reads: write client.authentication.k8s.io/v1', see: 'apps/kubectl' }],
    tell: 'kubectl config view --minify',
  },
  {
    text: 'fetching keys oidc: get keys failed …',
    says: 'kube-apiserver, log',
    source: 'coreos/go-oidc: oidc/jwks.go',
    causes: [
      { cause: 'kube-apiserver cannot reach the provider: it asks the DNS of the node', see: 'hairpin' },
      { cause: 'the certificate of the provider is not trusted', see: 'tasks/kube-apiserver' },
    ],
    tell: 'on the control plane: curl -sS https://AUTHENTIK/application/o/SLUG/jwks/',
  },
  {
    text: 'admission webhook "…" denied the request: …',
    says: 'Flux, kubectl and Helm',
    source: 'kubernetes/ingress-nginx: internal/admission/controller/main.go',
    causes: [
      { cause: 'ingress-nginx refuses a snippet in annotations', see: 'forward-auth-snippet' },
      { cause: 'another Ingress has the same host and path', see: 'host-served-twice' },
      { cause: 'the operator refuses a field: the message says which', see: 'schema-rule' },
    ],
    tell: 'kubectl get validatingwebhookconfigurations',
  },
];
