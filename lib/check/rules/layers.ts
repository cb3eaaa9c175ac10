import { posix } from 'node:path';
import type { Located } from '../../contract/observed.ts';
import type { Reader } from '../../manifest/reader.ts';
import type { TreeObject } from '../../tree/tree.ts';
import type { Repository } from '../../repository/repository.ts';
import { referencesOf } from '../../tree/references.ts';
import { idOf, providedBy } from '../../tree/provided.ts';
import type { Rule } from '../../repository/rule.ts';
import { simulateBootstrap } from '../bootstrap/simulate.ts';

/** Without these a Kustomization is ready as soon as its objects are applied, whatever becomes of them. */
const waits = (root: Reader): boolean => root.get('spec', 'wait').scalar() === true || root.items('spec', 'healthChecks').length > 0;

export const layersRules: readonly Rule[] = [
  {
    code: 'bootstrap-stuck',
    severity: 'error',
    needs: ['cluster'],
    strict: true,
    title: 'a new cluster would never become ready',
    why: 'Flux does a dry run of every object in a Kustomization before it applies any of them. One object whose CRD or namespace is missing blocks all the others, including those that would create it.',
    symptom:
      'On a new cluster `flux get kustomizations` shows a Kustomization that never becomes ready: `no matches for kind "ClusterIssuer"`, `namespaces "x" not found`, `namespace not specified`, or a release that waits for a Secret. On your existing cluster everything works, because the objects exist already.',
    cause:
      'One Kustomization contains a chart and objects of the CRDs that the chart installs, or two Kustomizations wait for each other. Flux does a dry run of every object in a stage before it applies the first one. One object that the API server refuses blocks the whole stage, including the HelmRelease that would install the CRD.',
    fix: 'use two Kustomizations: one for the chart, with `wait: true`, and one for its objects, with `dependsOn` on the first. Apply namespaces before both',
    more: '**How it is found.** `pinout check` simulates what Flux does on a cluster that has nothing but Flux. It assumes that CRDs, namespaces and Secrets exist when the manifests do not create them. In manifests that pinout did not write, the finding is for information only: CRDs and namespaces may be installed by hand before Flux.',
    *find(repository) {
      for (const { stuck } of simulateBootstrap(repository))
        for (const { layer, object, how, why } of stuck) {
          // Rules of their own say these, with the place of the reference: layer-deadlock, sops-undecrypted.
          if (how === 'circle' || how === 'mount' || how === 'encrypted') continue;
          yield {
            at: (object ?? layer).root.get('kind'),
            // Others bring CRDs and namespaces before Flux comes, by a script of their own: worth knowing, and no fault.
            severity: layer.ours ? 'error' : 'info',
            message: `Kustomization/${layer.name} never becomes ready on a new cluster: ${object === undefined ? '' : `${object.kind}/${object.name} `}${why}`,
            expected: 'an order in which an earlier Kustomization creates everything that an object needs',
            fix:
              how === 'twice'
                ? 'remove one of the two'
                : `move ${object?.kind}/${object?.name} into another Kustomization with dependsOn on the one that creates what it needs, and set wait: true on that one`,
          };
        }
    },
  },
  {
    code: 'layer-deadlock',
    severity: 'error',
    needs: ['cluster'],
    title: 'Flux Kustomizations wait for each other',
    symptom: 'Two Flux Kustomizations wait for each other forever: one reports `dependency not ready`, the other times out.',
    cause:
      'A workload needs an object from a layer that itself waits for the workload, or the `dependsOn` of Kustomizations form a cycle. The finding is a warning when nothing orders the two layers.',
    fix: "move the object into the workload's folder or into a folder that is applied earlier",
    more: '**Why it matters.** A Kustomization with `wait: true` is ready when all its objects are ready, and `dependsOn` waits for that.',
    *find(repository) {
      const layers = layersOf(repository);
      if (layers.length === 0) return;
      const byFolder = new Map(layers.map((layer) => [layer.folder, layer]));
      const layerOf = (file: string) => byFolder.get(posix.dirname(file));
      const closures = ancestorsOf(layers);
      for (const { name, root } of layers)
        if (closures.get(name)!.has(name))
          yield {
            at: root.get('spec', 'dependsOn'),
            message: `Kustomization/${name} waits for itself through dependsOn`,
            fix: 'remove one of the dependsOn entries',
          };
      const provided = providedBy(repository.objects);
      const said = new Set<string>();
      for (const object of repository.objects.all) {
        const user = layerOf(object.file);
        if (user === undefined) continue;
        for (const { from, kind, namespace, name, mounted } of referencesOf(object)) {
          const file = mounted ? provided.get(idOf(kind, namespace, name.value)) : undefined;
          const maker = file === undefined ? undefined : layerOf(file);
          if (maker === undefined || user === maker || closures.get(user.name)!.has(maker.name)) continue;
          const waiting = waits(user.root) && closures.get(maker.name)!.has(user.name) && (object.ours || isOfPod(from, name));
          // Other people's apps are often retried until what they need is there.
          if (!waiting && !object.ours) continue;
          // Two keys of one Secret are one fault.
          const once = `${from.kind} ${from.namespace}/${from.name} ${kind} ${name.value}`;
          if (!object.ours && said.has(once)) continue;
          said.add(once);
          yield {
            at: name,
            isSure: waiting,
            message: waiting
              ? `${from.kind}/${from.name} in ${user.name} needs the ${kind} ${name.value} from ${maker.name}, which waits for ${user.name}`
              : `${from.kind}/${from.name} in ${user.name} needs the ${kind} ${name.value} from ${maker.name}, but nothing makes Flux apply ${maker.name} first`,
            expected: `the ${kind} in ${user.name}, or in an earlier layer`,
            received: `in ${maker.name} (${file})`,
            why: 'Flux applies a layer once the layers before it are ready. A pod is not ready until everything that it mounts exists.',
            fix: `move the ${kind} ${name.value} into ${user.name} or into an earlier layer`,
          };
        }
      }
    },
  },
];

interface Layer {
  readonly name: string;
  readonly root: Reader;
  readonly folder: string;
  readonly after: readonly string[];
}

/** Values of a chart may become anything: only where they have the form of a pod's settings does its pod wait for what they name. */
const isOfPod = ({ kind }: TreeObject, { at }: Located<string>): boolean =>
  kind !== 'HelmRelease' || /env|volume|persistence|existingSecret|valuesFrom/i.test(at.path);

function layersOf({ tree, objects }: Repository): Layer[] {
  const ends = endsOf(tree);
  return objects.of('Kustomization').flatMap(({ root, name, namespace, apiVersion }): Layer[] => {
    const path = apiVersion.startsWith('kustomize.toolkit') ? root.text('spec', 'path') : undefined;
    const folder = path === undefined ? undefined : folderOf(path, ends);
    if (folder === undefined) return [];
    const after = root
      .items('spec', 'dependsOn')
      .flatMap((one) => (one.text('name') === undefined ? [] : [`${one.text('namespace') ?? namespace}/${one.text('name')}`]));
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
