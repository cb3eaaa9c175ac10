import { compareText } from '../contract/access.ts';
import type { AppAccess } from './app-access.ts';
import { type AccessModel, type ClusterModel, personOf } from './access-model.ts';
import { asPerson, type Subject, subjectsOf } from './diff/subjects.ts';
import { judge, type Person, type Verdict } from './person.ts';

/** What somebody may do in one app, or who may in it. */
export interface Entry {
  readonly app: AppAccess;
  readonly cluster: string;
  readonly subject: Subject;
  readonly verdict: Verdict;
}

/** Somebody whom the question is about: as named, and with the groups that this means. */
export interface Asked {
  readonly kind: 'person' | 'group';
  readonly name: string;
  readonly groups: readonly string[];
}

/** What somebody may open, in every cluster; apps that refuse them come last. */
export function opensFor(model: AccessModel, { kind, name, groups }: Asked): Entry[] {
  return model.clusters.flatMap((cluster) => {
    const person: Person = personOf(cluster, groups, kind === 'person' ? name : undefined);
    const subject: Subject = kind === 'person' ? { kind: 'user', names: [name] } : { kind: 'groups', names: [name] };
    return cluster.apps.map((app): Entry => ({ app, cluster: cluster.name, subject, verdict: judge(app, person, cluster.cluster) }));
  });
}

/** Who may open one app: everyone, or the groups, sets of groups and users that it tells apart. */
export function mayOpen(cluster: ClusterModel, app: AppAccess): Entry[] {
  const all = subjectsOf(app, cluster).map((subject): Entry => ({
    app,
    cluster: cluster.name,
    subject,
    verdict: judge(app, asPerson(subject, cluster), cluster.cluster),
  }));
  const singles = new Set(all.filter(({ subject, verdict }) => subject.names.length === 1 && verdict.enters === 'yes').flatMap(({ subject }) => subject.names));
  return all.filter(({ subject, verdict }) => verdict.enters !== 'no' && (subject.names.length < 2 || !subject.names.some((name) => singles.has(name))));
}

/** Apps by what people call them: title, slug, client id, release, host; the whole name before a part of it. */
export function appsNamed(model: AccessModel, name: string): (readonly [ClusterModel, AppAccess])[] {
  const wanted = name.toLowerCase();
  const all = model.clusters.flatMap((cluster) => cluster.apps.map((app) => [cluster, app] as const));
  const exact = all.filter(([, app]) => callsOf(app).some((call) => call.toLowerCase() === wanted));
  return exact.length > 0 ? exact : all.filter(([, app]) => app.name.toLowerCase().includes(wanted));
}

const callsOf = ({ name, client, login, hosts }: AppAccess): string[] =>
  [name, name.split(' (')[0], client?.slug?.value, client?.clientId?.value, login?.clientId?.value, login?.app, login?.object.name, ...hosts].flatMap(
    (call) => call ?? [],
  );

/** Every group that a tree names: in bindings, roles, lists of apps, RBAC. */
export function groupNames(model: AccessModel): string[] {
  const names = new Set<string>();
  for (const cluster of model.clusters) {
    for (const name of cluster.groups.names) names.add(name);
    for (const app of cluster.apps)
      for (const { kind, names: list } of subjectsOf(app, cluster)) if (kind === 'groups') for (const name of list) names.add(name);
    for (const prefix of cluster.cluster.prefixes)
      for (const { kind, subject } of cluster.cluster.grants)
        if (kind === 'Group' && prefix.value !== undefined && !subject.startsWith('system:') && subject.startsWith(prefix.value))
          names.add(subject.slice(prefix.value.length));
  }
  return [...names].sort(compareText);
}

/** Every user that a tree names. */
export function userNames(model: AccessModel): string[] {
  const named = model.clusters.flatMap((cluster) => [
    ...cluster.groups.users,
    ...cluster.apps.flatMap((app) => subjectsOf(app, cluster).flatMap(({ kind, names }) => (kind === 'user' ? names : []))),
  ]);
  return [...new Set(named)].sort(compareText);
}

/** Groups of a user, in any cluster. */
export const groupsOfUser = (model: AccessModel, user: string): string[] => [...new Set(model.clusters.flatMap(({ groups }) => groups.ofUser(user)))];
