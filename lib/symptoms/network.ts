import type { Symptom } from './symptom.ts';

/** What any program says that does not reach the identity provider. */
export const networkSymptoms: readonly Symptom[] = [
  {
    text: 'dial tcp: lookup … on …: no such host',
    says: 'any program in Go',
    source: 'golang/go: src/net/net.go',
    causes: [
      { cause: 'the name resolves only outside the cluster, or not at all', see: 'tasks/dns' },
      { cause: 'the issuer has a typo', see: 'issuer-host-unknown' },
    ],
    tell: 'kubectl -n NAMESPACE debug POD -it --image=curlimages/curl -- curl -sS https://AUTHENTIK/application/o/SLUG/.well-known/openid-configuration',
  },
  {
    text: 'dial tcp …: i/o timeout',
    says: 'any program in Go',
    source: 'golang/go: src/net/net.go',
    causes: [
      { cause: 'the name resolves to the public address, and the router does not support hairpin NAT', see: 'hairpin' },
      { cause: 'a NetworkPolicy blocks outgoing connections of the pod', see: 'network-policy-differs' },
    ],
    tell: 'kubectl -n NAMESPACE debug POD -it --image=curlimages/curl -- curl -sS https://AUTHENTIK/application/o/SLUG/.well-known/openid-configuration',
  },
  {
    text: 'context deadline exceeded',
    says: 'any program in Go',
    source: 'golang/go: src/context/context.go',
    causes: [
      { cause: 'the pod cannot reach the identity provider', see: 'hairpin' },
      { cause: 'the identity provider is not running yet', see: 'bootstrap-stuck' },
    ],
    tell: 'kubectl -n NAMESPACE debug POD -it --image=curlimages/curl -- curl -sS https://AUTHENTIK/application/o/SLUG/.well-known/openid-configuration',
  },
  {
    text: 'net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)',
    says: 'any program in Go',
    source: 'golang/go: src/net/http/client.go',
    causes: [{ cause: 'the name resolves to the public address, and the router does not support hairpin NAT', see: 'hairpin' }],
    tell: 'kubectl -n NAMESPACE debug POD -it --image=curlimages/curl -- curl -sS https://AUTHENTIK/application/o/SLUG/.well-known/openid-configuration',
  },
  {
    text: 'dial tcp …: connect: connection refused',
    says: 'any program in Go',
    source: 'golang/go: src/syscall/zerrors_linux_amd64.go',
    causes: [
      { cause: 'nothing listens there: the Service or the ingress controller is down', see: 'backend-missing' },
      { cause: 'the name resolves to another machine', see: 'tasks/dns' },
    ],
    tell: 'kubectl -n NAMESPACE debug POD -it --image=curlimages/curl -- curl -sS https://AUTHENTIK/application/o/SLUG/.well-known/openid-configuration',
  },
  {
    text: 'x509: certificate signed by unknown authority',
    says: 'any program in Go',
    source: 'golang/go: src/crypto/x509/verify.go',
    causes: [
      { cause: 'the ingress controller uses its default certificate: the Secret of the host is missing', see: 'tls-host-missing' },
      { cause: "it is from the staging issuer of Let's Encrypt", see: 'tasks/certificates' },
      { cause: 'the certificate is from your own CA', see: 'tasks/kube-apiserver' },
    ],
    tell: 'openssl s_client -connect AUTHENTIK:443 -servername AUTHENTIK </dev/null | openssl x509 -noout -issuer -dates',
  },
  {
    text: 'x509: certificate is valid for …, not …',
    says: 'any program in Go',
    source: 'golang/go: src/crypto/x509/verify.go',
    causes: [
      { cause: 'the certificate does not cover this host', see: 'certificate-host-missing' },
      { cause: 'the name resolves to the router or another machine', see: 'hairpin' },
    ],
    tell: 'openssl s_client -connect AUTHENTIK:443 -servername AUTHENTIK </dev/null | openssl x509 -noout -ext subjectAltName',
  },
  {
    text: 'x509: certificate has expired or is not yet valid: …',
    says: 'any program in Go',
    source: 'golang/go: src/crypto/x509/verify.go',
    causes: [
      { cause: 'the certificate was not renewed: port 80 is closed', see: 'http01-issuer' },
      { cause: 'cert-manager waits for an issuer that does not exist', see: 'certificate-issuer-unknown' },
    ],
    tell: 'kubectl get certificate -A',
  },
];
