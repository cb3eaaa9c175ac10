import type { Located } from '../contract/observed.ts';
import type { GateRule } from '../login/gate.ts';
import { known } from '../tree/known.ts';
import type { AppAccess } from './app-access.ts';
import { type ClusterAccess, type Grant, grantText } from './cluster-access.ts';

/** Somebody who can sign in, as an identity provider knows them. */
export interface Person {
  readonly user?: string;
  /** Groups, with those that these are part of. */
  readonly groups: ReadonlySet<string>;
}

/** A role that somebody has in an app, and where that is written. */
export interface HeldRole {
  readonly role: string;
  readonly at: Located<unknown>;
  readonly grant?: Grant;
}

/** Whether somebody may enter an app. */
export interface Verdict {
  /** `maybe`: something decides that git does not tell. */
  readonly enters: 'yes' | 'maybe' | 'no';
  /** The rule that decided, in words. */
  readonly by: string;
  readonly at: Located<unknown>;
  readonly roles: readonly HeldRole[];
  /** Whether the identity provider lets them through, where the app itself then refuses. */
  readonly passes?: { readonly enters: 'yes' | 'maybe'; readonly at: Located<unknown> };
}

/** Judges whether somebody may enter an app, as its identity provider and then the app itself do. */
export function judge(app: AppAccess, person: Person, cluster: ClusterAccess): Verdict {
  const gate = gateVerdict(app, person);
  const refused = app.asks.find(({ groups }) => !groups.some(({ value }) => person.groups.has(value)));
  if (gate.enters === 'no') return { ...gate, roles: [] };
  if (refused !== undefined)
    return {
      enters: 'no',
      by: `${refused.what} asks for ${anyOf(refused.groups.map(({ value }) => value))}`,
      at: refused.at,
      roles: [],
      ...(app.gate === undefined ? {} : { passes: { enters: gate.enters, at: gate.at } }),
    };
  const [asked] = app.asks;
  const passed =
    asked === undefined
      ? gate
      : {
          ...gate,
          by: app.gate === undefined ? `${asked.what} lets ${namesOf(asked.groups, person)} in; the identity provider's own rule is not in git` : gate.by,
          at: app.gate === undefined ? asked.at : gate.at,
        };
  return { ...passed, roles: app.isApiserver ? clusterRoles(app, person, cluster) : rolesOf(app, person) };
}

type Passed = Omit<Verdict, 'roles' | 'passes'>;

function gateVerdict(app: AppAccess, person: Person): Passed {
  const { gate, at, client } = app;
  if (gate === undefined)
    return {
      enters: 'maybe',
      by: client === undefined ? "the identity provider's end is not in git" : 'who may enter is not in the settings of the identity provider',
      at: client?.place ?? at,
    };
  if (gate.rules.length === 0) return { enters: 'yes', by: 'no rule keeps anybody out', at: client?.place ?? at };
  const results = gate.rules.map((rule) => ({ rule, result: passes(rule, person) }));
  const of = (result: Passed['enters']) => results.find((one) => one.result === result);
  const order: readonly Passed['enters'][] = gate.mode === 'any' ? ['yes', 'maybe', 'no'] : ['no', 'maybe', 'yes'];
  const { rule, result } = order.map(of).find((one) => one !== undefined)!;
  return { enters: result, by: result === 'no' ? refusal(app, person) : ruleText(rule, person), at: rule.at };
}

function passes({ kind, names, negate }: GateRule, { user, groups }: Person): Passed['enters'] {
  if (kind === 'unknown') return 'maybe';
  const fits = kind === 'everyone' || names.some(({ value }) => (kind === 'group' ? groups.has(value) : value === user));
  return fits === (negate === true) ? 'no' : 'yes';
}

/** Why a rule lets somebody in. */
function ruleText({ kind, names, negate }: GateRule, person: Person): string {
  const all = names.map(({ value }) => value);
  if (kind === 'unknown') return `${all.join(', ')} decides, which pinout does not evaluate`;
  if (kind === 'everyone') return 'a rule lets everyone in';
  if (negate === true) return `a rule keeps out ${anyOf(all)} alone`;
  return kind === 'user' ? `a rule names the user \`${person.user}\`` : `a rule lets ${namesOf(names, person)} in`;
}

function refusal({ gate }: AppAccess, { user }: Person): string {
  const wanted = gate!.rules
    .filter(({ negate }) => negate !== true)
    .flatMap(({ kind, names }) => (kind === 'group' || (kind === 'user' && user !== undefined) ? names.map(({ value }) => value) : []));
  return wanted.length === 0 ? 'a rule keeps them out' : `only ${anyOf(wanted)} may enter`;
}

const namesOf = (names: readonly Located<string>[], { groups }: Person): string => anyOf(names.flatMap(({ value }) => (groups.has(value) ? [value] : [])));
const anyOf = (names: readonly string[]): string => (names.length === 0 ? 'nobody' : [...new Set(names)].map((name) => `\`${name}\``).join(' or '));

function rolesOf({ gives }: AppAccess, { groups }: Person): HeldRole[] {
  const held = gives.flatMap(({ role, to, at }): HeldRole[] => {
    if (to === 'everyone') return [{ role, at }];
    const by = to === 'others' ? undefined : to.find(({ value }) => groups.has(value));
    return by === undefined ? [] : [{ role, at: by }];
  });
  // Where somebody without a group gets a role too, one person has one role: the first that fits.
  const rest = gives.find(({ to }) => to === 'others');
  const all = rest === undefined ? held : held.length > 0 ? [held[0]!] : [{ role: rest.role, at: rest.at }];
  return [...new Map(all.map((one) => [one.role, one])).values()];
}

/** What kube-apiserver makes of a token: names with their prefixes, each with its bindings. */
function clusterRoles({ login }: AppAccess, { user, groups }: Person, { bySubject }: ClusterAccess): HeldRole[] {
  const prefixes = login?.prefixes;
  const prefix = prefixes?.groups?.value;
  const subjects = [
    ...(prefix === undefined ? [] : [...groups].map((group) => `Group ${prefix}${group}`)),
    ...(user === undefined || prefixes?.username === undefined || known(user) === undefined ? [] : [`User ${prefixes.username.value}${user}`]),
    'Group system:authenticated',
  ];
  const held = subjects.flatMap((subject) => (bySubject.get(subject) ?? []).map((grant) => ({ role: grantText(grant), at: grant.at, grant })));
  return [...new Map(held.map((one) => [one.role, one])).values()];
}
