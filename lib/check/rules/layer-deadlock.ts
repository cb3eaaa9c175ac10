import { posix } from 'node:path';
import { idOf, providedBy } from '../../tree/provided.ts';
import { referencesOf } from '../../tree/references.ts';
import type { Repository } from '../model/repository.ts';
import type { Reader } from '../../manifest/reader.ts';
import type { Rule } from '../rule.ts';

interface Layer {
  readonly name: string;
  readonly root: Reader;
  readonly folder: string;
  readonly after: readonly string[];
}

/** Workloads that mount an object of a layer which itself waits for the workload's layer: neither ever becomes ready. */
export const layerDeadlock: Rule = {
  code: 'layer-deadlock',
  severity: 'error',
  title: 'Flux Kustomizations wait for each other',
  *run(repository) {
    const layers = layersOf(repository);
    if (layers.length === 0) return;
    const byFolder = new Map(layers.map((layer) => [layer.folder, layer]));
    const layerOf = (file: string) => byFolder.get(posix.dirname(file));
    const closures = ancestorsOf(layers);
    for (const { name, root } of layers)
      if (closures.get(name)!.has(name))
        yield { at: root.get('spec', 'dependsOn'), message: `Kustomization/${name} waits for itself through dependsOn`, fix: 'take one of the dependsOn out' };
    const provided = providedBy(repository.objects);
    for (const object of repository.objects.all) {
      const user = layerOf(object.file);
      if (user === undefined) continue;
      for (const { from, kind, namespace, name, mounted } of referencesOf(object)) {
        const file = mounted ? provided.get(idOf(kind, namespace, name.value)) : undefined;
        const maker = file === undefined ? undefined : layerOf(file);
        if (maker === undefined || user === maker || closures.get(user.name)!.has(maker.name)) continue;
        const waiting = closures.get(maker.name)!.has(user.name);
        // Other people's apps are often retried until what they need is there.
        if (!waiting && !object.ours) continue;
        yield {
          at: name,
          severity: waiting ? 'error' : 'warning',
          message: waiting
            ? `${from.kind}/${from.name} in ${user.name} mounts the ${kind} ${name.value} of ${maker.name}, which waits for ${user.name}`
            : `${from.kind}/${from.name} in ${user.name} mounts the ${kind} ${name.value} of ${maker.name}, and nothing says that it comes first`,
          expected: `the ${kind} in ${user.name}, or in a layer that comes before it`,
          received: `in ${maker.name} (${file})`,
          why: 'Flux applies a layer when the layers before it are ready; a pod is not ready until everything that it mounts is there.',
          fix: `move the ${kind} ${name.value} into ${user.name} or into a layer before it`,
        };
      }
    }
  },
};

function layersOf({ tree, objects }: Repository): Layer[] {
  const ends = endsOf(tree);
  return objects.of('Kustomization').flatMap(({ root, name, namespace, apiVersion }): Layer[] => {
    const path = apiVersion.startsWith('kustomize.toolkit') ? root.get('spec', 'path').text() : undefined;
    const folder = path === undefined ? undefined : folderOf(path, ends);
    if (folder === undefined) return [];
    const after = root
      .get('spec', 'dependsOn')
      .items()
      .flatMap((one) => (one.get('name').text() === undefined ? [] : [`${one.get('namespace').text() ?? namespace}/${one.get('name').text()}`]));
    return [{ name: `${namespace}/${name}`, root, folder, after }];
  });
}

/** Folders of the tree by each end of their path: `a/b/c`, `b/c`, `c`. */
function endsOf(tree: Repository['tree']): ReadonlyMap<string, string> {
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
