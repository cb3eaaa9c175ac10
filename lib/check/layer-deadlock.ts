import { posix } from 'node:path';
import type { Finding } from '../contract/finding.ts';
import { idOf } from './provided.ts';
import type { Reference } from './references.ts';
import type { Tree } from './tree.ts';

interface Layer {
  readonly name: string;
  readonly folder: string;
  readonly after: readonly string[];
}

/** Workloads that mount an object of a layer which itself waits for the workload's layer: neither ever becomes ready. */
export function layerDeadlock(references: readonly Reference[], provided: ReadonlyMap<string, string>, tree: Tree): Finding[] {
  const layers = layersOf(tree);
  if (layers.length === 0) return [];
  const layerOf = (file: string) => layers.find(({ folder }) => posix.dirname(file).endsWith(folder));
  const closures = new Map(layers.map((layer) => [layer.name, ancestors(layer.name, layers)]));
  const cycles = layers.flatMap((layer): Finding[] =>
    closures.get(layer.name)!.has(layer.name)
      ? [
          {
            code: 'layer-deadlock',
            severity: 'error',
            file: tree.objects.find(({ kind, name }) => kind === 'Kustomization' && name === layer.name)?.file ?? '',
            message: `Kustomization/${layer.name} waits for itself through dependsOn`,
            fix: 'take one of the dependsOn out',
            docs: 'docs/rules/layer-deadlock.md',
          },
        ]
      : [],
  );
  const waits = references.flatMap(({ from, kind, namespace, name, mounted }): Finding[] => {
    const file = mounted ? provided.get(idOf(kind, namespace, name.value)) : undefined;
    const user = layerOf(from.file);
    const maker = file === undefined ? undefined : layerOf(file);
    if (user === undefined || maker === undefined || user === maker || closures.get(user.name)!.has(maker.name)) return [];
    const waiting = closures.get(maker.name)!.has(user.name);
    return [
      {
        code: 'layer-deadlock',
        severity: waiting ? 'error' : 'warning',
        file: name.file,
        line: name.line,
        column: name.column,
        path: name.path,
        message: waiting
          ? `${from.kind}/${from.name} in ${user.name} mounts the ${kind} ${name.value} of ${maker.name}, which waits for ${user.name}`
          : `${from.kind}/${from.name} in ${user.name} mounts the ${kind} ${name.value} of ${maker.name}, and nothing says that it comes first`,
        expected: `the ${kind} in ${user.name}, or in a layer that comes before it`,
        received: `in ${maker.name} (${file})`,
        why: 'Flux applies a layer when the layers before it are ready; a pod is not ready until everything that it mounts is there.',
        fix: `move the ${kind} ${name.value} into ${user.name} or into a layer before it`,
        docs: 'docs/rules/layer-deadlock.md',
      },
    ];
  });
  return [...cycles, ...waits];
}

function layersOf(tree: Tree): Layer[] {
  return tree.objects.flatMap(({ root, kind, name }): Layer[] => {
    const path = kind === 'Kustomization' ? root.get('spec', 'path').text() : undefined;
    if (path === undefined) return [];
    // The path counts from the source's root, the files from here: the ends must agree, from the cluster's folder on.
    const folder = `/${path
      .replace(/^\.?\/*/, '')
      .split('/')
      .slice(-3)
      .join('/')}`;
    const after = root
      .get('spec', 'dependsOn')
      .items()
      .flatMap((one) => one.get('name').text() ?? []);
    return [{ name, folder: shorten(folder, tree), after }];
  });
}

/** The longest end of the path that some file's folder has. */
function shorten(folder: string, tree: Tree): string {
  let end = folder;
  while (end.length > 1 && !tree.objects.some(({ file }) => `/${posix.dirname(file)}`.endsWith(end))) end = end.replace(/^\/[^/]*/, '');
  return end === '' ? folder : end;
}

function ancestors(name: string, layers: readonly Layer[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const queue = [...(layers.find((layer) => layer.name === name)?.after ?? [])];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    queue.push(...(layers.find((layer) => layer.name === next)?.after ?? []));
  }
  return seen;
}
