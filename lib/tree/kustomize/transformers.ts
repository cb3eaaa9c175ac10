import { childOf, keysOf, ListNode, MapNode, membersOf, type Node, opened, Part, partOf } from '../../manifest/composed.ts';
import type { Reader } from '../../manifest/reader.ts';
import { changeField, type FieldSpec } from './field-specs.ts';
import { groupOf, isClusterScoped, isSelected, type Resource, scalarAt } from './resource.ts';

/** `namespace:` (kustomize api/filters/namespace). Subjects of a binding get it when they are named `default`, or as the transformer says. */
export function setNamespace(
  resources: readonly Resource[],
  value: Reader,
  options: { unsetOnly?: boolean; subjects?: string; fields?: readonly FieldSpec[] } = {},
): void {
  const namespace = value.text() ?? '';
  if (namespace === '') return;
  const put = (node: Node | undefined): Node =>
    options.unsetOnly === true && node instanceof Part && node.value !== null && node.value !== '' ? node : new Part(namespace, value);
  for (const resource of resources) {
    resource.remember();
    const { kind, apiVersion } = resource;
    if (!isClusterScoped(resource) && (options.unsetOnly !== true || resource.namespace === '') && resource.namespace !== namespace)
      resource.set(put(resource.at('metadata', 'namespace')), 'metadata', 'namespace');
    if (kind === 'Namespace' && apiVersion === 'v1') changeField(resource, { path: 'metadata/name' }, value, put);
    for (const spec of options.fields ?? namespaceFields) changeField(resource, spec, value, put);
    if (kind === 'RoleBinding' || kind === 'ClusterRoleBinding') setSubjects(resource, put, options.subjects ?? 'defaultOnly');
  }
}

const namespaceFields: readonly FieldSpec[] = [
  { path: 'spec/service/namespace', group: 'apiregistration.k8s.io', kind: 'APIService', create: true },
  { path: 'spec/conversion/webhook/clientConfig/service/namespace', group: 'apiextensions.k8s.io', kind: 'CustomResourceDefinition' },
];

function setSubjects(resource: Resource, put: (node: Node | undefined) => Node, mode: string): void {
  const isMeant = (subject: Node): boolean =>
    mode === 'allServiceAccounts' ? scalarAt(subject, 'kind') === 'ServiceAccount' : mode === 'defaultOnly' && scalarAt(subject, 'name') === 'default';
  if (!membersOf(resource.at('subjects')).some(isMeant)) return;
  changeField(resource, { path: 'subjects' }, undefined, (subject) => {
    const list = opened(subject);
    if (!(list instanceof ListNode)) return subject;
    list.items = list.items.map((item) => {
      const map = isMeant(item) ? opened(item) : undefined;
      if (!(map instanceof MapNode)) return item;
      map.entries.set('namespace', put(map.entries.get('namespace')));
      return map;
    });
    return list;
  });
}

/** `namePrefix:` and `nameSuffix:`. Definitions, API services and Namespaces keep their names. */
export function affix(resources: readonly Resource[], value: Reader, side: 'prefix' | 'suffix'): void {
  const text = value.text() ?? '';
  if (text === '') return;
  for (const resource of resources) {
    const { kind, apiVersion } = resource.firstId;
    if (kind === 'CustomResourceDefinition' || kind === 'Namespace' || (kind === 'APIService' && groupOf(apiVersion) === 'apiregistration.k8s.io')) continue;
    (side === 'prefix' ? resource.prefixes : resource.suffixes).push(text);
    resource.remember();
    const name = resource.at('metadata', 'name');
    const joined = side === 'prefix' ? text + resource.name : resource.name + text;
    resource.set(new Part(joined, name instanceof Part ? name.from : value), 'metadata', 'name');
  }
}

