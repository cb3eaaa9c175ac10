import { posix } from 'node:path';
import type { Reader } from '../manifest/reader.ts';
import type { TreeDocument, TreeObject } from './tree.ts';

/** What kustomization files and Flux Kustomizations say about the files around them. */
export interface Kustomizations {
  /** Files that are patches: parts of objects that stand elsewhere. */
  readonly patches: ReadonlySet<string>;
  /** Namespace that the nearest kustomization above a folder gives to what lies in it. */
  readonly namespaceOf: (file: string) => string;
  /** ConfigMaps and Secrets that kustomize makes of files. */
  readonly generated: readonly { readonly kind: 'ConfigMap' | 'Secret'; readonly name: string; readonly file: string; readonly root: Reader }[];
  /** kustomization.yaml files themselves. */
  readonly files: readonly TreeDocument[];
}

const isKustomization = ({ file, root }: TreeDocument): boolean =>
  /(?:^|\/)[Kk]ustomization(?:\.ya?ml)?$/.test(file) && (root.get('apiVersion').text() ?? 'kustomize.config').startsWith('kustomize.config');

/** Reads them without building anything: paths that leave the tree are no business of ours. */
export function kustomizationsOf(documents: readonly TreeDocument[], objects: readonly TreeObject[]): Kustomizations {
  const files = documents.filter(isKustomization);
  const patches = new Set<string>();
  const namespaces = new Map<string, string>();
  const generated: { kind: 'ConfigMap' | 'Secret'; name: string; file: string; root: Reader }[] = [];
  for (const { file, root } of files) {
    const folder = posix.dirname(file);
    const add = (path: string | undefined) => path !== undefined && patches.add(posix.join(folder, path));
    for (const key of ['patches', 'patchesJson6902'] as const) for (const one of root.get(key).items()) add(one.get('path').text());
    for (const one of root.get('patchesStrategicMerge').items()) add(one.text());
    const namespace = root.get('namespace').text();
    if (namespace !== undefined) namespaces.set(folder, namespace);
    for (const [key, kind] of [
      ['configMapGenerator', 'ConfigMap'],
      ['secretGenerator', 'Secret'],
    ] as const)
      for (const one of root.get(key).items()) generated.push({ kind, name: one.get('name').text() ?? '', file, root: one });
  }
  const targets = new Map<string, string>();
  for (const { kind, apiVersion, root } of objects) {
    const target = kind === 'Kustomization' && apiVersion.startsWith('kustomize.toolkit') ? root.get('spec', 'targetNamespace').text() : undefined;
    const path = root.get('spec', 'path').text();
    if (target !== undefined && path !== undefined) targets.set(posix.normalize(path).replace(/^\.?\/|\/$/g, ''), target);
  }
  return { patches, generated, files, namespaceOf: (file) => nearest(posix.dirname(file), namespaces, targets) };
}

function nearest(folder: string, namespaces: ReadonlyMap<string, string>, targets: ReadonlyMap<string, string>): string {
  for (let at = folder; ; at = posix.dirname(at)) {
    const own = namespaces.get(at);
    if (own !== undefined) return own;
    // Paths of Flux count from the root of the repository, files from here: compare the longest ends.
    if (targets.size > 0) {
      const parts = at.split('/');
      for (let index = 0; index < parts.length; index++) {
        const target = targets.get(parts.slice(index).join('/'));
        if (target !== undefined) return target;
      }
    }
    if (at === '.' || at === '/' || at === '') return '';
  }
}
