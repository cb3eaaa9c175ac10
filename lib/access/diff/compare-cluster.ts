import { compareText } from '../../contract/access.ts';
import type { ClusterModel } from '../access-model.ts';
import { type ClusterAccess, type Grant, grantText, roleKeyOf } from '../cluster-access.ts';
import { type Change, change, listed } from './change.ts';

/** A role as somebody holds it, by whatever name they are told to the reader. */
interface Holding {
  readonly key: string;
  readonly who: string;
  readonly subject: string;
  readonly grant: Grant;
}

/** Kubernetes' own groups, and who is in them. */
const own: Readonly<Record<string, string>> = {
  'system:authenticated': 'everyone who kube-apiserver knows, every service account among them,',
  'system:unauthenticated': 'anybody, without a login,',
  'system:serviceaccounts': 'every service account',
};

/** What people may do in the cluster before and after: bindings as they meet the groups that tokens carry, prefixes, and what roles allow. */
export function compareCluster(before: ClusterModel, after: ClusterModel): Change[] {
  const [was, is] = [holdings(before.cluster), holdings(after.cluster)];
  const gained = [...is.values()].filter(({ key }) => !was.has(key));
  const lost = [...was.values()].filter(({ key }) => !is.has(key));
  // A name that no prefix explains is told by the binding itself, not by what became of the prefix.
  const isMoved = ({ grant }: Holding, other: ClusterAccess) =>
    (other.bySubject.get(`${grant.kind} ${grant.subject}`) ?? []).some((one) => sameRole(one, grant));
  return [
    ...prefixChanges(before.cluster, after.cluster),
    ...gained.flatMap((one): Change[] => (one.subject === '' && isMoved(one, before.cluster) ? [] : [held(one, 'gains', 'opens', 'after')])),
    ...lost.flatMap((one): Change[] => (one.subject === '' && isMoved(one, after.cluster) ? [] : [held(one, 'loses', 'closes', 'before')])),
    ...roleChanges(before.cluster, after.cluster),
  ];
}

const sameRole = (a: Grant, b: Grant): boolean => a.role === b.role && a.roleKind === b.roleKind && a.namespace === b.namespace;

function held({ who, subject, grant }: Holding, verb: string, weight: Change['weight'], side: Change['side']): Change {
  return change(weight, 'cluster-role', `${who} ${verb} ${grantText(grant)}`, grant.at, { subject: subject || grant.subject, side });
}

/** Who holds what: groups of tokens where a prefix of the tree makes the subject of one, else the subject as it is written. */
function holdings({ grants, prefixes }: ClusterAccess): ReadonlyMap<string, Holding> {
  const known = [...new Set(prefixes.flatMap(({ value }) => (value === undefined ? [] : [value])))].sort((a, b) => b.length - a.length);
  const all = grants.map((grant): Holding => {
    const role = `${grant.roleKind} ${grant.role} ${grant.namespace ?? ''}`;
    const system = grant.kind === 'Group' ? own[grant.subject] : undefined;
    if (system !== undefined) return { key: `${grant.subject} ${role}`, who: system, subject: grant.subject, grant };
    const prefix =
      grant.kind === 'Group' ? known.find((one) => grant.subject.startsWith(one) && (one !== '' || !grant.subject.startsWith('system:'))) : undefined;
    if (prefix !== undefined) {
      const group = grant.subject.slice(prefix.length);
      return { key: `group ${group} ${role}`, who: `everyone in \`${group}\``, subject: group, grant };
    }
    const kind = grant.kind === 'Group' ? `everyone in the Kubernetes group \`${grant.subject}\`` : `the Kubernetes user \`${grant.subject}\``;
    return { key: `${grant.kind} ${grant.subject} ${role}`, who: kind, subject: '', grant };
  });
  return new Map(all.map((one) => [one.key, one]));
}

/** A prefix that changed: bindings with the old one match nobody any more, those of other repositories among them. */
function prefixChanges(before: ClusterAccess, after: ClusterAccess): Change[] {
  const was = new Map(before.prefixes.map((one) => [one.issuer, one]));
  const same = before.prefixes.length === 1 && after.prefixes.length === 1 ? before.prefixes[0] : undefined;
  const reported = new Set<string>();
  return after.prefixes.flatMap((one): Change[] => {
    const old = was.get(one.issuer) ?? same;
    if (old === undefined || old.value === one.value || old.value === undefined || one.value === undefined) return [];
    const key = `${old.value} ${one.value}`;
    if (reported.has(key)) return [];
    reported.add(key);
    const left = after.grants.filter(
      ({ subject, kind }) => kind === 'Group' && old.value !== '' && subject.startsWith(old.value!) && !(one.value !== '' && subject.startsWith(one.value!)),
    );
    const names = [...new Set(left.map(({ subject }) => subject))].sort(compareText);
    const rest =
      names.length > 0
        ? `the bindings to ${listed(names)} match nobody any more`
        : 'bindings that other repositories or people made with the old prefix match nobody any more, and until both files are in the cluster nobody has a role';
    const open =
      one.value === ''
        ? [
            change(
              'opens',
              'prefix',
              'kube-apiserver takes groups of tokens without a prefix: a group of the identity provider that has the name of one of Kubernetes, `system:masters` for example, gets its rights',
              one.at,
            ),
          ]
        : [];
    return [
      ...open,
      change('breaks', 'prefix', `kube-apiserver puts ${quoted(one.value)} before the groups of a token instead of ${quoted(old.value)}: ${rest}`, one.at),
    ];
  });
}

const quoted = (prefix: string): string => (prefix === '' ? 'nothing' : `\`${prefix}\``);

/** What a role itself allows, where somebody holds it. */
function roleChanges(before: ClusterAccess, after: ClusterAccess): Change[] {
  const holders = new Map<string, Set<string>>();
  for (const grant of after.grants) {
    const key = roleKeyOf(grant);
    const set = holders.get(key);
    if (set === undefined) holders.set(key, new Set([grant.subject]));
    else set.add(grant.subject);
  }
  return [...after.roles].flatMap(([key, { object, rules }]): Change[] => {
    const old = before.roles.get(key)?.rules;
    const who = holders.get(key);
    if (old === undefined || who === undefined) return [];
    const more = [...rules].filter((rule) => !old.has(rule));
    const less = [...old].filter((rule) => !rules.has(rule));
    if (more.length === 0 && less.length === 0) return [];
    const names = listed([...who].sort(compareText));
    const what = (lines: readonly string[]) => `${lines.slice(0, 4).join('; ')}${lines.length > 4 ? `; and ${lines.length - 4} more` : ''}`;
    const at = object.root.get('rules').located(undefined);
    const role = `${object.kind} ${object.name}`;
    return [
      more.length > 0
        ? change('opens', 'cluster-role', `${names} may do more by the ${role}: ${what(more)}`, at)
        : change('closes', 'cluster-role', `${names} may do less by the ${role}: no more ${what(less)}`, at),
    ];
  });
}