/** Sets labels or annotations at some fields. */
export function setPairs(resources: readonly Resource[], pairs: Reader, fields: readonly FieldSpec[]): void {
  const entries = pairs.entries().flatMap(([key, value]) => (value.scalar() === undefined ? [] : [[key, new Part(asText(value), value)] as const]));
  if (entries.length === 0) return;
  for (const resource of resources)
    for (const spec of fields)
      changeField(resource, spec, pairs, (node) => {
        const map = node === undefined || (node instanceof Part && node.value === null) ? new MapNode(new Map(), pairs) : opened(node);
        if (!(map instanceof MapNode)) return node;
        for (const [key, value] of entries) map.entries.set(key, value);
        return map;
      });
}

const asText = (value: Reader): string => (value.scalar() === null ? '' : String(value.scalar()));

const podTemplates: readonly FieldSpec[] = [
  { path: 'spec/template/metadata/labels', version: 'v1', kind: 'ReplicationController' },
  ...['Deployment', 'ReplicaSet', 'DaemonSet'].map((kind) => ({ path: 'spec/template/metadata/labels', kind })),
  { path: 'spec/template/metadata/labels', group: 'apps', kind: 'StatefulSet' },
  { path: 'spec/template/metadata/labels', group: 'batch', kind: 'Job' },
  { path: 'spec/jobTemplate/metadata/labels', group: 'batch', kind: 'CronJob' },
  { path: 'spec/jobTemplate/spec/template/metadata/labels', group: 'batch', kind: 'CronJob' },
].map((one) => ({ ...one, create: true }));

const metadataLabels: readonly FieldSpec[] = [{ path: 'metadata/labels', create: true }];

/** kustomize api/internal/konfig/builtinpluginconsts/metadatalabels.go */
const templateLabels: readonly FieldSpec[] = [
  ...metadataLabels,
  ...podTemplates,
  { path: 'spec/volumeClaimTemplates[]/metadata/labels', group: 'apps', kind: 'StatefulSet', create: true },
];

const affinity = ['podAffinity', 'podAntiAffinity'].flatMap((one) => [
  `spec/template/spec/affinity/${one}/preferredDuringSchedulingIgnoredDuringExecution/podAffinityTerm/labelSelector/matchLabels`,
  `spec/template/spec/affinity/${one}/requiredDuringSchedulingIgnoredDuringExecution/labelSelector/matchLabels`,
]);

/** kustomize api/internal/konfig/builtinpluginconsts/commonlabels.go */
export const selectorLabels: readonly FieldSpec[] = [
  { path: 'spec/selector', create: true, version: 'v1', kind: 'Service' },
  { path: 'spec/selector', create: true, version: 'v1', kind: 'ReplicationController' },
  ...['Deployment', 'ReplicaSet', 'DaemonSet'].map((kind) => ({ path: 'spec/selector/matchLabels', create: true, kind })),
  { path: 'spec/selector/matchLabels', create: true, group: 'apps', kind: 'StatefulSet' },
  ...['Deployment', 'StatefulSet'].flatMap((kind) =>
    [...affinity, 'spec/template/spec/topologySpreadConstraints/labelSelector/matchLabels'].map((path) => ({ path, group: 'apps', kind })),
  ),
  { path: 'spec/selector/matchLabels', group: 'batch', kind: 'Job' },
  { path: 'spec/jobTemplate/spec/selector/matchLabels', group: 'batch', kind: 'CronJob' },
  { path: 'spec/selector/matchLabels', group: 'policy', kind: 'PodDisruptionBudget' },
  ...['spec/podSelector', 'spec/ingress/from/podSelector', 'spec/egress/to/podSelector'].map((path) => ({
    path: `${path}/matchLabels`,
    group: 'networking.k8s.io',
    kind: 'NetworkPolicy',
  })),
  ...templateLabels,
];

/** Where one of `labels:` goes. `configured` are the fields that `configurations:` say for labels (kustomize api/internal/target/kusttarget_configplugin.go). */
export function labelFields(label: Reader, configured: readonly FieldSpec[]): readonly FieldSpec[] {
  if (label.get('includeSelectors').scalar() === true) return [...selectorLabels, ...configured];
  return label.get('includeTemplates').scalar() === true ? templateLabels : metadataLabels;
}

