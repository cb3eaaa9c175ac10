import { grouped } from '../../contract/grouped.ts';
import { addTo } from '../../contract/add-to.ts';
import { ListNode, MapNode, type Node, opened, Part } from '../../manifest/composed.ts';
import { changeField, type FieldSpec } from './field-specs.ts';
import { type NameReference } from './name-reference-table.ts';
import { groupOf, isClusterScoped, isSelected, placeOf, type Resource, scalarAt } from './resource.ts';

/** Names of objects changed: references to them get the new name (kustomize api/filters/nameref). */
export function fixNameReferences(resources: readonly Resource[], table: readonly NameReference[]): void {
  const renamed = new Map<string, Resource[]>();
  for (const resource of resources) for (const name of new Set(resource.previous.map((id) => id.name))) addTo(renamed, name, resource);
  if (renamed.size === 0) return;
  const byKind = grouped(resources, ({ firstId }) => firstId.kind);
  for (const target of table)
    for (const spec of target.fields)
      for (const referrer of spec.kind === undefined ? resources : (byKind.get(spec.kind) ?? []))
        if (isSelected(referrer.firstId, spec)) changeField(referrer, spec, undefined, (node) => renamedIn(node, referrer, target, spec, renamed));
}

type Renamed = ReadonlyMap<string, readonly Resource[]>;

function renamedIn(node: Node | undefined, referrer: Resource, target: NameReference, spec: FieldSpec, renamed: Renamed): Node | undefined {
  if (node instanceof Part && typeof node.value !== 'object') {
    const name = String(node.value);
    const referral = referralOf(renamed.get(name) ?? [], referrer, target, spec, false);
    return referral === undefined || referral.name === name ? node : new Part(referral.name, node.from);
  }
  const open = opened(node);
  if (open instanceof ListNode) {
    open.items = open.items.map((item) => renamedIn(item, referrer, target, spec, renamed) ?? item);
    return open;
  }
  if (!(open instanceof MapNode)) return node;
  const name = scalarAt(open, 'name');
  const namespace = scalarAt(open, 'namespace');
  let candidates = renamed.get(name) ?? [];
  if (open.entries.has('namespace')) {
    const [first, now] = [(one: Resource) => placeOf(one.firstId) === namespace, (one: Resource) => placeOf(one.id) === namespace];
    candidates = candidates.some(first) ? candidates.filter(first) : candidates.filter(now);
  }
  const referral = referralOf(candidates, referrer, target, spec, true);
  if (referral === undefined || (referral.name === name && referral.namespace === '')) return open;
  const [newName, newNamespace] = [referral.at('metadata', 'name'), referral.at('metadata', 'namespace')];
  if (referral.name !== name && newName !== undefined) open.entries.set('name', new Part(referral.name, open.entries.get('name')?.from ?? open.from));
  if (referral.namespace !== '' && referral.namespace !== namespace && newNamespace !== undefined)
    open.entries.set('namespace', new Part(referral.namespace, newNamespace.from));
  return open;
}

function referralOf(all: readonly Resource[], referrer: Resource, target: NameReference, spec: FieldSpec, byNamespace: boolean): Resource | undefined {
  let candidates = all.filter((one) => one.previous.some((id) => isSelected(id, target)));
  if (spec.path.endsWith('roleRef/name')) {
    const [group, kind] = [scalarAt(referrer.at('roleRef'), 'apiGroup'), scalarAt(referrer.at('roleRef'), 'kind')];
    if (group !== '' && kind !== '') candidates = candidates.filter((one) => one.previous.some((id) => id.kind === kind && groupOf(id.apiVersion) === group));
  }
  if (!isClusterScoped(referrer))
    candidates = candidates.filter((one) => isClusterScoped(one) || one.kind === 'ServiceAccount' || placeOf(one.id) === placeOf(referrer.id));
  if (candidates.length < 2) return candidates[0];
  candidates = candidates.filter((one) => sameAffixes(one, referrer, true));
  if (candidates.length > 1) candidates = candidates.filter((one) => sameAffixes(one, referrer, false));
  const [first] = candidates;
  return candidates.every((one) => one.name === first?.name && (!byNamespace || one.namespace === first.namespace)) ? first : undefined;
}

function sameAffixes(a: Resource, b: Resource, allowsNone: boolean): boolean {
  const same = (left: readonly string[], right: readonly string[]): boolean => {
    if (allowsNone && (left.length === 0 || right.length === 0)) return true;
    const [short, long] = left.length < right.length ? [left, right] : [right, left];
    return short.length === 0 ? long.length === 0 : short.every((one, index) => long[long.length - short.length + index] === one);
  };
  return same(a.prefixes, b.prefixes) && same(a.suffixes, b.suffixes);
}
