import { posix } from 'node:path';
import { compareText } from '../contract/access.ts';
import { printable } from '../contract/printable.ts';
import type { Finding } from '../contract/finding.ts';
import type { CheckResult } from '../check/check-tree.ts';
import type { Repository } from '../repository/repository.ts';
import { type AppAccess, appsOf } from './app-access.ts';
import { type ClusterAccess, clusterOf } from './cluster-access.ts';
import type { Person } from './person.ts';

/** One cluster: its apps, and what people may do in it. */
export interface ClusterModel {
  /** Empty when the tree has one cluster alone. */
  readonly name: string;
  readonly apps: readonly AppAccess[];
  readonly cluster: ClusterAccess;
  readonly repository: Repository;
  readonly groups: Groups;
}

/** Groups as the settings of the identity provider have them. */
export interface Groups {
  /** A group with all groups that it is part of. */
  readonly withParents: (names: Iterable<string>) => ReadonlySet<string>;
  /** Groups whose members are members of a group as well. */
  readonly below: (name: string) => readonly string[];
  /** Groups that a user is listed in. */
  readonly ofUser: (user: string) => readonly string[];
  readonly users: ReadonlySet<string>;
  readonly names: ReadonlySet<string>;
}

/** Who may enter what, in every cluster of a tree. */
export interface AccessModel {
  readonly clusters: readonly ClusterModel[];
  readonly documents: number;
  readonly findings: readonly Finding[];
  readonly result: CheckResult;
}

/** The model of what was checked. */
export function accessModel(result: CheckResult): AccessModel {
  const names = clusterNames(result.repositories);
  const clusters = result.repositories.map((repository, index): ClusterModel => {
    const cluster = clusterOf(repository);
    return { name: names[index]!, apps: appsOf(repository), cluster, repository, groups: groupsOf(repository) };
  });
  return { clusters, documents: result.documents, findings: result.findings, result };
}

/** What is said of a tree in which nothing was found. */
export const noLogins = ({ documents }: AccessModel): string => `no login was found in ${documents} documents: see pinout check --logins`;

/** What is said of clusters that are called by their folders, because they share a name. */
export function sameNames({ clusters }: AccessModel): string[] {
  const twice = clusters.flatMap(({ name }) => (/[/#]/.test(name) ? [printable(name)] : []));
  return twice.length > 1 ? [`two clusters have the same name, so their folders are shown instead: ${twice.join(', ')}`] : [];
}

/** Everybody in some groups of a cluster. */
export const personOf = ({ groups }: ClusterModel, names: Iterable<string>, user?: string): Person => ({
  groups: groups.withParents(names),
  ...(user === undefined ? {} : { user }),
});

function groupsOf({ groupFacts }: Repository): Groups {
  const parents = new Map<string, Set<string>>();
  const children = new Map<string, Set<string>>();
  const users = new Map<string, Set<string>>();
  const put = (map: Map<string, Set<string>>, key: string, value: string) => map.set(key, (map.get(key) ?? new Set()).add(value));
  for (const { name, parents: above, members } of groupFacts) {
    for (const parent of above) {
      put(parents, name.value, parent);
      put(children, parent, name.value);
    }
    for (const { value } of members) put(users, value, name.value);
  }
  return {
    withParents: (names) => closure(names, parents),
    below: (name) => [...closure([name], children)].filter((one) => one !== name).sort(compareText),
    ofUser: (user) => [...(users.get(user) ?? [])].sort(compareText),
    users: new Set(users.keys()),
    names: new Set(groupFacts.map(({ name }) => name.value)),
  };
}

function closure(names: Iterable<string>, next: ReadonlyMap<string, ReadonlySet<string>>): ReadonlySet<string> {
  const all = new Set(names);
  for (const name of all) for (const more of next.get(name) ?? []) all.add(more);
  return all;
}

/**
 * Names of the clusters of one tree: the folder that the files of each have in their paths and those of the others have not (`clusters/main`, `apps/main`).
 * Where two would have one name, as much of the path as tells them apart. A tree with one cluster needs none.
 */
function clusterNames(repositories: readonly Repository[]): string[] {
  if (repositories.length < 2) return repositories.map(() => '');
  const files = repositories.map(({ tree }) => new Set(tree.objects.map(({ file }) => file)));
  const count = new Map<string, number>();
  for (const set of files) for (const file of set) count.set(file, (count.get(file) ?? 0) + 1);
  // What all clusters share tells nothing.
  const own = files.map((set) => [...set].filter((file) => count.get(file)! < repositories.length));
  const named = own.map(belowClusters);
  if (named.every((name) => name !== undefined) && new Set(named).size === named.length) return named;
  const parts = own.map((list) => partsOf(list));
  const found = parts.map((mine, index) => {
    const others = parts.filter((_, other) => other !== index);
    const [best] = [...mine]
      .filter(([part]) => !others.some((other) => other.has(part)))
      .sort(([a, one], [b, other]) => other - one || a.length - b.length || (a < b ? -1 : 1));
    return best?.[0] ?? '';
  });
  const folders = own.map(commonFolder);
  return found.map((name, index) => {
    if (name !== '' && found.filter((one) => one === name).length === 1) return name;
    return folders.filter((one) => one === folders[index]).length === 1 ? folders[index]! : `${folders[index]!} #${index + 1}`;
  });
}

/** The folder below `clusters`, where most people keep what is one cluster's own. */
function belowClusters(files: readonly string[]): string | undefined {
  const count = new Map<string, number>();
  for (const file of files) {
    const name = /(?:^|\/)clusters?\/([^/]+)\//.exec(file)?.[1];
    if (name !== undefined) count.set(name, (count.get(name) ?? 0) + 1);
  }
  return [...count].sort(([, a], [, b]) => b - a)[0]?.[0];
}

/** How many files have each folder in their path. */
function partsOf(files: readonly string[]): ReadonlyMap<string, number> {
  const parts = new Map<string, number>();
  for (const file of files)
    for (const part of new Set(posix.dirname(file).split('/'))) if (part !== '.' && part !== '') parts.set(part, (parts.get(part) ?? 0) + 1);
  return parts;
}

function commonFolder(files: readonly string[]): string {
  const [first, ...others] = files.map((file) => posix.dirname(file).split('/'));
  if (first === undefined) return '.';
  let length = first.length;
  for (const parts of others) while (length > 0 && first.slice(0, length).some((part, index) => part !== parts[index])) length -= 1;
  return first.slice(0, length).join('/') || '.';
}