/** kustomize api/internal/konfig/builtinpluginconsts/commonannotations.go */
export const commonAnnotations: readonly FieldSpec[] = [
  { path: 'metadata/annotations', create: true },
  ...podTemplates
    .map(({ path, ...one }) => ({ path: path.replace(/labels$/, 'annotations'), ...one }))
    .map((one) => (one.kind === 'StatefulSet' ? { path: one.path, kind: one.kind, create: true } : one)),
];

const isImage = (image: string, name: string): boolean => {
  const rest = image.startsWith(name) ? image.slice(name.length) : undefined;
  return rest !== undefined && /^(?::[a-zA-Z0-9_.{}-]*)?(?:@sha256:[a-zA-Z0-9_.{}-]*)?$/.test(rest);
};

/** One of `images:`: every `image` of a list of containers, wherever it is (kustomize api/filters/imagetag). */
export function setImage(resources: readonly Resource[], one: Reader): void {
  const name = one.get('name').text() ?? '';
  const [newName, newTag, digest, suffix] = ['newName', 'newTag', 'digest', 'tagSuffix'].map((key) => one.get(key));
  const change = (node: Node | undefined): Node | undefined => {
    const image = node instanceof Part && typeof node.value === 'string' ? node.value : undefined;
    if (image === undefined || !isImage(image, name)) return node;
    const [beforeAt = '', oldDigest] = image.split('@');
    const colon = beforeAt.lastIndexOf(':');
    const hasTag = colon > beforeAt.lastIndexOf('/');
    let tag = hasTag ? beforeAt.slice(colon + 1) : '';
    let hash = oldDigest ?? '';
    const [wantedTag, wantedDigest] = [String(newTag!.scalar() ?? ''), digest!.text() ?? ''];
    if (wantedTag !== '' || wantedDigest !== '') [tag, hash] = [wantedTag, wantedDigest];
    else if ((suffix!.text() ?? '') !== '') [tag, hash] = [tag + suffix!.text()!, ''];
    const base = newName!.text() ?? (hasTag ? beforeAt.slice(0, colon) : beforeAt);
    const at = [newTag!, digest!, newName!].find((reader) => reader.exists) ?? one;
    return new Part(base + (tag === '' ? '' : `:${tag}`) + (hash === '' ? '' : `@${hash}`), at);
  };
  for (const resource of resources) {
    if (resource.kind === 'CustomResourceDefinition') continue;
    if (!holdsImage(resource.node, name)) continue;
    resource.node = imagesIn(resource.node, change);
    for (const path of ['spec/volumes[]/image/reference', 'spec/template/spec/volumes[]/image/reference']) changeField(resource, { path }, undefined, change);
  }
}

/** Most objects hold no such image: they stay as they are. */
function holdsImage(node: Node, name: string): boolean {
  if (node instanceof Part && typeof node.value !== 'object') return typeof node.value === 'string' && isImage(node.value, name);
  return keysOf(node).some((key) => holdsImage(childOf(node, key)!, name)) || membersOf(node).some((item) => holdsImage(item, name));
}

function imagesIn(node: Node, change: (node: Node | undefined) => Node | undefined): Node {
  const open = opened(node);
  if (open instanceof ListNode) open.items = open.items.map((item) => imagesIn(item, change));
  else if (open !== undefined)
    for (const [key, child] of open.entries) {
      const inner = imagesIn(child, change);
      open.entries.set(key, inner);
      if ((key !== 'containers' && key !== 'initContainers') || !(inner instanceof ListNode)) continue;
      for (const item of inner.items) {
        const image = item instanceof MapNode ? change(item.entries.get('image')) : undefined;
        if (image !== undefined) (item as MapNode).entries.set('image', image);
      }
    }
  return open ?? node;
}

/** One of `replicas:`. */
export function setReplicas(resources: readonly Resource[], one: Reader): void {
  const name = one.get('name').text();
  const kinds = ['Deployment', 'ReplicationController', 'ReplicaSet', 'StatefulSet'];
  for (const resource of resources) {
    if (resource.firstId.name !== name && resource.name !== name) continue;
    for (const kind of kinds)
      if (isSelected(resource, { kind })) changeField(resource, { path: 'spec/replicas', create: true }, one, () => partOf(one.get('count')));
  }
}
