import { ListNode, MapNode, type Node, nodeAt, opened, Part } from '../../manifest/composed.ts';
import type { Reader } from '../../manifest/reader.ts';
import { changeField, type FieldSpec } from './field-specs.ts';
import { isSelected, type Resource } from './resource.ts';

const ofContainers = ['args', 'command', 'env/value', 'volumeMounts/mountPath'].flatMap((field) => [`containers/${field}`, `initContainers/${field}`]);
const ofPods: readonly (readonly [string, string])[] = [
  ...['DaemonSet', 'Deployment', 'Job', 'ReplicaSet', 'StatefulSet'].map((kind) => [kind, 'spec/template/spec'] as const),
  ['CronJob', 'spec/jobTemplate/spec/template/spec'],
  ['Pod', 'spec'],
];

/** Where `$(NAME)` is filled in (kustomize api/internal/konfig/builtinpluginconsts/varreference.go). */
const usual: readonly FieldSpec[] = [
  ...ofPods.flatMap(([kind, pod]) => ofContainers.map((field) => ({ kind, path: `${pod}/${field}` }))),
  ...['DaemonSet', 'Deployment', 'Job', 'ReplicaSet'].map((kind) => ({ kind, path: 'spec/template/spec/volumes/nfs/server' })),
  { kind: 'Pod', path: 'spec/volumes/nfs/server' },
  { kind: 'CronJob', path: 'spec/jobTemplate/spec/template/volumes/nfs/server' },
  { kind: 'StatefulSet', path: 'spec/volumeClaimTemplates/spec/nfs/server' },
  { kind: 'PersistentVolume', path: 'spec/nfs/server' },
  { kind: 'Deployment', path: 'spec/template/metadata/annotations' },
  ...['spec/rules/host', 'spec/tls/hosts', 'spec/tls/secretName'].map((path) => ({ kind: 'Ingress', path })),
  ...['spec/ports/port', 'spec/ports/targetPort'].map((path) => ({ kind: 'Service', path })),
  ...['metadata/labels', 'metadata/annotations'].map((path) => ({ path })),
];

/** Fills in what `vars` take from fields of other objects, last of all: they see final names. Gives those of which no object has the field. */
export function fillVars(resources: readonly Resource[], vars: readonly Reader[], configured: readonly FieldSpec[]): Reader[] {
  const values = new Map<string, Part>();
  const lost: Reader[] = [];
  for (const one of vars) {
    const value = valueOf(resources, one);
    const name = one.get('name').text();
    if (value === undefined || name === undefined) lost.push(one);
    else if (!values.has(name)) values.set(name, value);
  }
  if (values.size > 0)
    for (const spec of [...usual, ...configured])
      for (const resource of resources)
        if (isSelected(resource, spec) && holdsVariable(nodeAt(resource.node, spec.path.split('/')[0]!)))
          changeField(resource, spec, undefined, (node) => filled(node, values));
  return lost;
}

function valueOf(resources: readonly Resource[], one: Reader): Part | undefined {
  const [kind, name, namespace] = ['kind', 'name', 'namespace'].map((key) => one.get('objref', key).text());
  const apiVersion = one.get('objref', 'apiVersion').text();
  const found = resources.filter(({ ids }) =>
    ids.some(
      (id) =>
        id.kind === kind &&
        id.name === name &&
        (apiVersion === undefined || id.apiVersion === apiVersion) &&
        (namespace === undefined || id.namespace === namespace),
    ),
  );
  const path = one.get('fieldref', 'fieldpath').text() ?? 'metadata.name';
  const value =
    found.length === 1
      ? nodeAt(
          found[0]!.node,
          ...path
            .slice(0, 1000)
            .replace(/\[['"]?([^\]'"]{1,200})['"]?\]/g, '.$1')
            .split('.'),
        )
      : undefined;
  return value instanceof Part && ['string', 'number', 'boolean'].includes(typeof value.value) ? value : undefined;
}

/** Opening an object costs: most have no variable. */
function holdsVariable(node: Node | undefined): boolean {
  if (node instanceof MapNode) return [...node.entries.values()].some(holdsVariable);
  if (node instanceof ListNode) return node.items.some(holdsVariable);
  return node !== undefined && (JSON.stringify(node.value) ?? '').includes('$(');
}

function filled(node: Node | undefined, values: ReadonlyMap<string, Part>): Node | undefined {
  if (node instanceof Part && typeof node.value !== 'object') {
    if (typeof node.value !== 'string' || !node.value.includes('$(')) return node;
    const whole = values.get(/^\$\(([\w.-]+)\)$/.exec(node.value)?.[1] ?? '');
    // `$$(NAME)` stands for `$(NAME)` (api/internal/accumulator/expansion.go).
    const text = node.value.replace(/\$\$|\$\(([\w.-]+)\)/g, (all, name: string | undefined) =>
      name === undefined ? '$' : String(values.get(name)?.value ?? all),
    );
    return new Part(whole?.value ?? text, node.from);
  }
  const open = opened(node);
  if (open instanceof ListNode) open.items = open.items.map((item) => filled(item, values) ?? item);
  else if (open instanceof MapNode) for (const [key, child] of open.entries) open.entries.set(key, filled(child, values) ?? child);
  return open ?? node;
}
