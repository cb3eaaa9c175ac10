import { MapNode, type Node, partOf, Part } from '../../manifest/composed.ts';
import type { Reader } from '../../manifest/reader.ts';
import { jsonPatch, pointer } from './json-patch.ts';
import { isBuiltIn, isSame, Resource } from './resource.ts';
import { isTarget } from './select.ts';
import { strategicMerge } from './strategic-merge.ts';

/** Changes objects by the documents of a patch: JSON operations when it is a list, parts of objects when it is not. What cannot be applied is left out. */
export function applyPatch(resources: readonly Resource[], documents: readonly Reader[], target: Reader | undefined, options?: Reader): boolean {
  const [first] = documents;
  if (first === undefined) return true;
  if (Array.isArray(first.value)) {
    if (target === undefined) return false;
    let all = true;
    for (const resource of resources.filter((one) => isTarget(one, target))) {
      resource.remember();
      const changed = jsonPatch(resource.node, first.items());
      if (changed === undefined) all = false;
      else resource.node = changed;
    }
    return all;
  }
  let all = true;
  for (const patch of documents) {
    const id = idOf(patch);
    const chosen =
      target === undefined ? resources.filter((one) => one.ids.some((other) => isSame(other, id))) : resources.filter((one) => isTarget(one, target));
    if (chosen.length === 0 && target === undefined) all = false;
    for (const resource of chosen) mergeInto(resource, patch, options);
  }
  return all;
}

export const isOperations = ([first]: readonly Reader[]): boolean => Array.isArray(first?.value);

/** The ConfigMaps that a patch makes by itself. Where what it changes is fetched, that is all that can be known of it. */
export function partsOf(documents: readonly Reader[], target?: Reader, namespace?: Reader): Resource[] {
  const [first] = documents;
  if (first === undefined || !isOperations(documents))
    return documents.filter((one) => one.text('kind') === 'ConfigMap' && one.get('data').keys().length > 0).map((one) => Resource.of(one));
  const entries = first.items().flatMap((one): (readonly [string, Node])[] => {
    const [field, key, ...rest] = pointer(one.text('path') ?? '');
    const value = one.get('value');
    if (field !== 'data' || rest.length > 0 || !value.exists) return [];
    return key === undefined ? value.entries().map(([name, inner]) => [name, partOf(inner)]) : [[key, partOf(value)]];
  });
  if (target?.text('kind') !== 'ConfigMap' || entries.length === 0) return [];
  const map = (...pairs: readonly (readonly [string, Node])[]): MapNode => new MapNode(new Map(pairs), first);
  const names = [['name', target.get('name')] as const, ['namespace', target.get('namespace').exists ? target.get('namespace') : namespace] as const];
  const metadata = names.flatMap(([key, one]): (readonly [string, Node])[] => (one?.exists === true ? [[key, partOf(one)]] : []));
  const head = [['apiVersion', new Part('v1', first)] as const, ['kind', new Part('ConfigMap', first)] as const];
  return [new Resource(map(...head, ['metadata', map(...metadata)], ['data', map(...entries)]), first)];
}

const idOf = (patch: Reader) => ({
  apiVersion: patch.get('apiVersion').text() ?? '',
  kind: patch.get('kind').text() ?? '',
  name: patch.get('metadata', 'name').text() ?? '',
  namespace: patch.get('metadata', 'namespace').text() ?? '',
});

/** Kind and name stay, unless the options allow a change; the namespace always does (kustomize api/resource, ApplySmPatch). */
function mergeInto(resource: Resource, patch: Reader, options: Reader | undefined): void {
  const before = {
    apiVersion: resource.at('apiVersion'),
    kind: resource.at('kind'),
    name: resource.at('metadata', 'name'),
    namespace: resource.at('metadata', 'namespace'),
  };
  const allowsName = options?.get('allowNameChange').scalar() === true;
  const allowsKind = options?.get('allowKindChange').scalar() === true;
  if (allowsName || allowsKind) resource.remember();
  const builtIn = isBuiltIn(resource.apiVersion);
  const merged = strategicMerge(resource.node, partOf(patch), { kind: builtIn ? resource.kind : undefined, field: '', parent: '' });
  if (merged === undefined) {
    resource.dropped = true;
    return;
  }
  resource.node = merged;
  if (before.apiVersion !== undefined) resource.set(before.apiVersion, 'apiVersion');
  if (!allowsKind && before.kind !== undefined) resource.set(before.kind, 'kind');
  if (!allowsName && before.name !== undefined) resource.set(before.name, 'metadata', 'name');
  if (before.namespace !== undefined) resource.set(before.namespace, 'metadata', 'namespace');
  else if (resource.namespace !== '') {
    const metadata = resource.at('metadata');
    if (metadata !== undefined && !(metadata instanceof Part) && 'entries' in metadata) metadata.entries.delete('namespace');
  }
}
