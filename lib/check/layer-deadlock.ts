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
  const byFolder = new Map(layers.map((layer) => [layer.folder, layer]));
  const layerOf = (file: string) => byFolder.get(posix.dirname(file));
  const closures = ancestorsOf(layers);
  const files = new Map(tree.objects.flatMap(({ kind, name, file }) => (kind === 'Kustomization' ? [[name, file] as const] : [])));
  const cycles = layers.flatMap((layer): Finding[] =>
    closures.get(layer.name)!.has(layer.name)
      ? [
          {
            code: 'layer-deadlock',
            severity: 'error',
            file: files.get(layer.name) ?? '',
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
  const ends = endsOf(tree);
  return tree.objects.flatMap(({ root, kind, name }): Layer[] => {
    const path = kind === 'Kustomization' ? root.get('spec', 'path').text() : undefined;
    const folder = path === undefined ? undefined : folderOf(path, ends);
    if (folder === undefined) return [];
    const after = root
      .get('spec', 'dependsOn')
      .items()
      .flatMap((one) => one.get('name').text() ?? []);
    return [{ name, folder, after }];
  });
}

/** Folders of the tree by each end of their path: `a/b/c`, `b/c`, `c`. */
function endsOf(tree: Tree): ReadonlyMap<string, string> {
  const ends = new Map<string, string>();
  for (const folder of new Set(tree.objects.map(({ file }) => posix.dirname(file)))) {
    const parts = folder.split('/');
    parts.forEach((_, index) => {
      const end = parts.slice(index).join('/');
      if (!ends.has(end)) ends.set(end, folder);
    });
  }
  return ends;
}

/** The folder of a Kustomization's path, which counts from the source's root while files count from here: the longest common end. */
function folderOf(path: string, ends: ReadonlyMap<string, string>): string | undefined {
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  for (let index = 0; index < parts.length; index++) {
    const folder = ends.get(parts.slice(index).join('/'));
    if (folder !== undefined) return folder;
  }
  return undefined;
}

/** For each layer, all that come before it. Layers wait for one or two others: the sets stay as small as the house is deep. */
function ancestorsOf(layers: readonly Layer[]): ReadonlyMap<string, ReadonlySet<string>> {
  const after = new Map(layers.map((layer) => [layer.name, layer.after]));
  return new Map(
    layers.map((layer) => {
      const seen = new Set<string>();
      const queue = [...layer.after];
      for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
        if (seen.has(next)) continue;
        seen.add(next);
        queue.push(...(after.get(next) ?? []));
      }
      return [layer.name, seen];
    }),
  );
}
