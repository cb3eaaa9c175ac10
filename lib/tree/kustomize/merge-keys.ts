/**
 * Fields of Kubernetes' own kinds that are lists of named things: a patch merges their items by these keys (x-kubernetes-list-map-keys and
 * x-kubernetes-patch-merge-key of its OpenAPI). Every other list is replaced as a whole, and so is any list of a custom object.
 */
const keys: Readonly<Record<string, readonly string[]>> = {
  containers: ['name'],
  initContainers: ['name'],
  ephemeralContainers: ['name'],
  volumes: ['name'],
  env: ['name'],
  volumeMounts: ['mountPath'],
  volumeDevices: ['devicePath'],
  imagePullSecrets: ['name'],
  hostAliases: ['ip'],
  topologySpreadConstraints: ['topologyKey', 'whenUnsatisfiable'],
  resourceClaims: ['name'],
  claims: ['name'],
  schedulingGates: ['name'],
  secrets: ['name'],
  webhooks: ['name'],
  matchConditions: ['name'],
  ownerReferences: ['uid'],
  finalizers: [],
};

/** Keys by which the list at a field is merged; none for a list of plain values; undefined for one that is replaced. */
export function mergeKeysOf(kind: string, field: string, parent: string): readonly string[] | undefined {
  if (field === 'ports')
    return kind === 'Service' && parent === 'spec' ? ['port', 'protocol'] : parent.endsWith('ontainers') ? ['containerPort', 'protocol'] : undefined;
  if (field === 'secrets' && kind !== 'ServiceAccount') return undefined;
  if (field === 'webhooks' && !kind.endsWith('WebhookConfiguration')) return undefined;
  return Object.hasOwn(keys, field) ? keys[field] : undefined;
}
