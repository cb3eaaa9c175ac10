import { compareText } from '../contract/access.ts';
import type { Finding } from '../contract/finding.ts';
import { type CheckResult } from '../check/check-tree.ts';
import type { Repository } from '../repository/repository.ts';
import { type AppAccess, appsOf } from './app-access.ts';
import { type ClusterAccess, clusterOf } from './cluster-access.ts';
import { clusterNames } from './cluster-names.ts';
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
