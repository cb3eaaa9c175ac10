import { posix } from 'node:path';
import { textsOf, walk } from '../../tree/walk.ts';
import { type FluxLayer, fluxLayersOf } from '../../repository/flux-layers.ts';
import type { Located } from '../../contract/observed.ts';
import type { Reader } from '../../manifest/reader.ts';
import type { TreeObject } from '../../tree/tree.ts';
import type { Repository } from '../../repository/repository.ts';
import { referencesOf } from '../../tree/references.ts';
import { idOf, providedBy } from '../../tree/provided.ts';
import type { Rule } from '../../repository/rule.ts';
import { runsAtLeast } from '../../repository/versions.ts';
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
      'A workload mounts an object from a layer that itself waits for the workload, or the `dependsOn` of Kustomizations form a cycle. The finding is a warning when nothing orders the two layers.',
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
            severity: waiting ? 'error' : 'warning',
            message: waiting
              ? `${from.kind}/${from.name} in ${user.name} mounts the ${kind} ${name.value} from ${maker.name}, which waits for ${user.name}`
              : `${from.kind}/${from.name} in ${user.name} mounts the ${kind} ${name.value} from ${maker.name}, but nothing makes Flux apply ${maker.name} first`,
            expected: `the ${kind} in ${user.name}, or in an earlier layer`,
            received: `in ${maker.name} (${file})`,
            why: 'Flux applies a layer once the layers before it are ready. A pod is not ready until everything that it mounts exists.',
            fix: `move the ${kind} ${name.value} into ${user.name} or into an earlier layer`,
          };
        }
      }
    },
  },
  {
    code: 'substitution-dollar',
    severity: 'error',
    needs: [],
    title: 'Flux substitutes a variable that is not set',
    why: 'With postBuild, Flux substitutes every ${…} in every object. An unset variable is an error since Flux 2.9, and becomes an empty string before that.',
    symptom: 'The Kustomization fails with `variable not set (strict mode)`, or parts of a script are empty.',
    cause: 'With `postBuild`, Flux substitutes every `${…}` in every object, including scripts, dashboards and expressions.',
    fix: 'write `$${…}`, set the variable, or annotate the object with `kustomize.toolkit.fluxcd.io/substitute: disabled`',
    source: '[Flux: post build variable substitution](https://fluxcd.io/flux/components/kustomize/kustomizations/#post-build-variable-substitution)',
    *find(repository) {
      // Parents may patch variables in, which files do not show.
      if (repository.objects.of('Kustomization').some(({ root }) => /postBuild|substituteFrom/.test(textsOf(root.get('spec', 'patches'))))) return;
      if (repository.objects.of('FluxInstance').some(({ root }) => /postBuild|substituteFrom/.test(textsOf(root.get('spec', 'kustomize'))))) return;
      const layers = fluxLayersOf(repository);
      let others: ReadonlySet<string> | undefined;
      const isFilledElsewhere = (name: string): boolean => (others ??= filledElsewhere(layers)).has(name);
      for (const layer of layers) {
        const post = layer.object.root.get('spec', 'postBuild');
        if (!post.exists || post.items('substituteFrom').length > 0) continue;
        const names = new Set(post.get('substitute').keys());
        for (const object of layer.objects) {
          const off = ['annotations', 'labels'].some((key) => object.root.text('metadata', key, 'kustomize.toolkit.fluxcd.io/substitute') === 'disabled');
          if (off) continue;
          let known: ReadonlySet<string> | undefined;
          const isNamed = (name: string): boolean => (known ??= namesIn(object.root)).has(name);
          // `TZ: ${TZ}` is no placeholder of the app: somebody means Flux to fill it in.
          let given: ReadonlySet<string> | undefined;
          const isGiven = (name: string): boolean => (given ??= givenIn(object.root)).has(name);
          for (const { node } of walk(object.root)) {
            const text = node.text();
            if (text?.includes('${') !== true) continue;
            const found = [...text.matchAll(/(?<!\$)\$\{([^}]{0,1000})\}/g)].map(([all, inner = '']) => ({
              all,
              name: /^[_a-zA-Z][_a-zA-Z0-9]*/.exec(inner)?.[0],
              // Operators of github.com/drone/envsubst, which Flux has.
              plain: /^[_a-zA-Z][_a-zA-Z0-9]*(?:$|:?[-=+?]|\^\^?$|,,?$|[:/#%])/.test(inner),
            }));
            const wrong = found.find(
              ({ name, plain, all }) => name === undefined || !plain || (!names.has(name) && !/:?[-=]/.test(all.slice(2 + name.length, 4 + name.length))),
            );
            if (wrong === undefined) continue;
            // The app's own placeholder is eaten whatever Flux does with the rest.
            const isOwn = wrong.name !== undefined && wrong.plain && isNamed(wrong.name) && !isGiven(wrong.name);
            const broken = wrong.name === undefined || !wrong.plain;
            // Before 2.9 a variable that nobody sets is empty text, which people live with; and of a parent that brings it nothing may be known.
            if (!broken && !isOwn && !isScript(text) && runsAtLeast(repository.versions.flux, [2, 9]) !== true) continue;
            if (wrong.name !== undefined && wrong.plain && isFilledElsewhere(wrong.name)) continue;
            yield {
              at: node,
              severity: isOwn || broken ? 'error' : 'warning',
              message: `${object.kind}/${object.name} contains ${wrong.all}, which ${layer.object.kind}/${layer.object.name} substitutes, but the variable is not set`,
              expected: `a variable of postBuild (${[...names].join(', ')}), or $\${…}`,
              received: wrong.all,
              fix: `write $${wrong.all}, or annotate the object with kustomize.toolkit.fluxcd.io/substitute: disabled`,
            };
          }
        }
      }
    },
  },
];

/** Variables in texts of several layers that have no postBuild: what fills them in there is not in git, and may do so everywhere. */
function filledElsewhere(layers: readonly FluxLayer[]): ReadonlySet<string> {
  const seen = new Map<string, number>();
  for (const { object, objects } of layers) {
    if (object.root.get('spec', 'postBuild').exists) continue;
    const texts = objects.flatMap(({ root }) => [...walk(root)].flatMap(({ node }) => node.text() ?? []));
    const lines = texts.filter((text) => text.includes('${') && !text.includes('\n') && !isScript(text));
    for (const name of new Set(lines.flatMap((text) => [...text.matchAll(/(?<!\$)\$\{([_a-zA-Z]\w{0,200})\}/g)].map(([, name = '']) => name))))
      seen.set(name, (seen.get(name) ?? 0) + 1);
  }
  return new Set([...seen].flatMap(([name, count]) => (count > 2 ? [name] : [])));
}

/** What a shell reads has variables of its own. */
const isScript = (text: string): boolean => /^#!|(?:^|\n|[;&|] {0,3})\s{0,20}(?:echo|export|set -e|curl|exec|if \[|cd|mkdir|cp) /.test(text.slice(0, 20_000));

/** Keys of an object, and names of the variables in its lists. */
const namesIn = (root: Reader): ReadonlySet<string> =>
  new Set([...walk(root)].flatMap(({ key, node }) => (key === 'name' && node.text() !== undefined ? [key, node.text()!] : [key])));

/** Variables that stand for the whole value under their own name. */
const givenIn = (root: Reader): ReadonlySet<string> =>
  new Set(
    [...walk(root)].flatMap(({ key, node, parent }) => {
      const name = /^\$\{(\w{1,200})\}$/.exec(node.text() ?? '')?.[1];
      return name !== undefined && (key === name || (key === 'value' && parent.text('name') === name)) ? [name] : [];
    }),
  );

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
