import type { Symptom } from './symptom.ts';

/** What kube-apiserver, kubectl and kubelogin say. */
export const apiserverSymptoms: readonly Symptom[] = [
  {
    text: 'invalid bearer token',
    says: 'kube-apiserver, log',
    source: 'kubernetes/kubernetes: staging/src/k8s.io/apiserver/pkg/authentication/request/bearertoken/bearertoken.go',
    causes: [
      { cause: 'kube-apiserver does not trust the issuer or audience of the token', see: 'apiserver-audience-mismatch' },
      { cause: 'kube-apiserver could not fetch the discovery document or the keys', see: 'hairpin' },
      { cause: 'the token has expired, or a validation rule refuses it', see: 'tasks/explain-a-token' },
      { cause: 'the token is signed with the client secret (HS256)', see: 'signing-key-missing' },
    ],
    tell: 'pinout explain < token',
  },
  {
    text: 'oidc: authenticator not initialized',
    says: 'kube-apiserver, log',
    source: 'kubernetes/kubernetes: staging/src/k8s.io/apiserver/plugin/pkg/authenticator/token/oidc/oidc.go',
    causes: [
      { cause: 'the node cannot reach the issuer: it does not use CoreDNS', see: 'hairpin' },
      { cause: 'the issuer in the discovery document is not the one in the configuration', see: 'issuer-slash-missing' },
      { cause: 'the node does not trust the certificate of the issuer', see: 'tasks/kube-apiserver' },
    ],
    tell: 'kubectl -n kube-system logs kube-apiserver-NODE | grep "initializing plugin"',
  },
  {
    text: 'oidc authenticator: initializing plugin: …',
    says: 'kube-apiserver, log',
    source: 'kubernetes/kubernetes: staging/src/k8s.io/apiserver/plugin/pkg/authenticator/token/oidc/oidc.go',
    causes: [
      { cause: 'the node cannot reach the issuer', see: 'hairpin' },
      { cause: 'no application has this slug', see: 'issuer-mismatch' },
      { cause: 'the node does not trust the certificate of the issuer', see: 'tasks/kube-apiserver' },
    ],
    tell: 'nsenter -t $(pgrep -f kube-apiserver | head -1) -n curl -sS https://AUTHENTIK/application/o/SLUG/.well-known/openid-configuration',
  },
  {
    text: 'oidc: verify token: oidc: expected audience "…" got ["…"]',
    says: 'kube-apiserver, log',
    source: 'coreos/go-oidc: oidc/verify.go',
    causes: [
      { cause: 'the token was issued to another client: Headlamp and kubectl each have their own', see: 'apiserver-audience-mismatch' },
      { cause: 'the client id was changed at one end', see: 'client-id-mismatch' },
    ],
    tell: 'pinout explain < token',
  },
  {
    text: 'oidc: expected audience in ["…"] got ["…"]',
    says: 'kube-apiserver, log',
    source: 'kubernetes/kubernetes: staging/src/k8s.io/apiserver/plugin/pkg/authenticator/token/oidc/oidc.go',
    causes: [{ cause: 'the token was issued to a client that is not in audiences', see: 'apiserver-audience-mismatch' }],
    tell: 'pinout explain < token',
  },
  {
    text: 'oidc: token is expired (Token Expiry: …)',
    says: 'kube-apiserver, log',
    source: 'coreos/go-oidc: oidc/verify.go',
    causes: [
      { cause: 'the app has no refresh token', see: 'offline-access-missing' },
      { cause: 'the clocks of node and identity provider differ', see: 'tasks/explain-a-token' },
    ],
    tell: 'pinout explain < token',
  },
  {
    text: 'oidc: id token issued by a different provider, expected "…" got "…"',
    says: 'kube-apiserver, Vault, oauth2-proxy and others, log',
    source: 'coreos/go-oidc: oidc/verify.go',
    causes: [
      { cause: 'the trailing slash of the issuer differs', see: 'issuer-slash-missing' },
      { cause: 'the app uses the issuer of another authentik application', see: 'issuer-mismatch' },
      { cause: 'the login used another host name', see: 'issuer-host-unknown' },
    ],
    tell: 'pinout explain < token',
  },
  {
    text: 'oidc: issuer did not match the issuer returned by provider, expected "…" got "…"',
    says: 'any program in Go, log',
    source: 'coreos/go-oidc: oidc/oidc.go',
    causes: [
      { cause: 'the trailing slash of the issuer is missing', see: 'issuer-slash-missing' },
      { cause: "the issuer is authentik's root URL, without an application", see: 'issuer-no-slug' },
      { cause: 'a proxy does not pass X-Forwarded-Proto, so authentik returns an http issuer', see: 'issuer-not-https' },
      { cause: 'the issuer is a Service name', see: 'issuer-inside-name' },
    ],
    tell: 'kubectl -n NAMESPACE debug POD -it --image=curlimages/curl -- curl -sS https://AUTHENTIK/application/o/SLUG/.well-known/openid-configuration',
  },
  {
    text: 'oidc: id token signed with unsupported algorithm, expected ["…"] got "HS256"',
    says: 'kube-apiserver and other programs in Go, log',
    source: 'coreos/go-oidc: oidc/verify.go',
    causes: [{ cause: 'the provider has no signing key, so authentik signs with the client secret', see: 'signing-key-missing' }],
    tell: 'pinout explain < token',
  },
  {
    text: 'failed to verify signature: failed to verify id token signature',
    says: 'kube-apiserver and other programs in Go, log',
    source: 'coreos/go-oidc: oidc/verify.go',
    causes: [
      { cause: 'another provider issued the token', see: 'issuer-mismatch' },
      { cause: 'the signing key was changed, and the old keys are still cached', see: 'tasks/explain-a-token' },
    ],
    tell: 'pinout explain --jwks jwks.json < token',
  },
  {
    text: 'oidc: parse username claims "…": claim not present',
    says: 'kube-apiserver, log',
    source: 'kubernetes/kubernetes: staging/src/k8s.io/apiserver/plugin/pkg/authenticator/token/oidc/oidc.go',
    causes: [
      { cause: 'the client does not request the scope that carries the claim', see: 'tasks/explain-a-token' },
      { cause: 'the provider does not map that scope', see: 'scope-unmapped' },
    ],
    tell: 'pinout explain < token',
  },
  {
    text: 'oidc: email not verified',
    says: 'kube-apiserver, log',
    source: 'kubernetes/kubernetes: staging/src/k8s.io/apiserver/plugin/pkg/authenticator/token/oidc/oidc.go',
    causes: [{ cause: 'authentik returns email_verified: false since 2025.10', see: 'apiserver-email-unverified' }],
    tell: 'pinout explain < token',
  },
  {
    text: 'oidc: error evaluating claim validation expression: …',
    says: 'kube-apiserver, log',
    source: 'kubernetes/kubernetes: staging/src/k8s.io/apiserver/plugin/pkg/authenticator/token/oidc/oidc.go',
    causes: [
      { cause: 'a rule refuses the token; its message says why', see: 'tasks/explain-a-token' },
      { cause: 'the token has no groups, and a rule needs them', see: 'groups-claim-empty' },
    ],
    tell: 'pinout explain < token',
  },
  {
    text: 'oidc: error evaluating user info validation rule: …',
    says: 'kube-apiserver, log',
    source: 'kubernetes/kubernetes: staging/src/k8s.io/apiserver/plugin/pkg/authenticator/token/oidc/oidc.go',
    causes: [{ cause: 'the user or a group has a name that is reserved for Kubernetes (system:)', see: 'apiserver-system-reachable' }],
    tell: 'pinout explain < token',
  },
  {
    text: 'oidc: required claim … not present in ID token',
    says: 'kube-apiserver, log',
    source: 'kubernetes/kubernetes: staging/src/k8s.io/apiserver/plugin/pkg/authenticator/token/oidc/oidc.go',
    causes: [{ cause: 'its scope is not requested, or not mapped', see: 'scope-unmapped' }],
    tell: 'pinout explain < token',
  },
  {
    text: 'authentication-config file and oidc-* flags are mutually exclusive',
    says: 'kube-apiserver, log at startup',
    source: 'kubernetes/kubernetes: pkg/kubeapiserver/options/authentication.go',
    causes: [{ cause: 'both are set', see: 'apiserver-flags-and-file' }],
    tell: 'grep -n oidc- /etc/kubernetes/manifests/kube-apiserver.yaml',
  },
  {
    text: 'strict decoding error: unknown field "…"',
    says: 'kube-apiserver, log at startup',
    source: 'kubernetes/kubernetes: staging/src/k8s.io/apimachinery/pkg/runtime/serializer',
    causes: [
      { cause: 'a field of the AuthenticationConfiguration is misspelled, or this version of Kubernetes does not have it', see: 'apiserver-config-invalid' },
    ],
    tell: 'pinout explain --config-only',
  },
  {
    text: 'error: You must be logged in to the server (Unauthorized)',
    says: 'kubectl',
    source: 'kubernetes/kubernetes: staging/src/k8s.io/kubectl/pkg/cmd/util/helpers.go',
    causes: [
      { cause: 'kube-apiserver refuses the token', see: 'tasks/explain-a-token' },
      { cause: 'kube-apiserver trusts no issuer at all', see: 'apiserver-no-issuer' },
      { cause: 'an old token is in the cache: kubectl oidc-login clean', see: 'apps/kubectl' },
    ],
    tell: 'pinout explain < token',
  },
  {
    text: 'Error from server (Forbidden): … is forbidden: User "…" cannot list resource "…" in API group "…" at the cluster scope',
    says: 'kubectl',
    source: 'kubernetes/kubernetes: staging/src/k8s.io/apiserver/pkg/endpoints/handlers/responsewriters/errors.go',
    causes: [
      { cause: 'the token has no groups', see: 'groups-claim-empty' },
      { cause: 'the prefix of the group is missing in the binding', see: 'rbac-prefix-mismatch' },
      { cause: 'kube-apiserver takes no groups from tokens', see: 'rbac-prefix-mismatch' },
      { cause: 'no role is bound to a group of this user', see: 'apps/kubectl' },
    ],
    tell: 'kubectl auth whoami',
  },
  {
    text: 'error: unknown command "oidc-login" for "kubectl"',
    says: 'kubectl',
    source: 'spf13/cobra: args.go',
    causes: [{ cause: 'kubelogin is not installed: kubectl krew install oidc-login', see: 'apps/kubectl' }],
    tell: 'kubectl krew list',
  },
  {
    text: 'Unable to connect to the server: getting credentials: exec: executable kubectl failed with exit code 1',
    says: 'kubectl',
    source: 'kubernetes/kubernetes: staging/src/k8s.io/client-go/plugin/pkg/client/auth/exec/exec.go',
    causes: [
      { cause: 'kubelogin prints the reason in the line above', see: 'apps/kubectl' },
      { cause: 'kubelogin is not installed', see: 'apps/kubectl' },
    ],
    tell: 'kubectl oidc-login get-token -v1 --oidc-issuer-url=ISSUER --oidc-client-id=kubectl',
  },
  {
    text: 'error: get-token: authentication error: authcode-browser error: …',
    says: 'kubelogin',
    source: 'int128/kubelogin: pkg/usecases/authentication/authentication.go',
    causes: [
      { cause: 'authentik does not allow http://localhost:8000 or :18000', see: 'redirect-missing' },
      { cause: 'the client is confidential, and kubelogin sends no secret', see: 'client-type-mismatch' },
      { cause: 'nobody finished the sign-in in time', see: 'apps/kubectl' },
    ],
    tell: 'kubectl oidc-login get-token -v1 --oidc-issuer-url=ISSUER --oidc-client-id=kubectl',
  },
  {
    text: 'authentication error: oidc error: oidc discovery error: …',
    says: 'kubelogin',
    source: 'int128/kubelogin: pkg/oidc/client/factory.go',
    causes: [
      { cause: 'the issuer is wrong: the slug does not exist, or the trailing slash is missing', see: 'issuer-mismatch' },
      { cause: 'this computer cannot reach the issuer', see: 'tasks/dns' },
    ],
    tell: 'curl -sS https://AUTHENTIK/application/o/SLUG/.well-known/openid-configuration',
  },
];
