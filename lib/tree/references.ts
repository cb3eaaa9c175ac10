import type { Located } from '../contract/observed.ts';
import type { Reader } from '../manifest/reader.ts';
import type { TreeObject } from './tree.ts';

/** An object that another one needs. `mounted`: its pods do not start without it. */
export interface Reference {
  readonly from: TreeObject;
  readonly kind: string;
  readonly namespace: string;
  readonly name: Located<string>;
  readonly mounted: boolean;
}

const known = new WeakMap<TreeObject, readonly Reference[]>();

/** What an object needs, looked for once: several rules ask. */
export function referencesOf(from: TreeObject): readonly Reference[] {
  let found = known.get(from);
  if (found === undefined) {
    found = read(from);
    known.set(from, found);
  }
  return found;
}

/** Kinds whose own fields were read one by one; everything else is searched for the common forms. */
function read(from: TreeObject): Reference[] {
  const { root, kind, namespace } = from;
  const found: Reference[] = [];
  const add = (target: string | undefined, name: Reader, where = namespace, mounted = false) => {
    const seen = name.locatedText();
    if (target !== undefined && seen !== undefined && seen.value !== '')
      found.push({ from, kind: target, namespace: clusterScoped.has(target) ? '' : where, name: seen, mounted });
  };
  const spec = root.get('spec');
  if (namespace !== '') found.push({ from, kind: 'Namespace', namespace: '', name: root.get('metadata', 'namespace').located(namespace), mounted: false });
  for (const ref of [spec.get('chartRef'), spec.get('sourceRef'), spec.get('chart', 'spec', 'sourceRef')])
    add(ref.text('kind'), ref.get('name'), ref.text('namespace') ?? namespace);
  if (kind === 'Kustomization') for (const one of spec.items('dependsOn')) add('Kustomization', one.get('name'), one.text('namespace') ?? namespace);
  if (kind === 'HelmRelease') for (const one of spec.items('valuesFrom')) add(one.text('kind'), one.get('name'), namespace, true);
  if (kind === 'ExternalSecret') {
    add(spec.text('secretStoreRef', 'kind') ?? 'SecretStore', spec.get('secretStoreRef', 'name'));
    for (const one of spec.items('dataFrom')) add(one.text('sourceRef', 'generatorRef', 'kind'), one.get('sourceRef', 'generatorRef', 'name'));
  }
  if (kind === 'SecretStore') add('ServiceAccount', spec.get('provider', 'kubernetes', 'auth', 'serviceAccount', 'name'));
  if (kind === 'RoleBinding' || kind === 'ClusterRoleBinding') {
    add(root.text('roleRef', 'kind'), root.get('roleRef', 'name'));
    for (const subject of root.items('subjects'))
      if (subject.text('kind') === 'ServiceAccount') add('ServiceAccount', subject.get('name'), subject.text('namespace') ?? namespace);
  }
  if (kind === 'Certificate') add(spec.text('issuerRef', 'kind') ?? 'Issuer', spec.get('issuerRef', 'name'));
  if (kind === 'ClusterIssuer')
    for (const solver of spec.items('acme', 'solvers')) {
      const config = solver.get('dns01', 'webhook', 'config');
      // cert-manager's cluster resource namespace.
      for (const key of config.keys()) if (key.endsWith('Ref')) add('Secret', config.get(key, 'name'), 'cert-manager');
    }
  if (kind === 'Ingress') add('ClusterIssuer', root.get('metadata', 'annotations', 'cert-manager.io/cluster-issuer'));
  if (kind === 'HTTPRoute')
    for (const parent of spec.items('parentRefs')) add(parent.text('kind') ?? 'Gateway', parent.get('name'), parent.text('namespace') ?? namespace);
  if (
    kind === 'HelmRelease' ||
    kind === 'Job' ||
    kind === 'CronJob' ||
    kind === 'Deployment' ||
    kind === 'StatefulSet' ||
    kind === 'DaemonSet' ||
    kind === 'Pod' ||
    kind === 'Ingress'
  )
    search(spec, add, namespace, { left: 30_000 });
  return found;
}

const clusterScoped = new Set(['Namespace', 'ClusterIssuer', 'IngressClass', 'ClusterRole', 'StorageClass', 'ClusterSecretStore']);

type Add = (target: string | undefined, name: Reader, where?: string, mounted?: boolean) => void;

/** Forms that pods and the values of charts share, at any depth. */
function search(node: Reader, add: Add, namespace: string, budget: { left: number }, depth = 0): void {
  // More, or deeper, than this only through aliases of themselves.
  if (depth > 40 || budget.left-- <= 0) return;
  const keys = node.keys();
  if (keys.length === 0) {
    for (const item of node.items()) search(item, add, namespace, budget, depth + 1);
    return;
  }
  const mount = (kind: string, name: Reader) => {
    if (node.get('optional').scalar() !== true) add(kind, name, namespace, true);
  };
  for (const key of keys) {
    const value = node.get(key);
    if (key === 'secretKeyRef' || key === 'secretRef') mount('Secret', value.get('name'));
    else if (key === 'configMapKeyRef' || key === 'configMapRef') mount('ConfigMap', value.get('name'));
    else if (key === 'existingSecret' && value.text() !== undefined) mount('Secret', value);
    else if (key === 'secret' && value.get('secretName').exists) mount('Secret', value.get('secretName'));
    else if (key === 'configMap' && value.get('name').exists) mount('ConfigMap', value.get('name'));
    else if (key === 'ingressClassName' && isOn(node)) add('IngressClass', value);
    else if (key === 'cert-manager.io/cluster-issuer') add('ClusterIssuer', value);
    else if (key === 'serviceAccountName') add('ServiceAccount', value);
    else if (key === 'tls' && isOn(node) && !node.get('annotations', 'cert-manager.io/cluster-issuer').exists)
      for (const item of value.items()) add('Secret', item.get('secretName'));
    else if (key === 'blueprints') {
      for (const item of value.items('configMaps')) add('ConfigMap', item, namespace, true);
      for (const item of value.items('secrets')) add('Secret', item, namespace, true);
    } else search(value, add, namespace, budget, depth + 1);
    if (key === 'annotations') search(value, add, namespace, budget, depth + 1);
  }
}

const isOn = (node: Reader): boolean => node.get('enabled').scalar() !== false;
