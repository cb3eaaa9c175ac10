import type { Located } from '../../contract/observed.ts';
import type { IdpGroup } from '../../login/gate.ts';
import type { ClusterModel, Groups } from '../access-model.ts';
import type { AppAccess } from '../app-access.ts';
import type { ClusterAccess, Grant } from '../cluster-access.ts';
import { type Change, change } from './change.ts';

type Names = ReadonlyMap<string, string>;

/** Groups that are renamed between two trees, by what the newer one says. */
export function renamesOf(before: ClusterModel, after: ClusterModel): Names {
  const known = new Set(before.repository.renamedGroups.map(({ from, to }) => `${from}\n${to.value}`));
  return new Map(after.repository.renamedGroups.flatMap(({ from, to }) => (known.has(`${from}\n${to.value}`) ? [] : [[from, to.value] as const])));
}

/** The cluster as it was, with the names that its groups have afterwards: what a renamed group could do is no gain and no loss. */
export function underNewNames(cluster: ClusterModel, names: Names): ClusterModel {
  if (names.size === 0) return cluster;
  const now = (name: string): string => names.get(name) ?? name;
  const { groups, repository } = cluster;
  return {
    ...cluster,
    apps: cluster.apps.map((app) => appUnder(app, now)),
    cluster: accessUnder(cluster.cluster, now),
    groups: groupsUnder(groups, names),
    repository: { ...repository, groups: new Set([...repository.groups].map(now)), groupFacts: repository.groupFacts.map((one) => factUnder(one, now)) },
  };
}

type Rename = (name: string) => string;

const seenUnder = (list: readonly Located<string>[], now: Rename): readonly Located<string>[] => list.map((one) => ({ ...one, value: now(one.value) }));

const factUnder = (one: IdpGroup, now: Rename): IdpGroup => ({ ...one, name: { ...one.name, value: now(one.name.value) }, parents: one.parents.map(now) });

function appUnder(app: AppAccess, now: Rename): AppAccess {
  const { gate } = app;
  return {
    ...app,
    asks: app.asks.map((one) => ({ ...one, groups: seenUnder(one.groups, now) })),
    gives: app.gives.map((one) => (typeof one.to === 'string' ? one : { ...one, to: seenUnder(one.to, now) })),
    ...(gate === undefined
      ? {}
      : { gate: { ...gate, rules: gate.rules.map((rule) => (rule.kind === 'group' ? { ...rule, names: seenUnder(rule.names, now) } : rule)) } }),
  };
}

/** Bindings name groups of tokens with the prefix of kube-apiserver. */
function accessUnder(access: ClusterAccess, now: Rename): ClusterAccess {
  const prefixes = [...new Set(access.prefixes.flatMap(({ value }) => value ?? []))].sort((a, b) => b.length - a.length);
  const grants = access.grants.map((grant): Grant => {
    if (grant.kind !== 'Group') return grant;
    // Where the tree does not tell the prefix, it is what stands before a colon.
    const prefix = prefixes.find((one) => grant.subject.startsWith(one)) ?? /^[^:]*:/.exec(grant.subject)?.[0] ?? '';
    return { ...grant, subject: `${prefix}${now(grant.subject.slice(prefix.length))}` };
  });
  const bySubject = new Map<string, Grant[]>();
  for (const grant of grants) bySubject.set(`${grant.kind} ${grant.subject}`, [...(bySubject.get(`${grant.kind} ${grant.subject}`) ?? []), grant]);
  return { ...access, grants, bySubject };
}

function groupsUnder(groups: Groups, names: Names): Groups {
  const now = (name: string): string => names.get(name) ?? name;
  const earlier = new Map([...names].map(([from, to]) => [to, from]));
  const was = (name: string): string => earlier.get(name) ?? name;
  return {
    withParents: (asked) => new Set([...groups.withParents([...asked].map(was))].map(now)),
    below: (name) => groups.below(was(name)).map(now),
    ofUser: (user) => groups.ofUser(user).map(now),
    users: groups.users,
    names: new Set([...groups.names].map(now)),
  };
}

/** What is said of groups that have other names afterwards, and of those that look as if they should have. */
export function compareNames(before: ClusterModel, after: ClusterModel, names: Names): Change[] {
  const renamed = after.repository.renamedGroups.filter(({ from }) => names.has(from));
  return [
    ...renamed.map(({ from, to }) =>
      change('neutral', 'group-name', `\`${from}\` is called \`${to.value}\` from now on: its members stay in it, and keep what they may do`, to, {
        subject: to.value,
      }),
    ),
    ...replaced(before, after, names),
  ];
}

/** A group that is new takes the place of one that is gone: without a word about it, nobody is in it. */
function replaced(before: ClusterModel, after: ClusterModel, names: Names): Change[] {
  const facts = ({ repository }: ClusterModel) => new Map(repository.groupFacts.map((one) => [one.name.value, one]));
  const [was, is] = [facts(before), facts(after)];
  const gone = [...was.keys()].filter((name) => !is.has(name) && !names.has(name));
  const come = [...is.values()].filter(({ name, members }) => !was.has(name.value) && members.length === 0 && ![...names.values()].includes(name.value));
  const [from, to] = [gone[0], come[0]];
  if (from === undefined || to === undefined || gone.length > 1 || come.length > 1 || was.get(from)!.members.length > 0) return [];
  return [
    change(
      'breaks',
      'group-name',
      `\`${to.name.value}\` is a new group with nobody in it, and the members of \`${from}\` stay there. If it is the same group under another name, write renamed: { groups: { '${from}': '${to.name.value}' } }`,
      to.name,
      { subject: to.name.value },
    ),
  ];
}
