import type { AppAccess } from '../app-access.ts';
import { type ClusterModel, personOf } from '../access-model.ts';
import type { Person } from '../person.ts';

/** Somebody of whom it is asked what they may do: nobody in particular, the members of groups, or a user. */
export interface Subject {
  readonly kind: 'everyone' | 'groups' | 'user';
  readonly names: readonly string[];
}

/** Combinations of groups of one app that are looked at, where several must agree. */
const mostTogether = 24;

/** Everyone an app tells apart: no other group changes what somebody may do there. So the work is linear in what apps name. */
export function subjectsOf(app: AppAccess, cluster: ClusterModel): Subject[] {
  const rules = app.gate?.rules ?? [];
  const gateGroups = rules.flatMap(({ kind, names }) => (kind === 'group' ? names.map(({ value }) => value) : []));
  const asked = app.asks.flatMap(({ groups }) => groups.map(({ value }) => value));
  const given = app.gives.flatMap(({ to }) => (typeof to === 'string' ? [] : to.map(({ value }) => value)));
  const named = new Set([...gateGroups, ...asked, ...given]);
  const all = new Set([...named].flatMap((name) => [name, ...cluster.groups.below(name)]));
  const users = new Set([...rules.flatMap(({ kind, names }) => (kind === 'user' ? names.map(({ value }) => value) : []))]);
  // Where one group is not enough by itself, two together may be.
  const lists = [
    ...(app.gate?.mode === 'all'
      ? rules.filter(({ kind, negate }) => kind === 'group' && negate !== true).map(({ names }) => names.map(({ value }) => value))
      : gateGroups.length > 0
        ? [gateGroups]
        : []),
    ...app.asks.map(({ groups }) => groups.map(({ value }) => value)),
  ];
  const sets = lists.length < 2 ? [] : together(lists).filter((names) => names.length > 1);
  return [
    { kind: 'everyone', names: [] },
    ...[...all].map((name): Subject => ({ kind: 'groups', names: [name] })),
    ...sets.map((names): Subject => ({ kind: 'groups', names })),
    ...[...users].map((name): Subject => ({ kind: 'user', names: [name] })),
  ];
}

/** One of each list, each set of names once. */
function together(lists: readonly (readonly string[])[]): string[][] {
  let sets: string[][] = [[]];
  for (const list of lists) sets = sets.flatMap((set) => list.map((name) => [...new Set([...set, name])].sort())).slice(0, mostTogether);
  return [...new Map(sets.map((set) => [set.join('\n'), set])).values()];
}

export const subjectKey = ({ kind, names }: Subject): string => `${kind} ${names.join('\n')}`;

/** The subject as somebody whom an app can judge. */
export function asPerson({ kind, names }: Subject, cluster: ClusterModel): Person {
  return kind === 'user' ? personOf(cluster, cluster.groups.ofUser(names[0]!), names[0]) : personOf(cluster, names);
}

/** @example subjectText({ kind: 'groups', names: ['a', 'b'] }) // 'anyone who is in both `a` and `b`' */
export function subjectText({ kind, names }: Subject): string {
  if (kind === 'everyone') return 'everyone who can sign in';
  if (names.length > 1) return `anyone who is in ${names.length === 2 ? 'both ' : ''}${names.map((name) => `\`${name}\``).join(' and ')}`;
  return kind === 'user' ? `the user \`${names[0]}\`` : `\`${names[0]}\``;
}
