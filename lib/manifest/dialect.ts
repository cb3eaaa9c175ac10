/**
 * Whose rules a text is read by. `go`: sigs.k8s.io/yaml on goyaml v2, which kubectl, kube-apiserver, Flux and Helm share. `pyyaml`: PyYAML's
 * SafeLoader, which authentik reads blueprints with.
 */
export type Dialect = 'go' | 'pyyaml';
