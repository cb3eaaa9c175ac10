import { posix } from 'node:path';
import { isKustomizationName } from '../kustomize/kustomization-name.ts';
import type { RepositoryFiles } from '../repository-files.ts';
import type { BrokenFile, Tree, TreeObject, WhyIdle } from '../tree.ts';
import type { ArgoReach } from './argo-reach.ts';
import { isDead } from './dead-folders.ts';
import type { Layer, Start } from './layers.ts';
import { foldersOfUnreadLists } from './listing.ts';
import type { Plan } from './starts.ts';

/** What is built from one start. */
export interface Branch {
  readonly start: Start;
  readonly layers: readonly Layer[];
}

/** What Flux, Argo CD and the lists of a repository apply. */
export interface Appliers {
  readonly files: RepositoryFiles;
  readonly plan: Plan;
  readonly argo: ArgoReach;
  readonly branches: readonly Branch[];
}

/** Says of what lies in a repository whether anything applies it. */
export interface WhoApplies {
  /** Why nothing applies an object. Undefined where a kustomization, an Application, a program or a person does. */
  readonly whyIdle: (object: TreeObject) => WhyIdle | undefined;
  /** Why nothing reads a file that is no YAML. Undefined where something does, and fails. */
  readonly whyUnread: (broken: BrokenFile) => WhyIdle | undefined;
  /** Files that a kustomization has taken up. */
  readonly built: ReadonlySet<string>;
  /** Folders that something builds. */
  readonly entered: ReadonlySet<string>;
}

/**
 * The one place that decides who applies a file. In this order: a kustomization that lists it, the program whose settings it is, an Application of Argo CD that
 * takes its folder, and a person. A person applies what nothing else speaks of: beside the Kustomizations of Flux only what brings them.
 */
export function whoApplies(tree: Tree, { files, plan, argo, branches }: Appliers): WhoApplies {
  const { pathOf, roots } = tree.origin;
  const layers = branches.flatMap((branch) => branch.layers);
  const built = new Set(layers.flatMap((layer) => [...layer.built.files]));
  const folders = new Set(layers.flatMap((layer) => [...layer.built.folders]));
  const entered = new Set([...folders, ...layers.map(({ folder }) => folder)]);
  const unreadLists = foldersOfUnreadLists(tree);
  // A folder of which one file is listed is left to the list.
  const inLists = new Set([...entered, ...[...built].map((path) => posix.dirname(path))]);
  const withLists = new Set([...inLists, ...files.kustomizations.keys()]);
  const starts = new Set(branches.flatMap(({ start }) => ('object' in start ? [posix.dirname(pathOf(start.object.file))] : [])));
  const ofPerson = (path: string): WhyIdle | undefined => {
    const folder = posix.dirname(path);
    if (plan.byFlux && starts.has(folder) && !files.kustomizations.has(folder)) return undefined;
    if (isDead(path, roots)) return 'example';
    if (plan.isOut(path)) return 'commented out';
    if (plan.byFlux) return inLists.has(folder) ? 'unlisted' : 'unreached';
    if (unreadLists.has(folder)) return 'unread list';
    if (inLists.has(folder)) return 'unlisted';
    if (argo.leaves(path)) return 'no application';
    return withLists.has(folder) ? 'unbuilt' : undefined;
  };
  // Where nothing is built, somebody may apply all that looks like manifests.
  const isByHand = layers.length === 0 && !plan.byFlux;
  return {
    built,
    entered,
    whyIdle(object) {
      const path = pathOf(object.file);
      if (built.has(path)) return undefined;
      if (isHostFile(object) || (object.ours && !object.applied)) return isDead(path, roots) ? 'example' : undefined;
      if (argo.ignores(path)) return 'beside a chart';
      if (argo.leavesOut(path)) return 'not included';
      return argo.reaches(path) ? undefined : ofPerson(path);
    },
    whyUnread({ file, blueprint, script }) {
      const path = pathOf(file);
      if (built.has(path) || argo.takes(path) || (isKustomizationName(path) && folders.has(posix.dirname(path)))) return undefined;
      if (isDead(path, roots)) return 'example';
      if (argo.leavesOut(path)) return 'not included';
      // Nobody applies by hand what is no YAML.
      if (isByHand ? !script && (blueprint || !(argo.leaves(path) || argo.misses(path))) : blueprint) return undefined;
      return !plan.byFlux && isKustomizationName(path) && !isIn(path, withLists) ? undefined : 'unread';
    },
  };
}

/** Configuration of programs that no cluster applies: they read it from a file. */
const isHostFile = ({ apiVersion }: TreeObject): boolean =>
  /^(?:apiserver\.config|apiserver|kubeadm|kubelet\.config|kubeproxy\.config|audit|kubescheduler\.config)\.k8s\.io\/|^(?:v1alpha1|client\.authentication\.k8s\.io\/.*)$/.test(
    apiVersion,
  ) || apiVersion === '';

function isIn(path: string, folders: ReadonlySet<string>): boolean {
  for (let at = posix.dirname(path); ; at = posix.dirname(at)) {
    if (folders.has(at)) return true;
    if (at === '.' || at === '/' || at === '..') return false;
  }
}
