import type { ClusterModel } from '../access-model.ts';
import { type Change, change } from './change.ts';

/** Who is in which group, as far as git says it, and groups that make their members administrators of the identity provider. */
export function comparePeople(before: ClusterModel, after: ClusterModel): Change[] {
  const [was, is] = [before, after].map(
    ({ repository }) =>
      new Map(
        repository.groupFacts.flatMap(({ name, members }) =>
          members.map((member) => [`${name.value}\n${member.value}`, { member, group: name.value }] as const),
        ),
      ),
  );
  const opened = (cluster: ClusterModel, group: string): string => {
    const apps = cluster.apps
      .filter(
        ({ gate, isApiserver }) =>
          !isApiserver &&
          gate?.rules.some(({ kind, names, negate }) => kind === 'group' && negate !== true && names.some(({ value }) => value === group)) === true,
      )
      .map(({ name }) => name);
    return apps.length === 0 ? '' : `, and so ${apps.slice(0, 5).join(', ')}${apps.length > 5 ? ` and ${apps.length - 5} more` : ''}`;
  };
  const admins = [before, after].map(
    ({ repository }) => new Map(repository.groupFacts.flatMap(({ name, superuser }) => (superuser === undefined ? [] : [[name.value, superuser] as const]))),
  );
  const parents = [before, after].map(
    ({ repository }) =>
      new Map(repository.groupFacts.flatMap(({ name, parents: above }) => above.map((parent) => [`${name.value}\n${parent}`, name] as const))),
  );
  return [
    ...[...is!].flatMap(([key, { member, group }]) =>
      was!.has(key)
        ? []
        : [change('opens', 'member', `the user \`${member.value}\` joins \`${group}\`${opened(after, group)}`, member, { subject: member.value })],
    ),
    ...[...was!].flatMap(([key, { member, group }]) =>
      is!.has(key)
        ? []
        : [
            change('closes', 'member', `the user \`${member.value}\` leaves \`${group}\`${opened(before, group)}`, member, {
              subject: member.value,
              side: 'before',
            }),
          ],
    ),
    ...[...admins[1]!].flatMap(([group, at]) =>
      admins[0]!.has(group)
        ? []
        : [
            change('opens', 'member', `everyone in \`${group}\` becomes an administrator of the identity provider, and so may open everything`, at, {
              subject: group,
            }),
          ],
    ),
    ...[...admins[0]!].flatMap(([group, at]) =>
      admins[1]!.has(group)
        ? []
        : [
            change('closes', 'member', `members of \`${group}\` are not administrators of the identity provider any more`, at, {
              subject: group,
              side: 'before',
            }),
          ],
    ),
    ...[...parents[1]!].flatMap(([key, at]) => {
      const [group, parent] = key.split('\n') as [string, string];
      return parents[0]!.has(key)
        ? []
        : [change('opens', 'member', `members of \`${group}\` count as members of \`${parent}\` too${opened(after, parent)}`, at, { subject: group })];
    }),
  ];
}
