import type { AppAccess } from '../app-access.ts';
import type { ClusterModel } from '../access-model.ts';
import { judge, type Verdict } from '../person.ts';
import { type Change, change } from './change.ts';
import { asPerson, type Subject, subjectKey, subjectsOf, subjectText } from './subjects.ts';

/** An app in its cluster. */
export interface Side {
  readonly app: AppAccess;
  readonly cluster: ClusterModel;
}

const order = ['no', 'maybe', 'yes'] as const;
const level = (verdict: Verdict | undefined): number => (verdict === undefined ? 0 : order.indexOf(verdict.enters));
/** What the identity provider says, where the app refuses whatever it says. */
const passes = (verdict: Verdict | undefined): number => (verdict?.enters === 'no' ? order.indexOf(verdict.passes?.enters ?? 'no') : level(verdict));
const rolesText = (verdict: Verdict): string => verdict.roles.map(({ role }) => role).join(', ');

/** Who gains or loses an app, and with which role. The app is missing on the side where it is not there. */
export function compareEntry(before: Side | undefined, after: Side | undefined): Change[] {
  const { app } = (after ?? before)!;
  const subjects = new Map(
    [before, after].flatMap((side) => (side === undefined ? [] : subjectsOf(side.app, side.cluster))).map((one) => [subjectKey(one), one]),
  );
  const verdictOf = (side: Side | undefined, subject: Subject) =>
    side === undefined ? undefined : judge(side.app, asPerson(subject, side.cluster), side.cluster.cluster);
  const of = (subject: Subject) => ({ subject, was: verdictOf(before, subject), is: verdictOf(after, subject) });
  const everyone = of({ kind: 'everyone', names: [] });
  const single = [...subjects.values()].filter(({ names }) => names.length === 1).map(of);
  // Two groups together say something of their own only where neither of them does.
  const both = [...subjects.values()].filter(({ names }) => names.length > 1).map(of);
  const moved = single.filter(({ was, is }) => level(was) !== level(is) || passes(was) !== passes(is));
  const pairs = moved.length > 0 ? [] : both.filter(({ was, is }) => level(was) !== level(is));
  const changes: Change[] = [];
  const described = entryOf(app, everyone);
  if (described !== undefined) changes.push(described);
  for (const one of [...moved, ...pairs]) {
    // What everyone gains or loses is said once; the roles of a group follow below.
    if (described !== undefined && sameAs(one, everyone)) continue;
    const said = entryOf(app, one);
    if (said !== undefined) changes.push(said);
  }
  if (before !== undefined && after !== undefined) changes.push(...policyChanges(before.app, after.app));
  if (app.isApiserver || before === undefined || after === undefined) return changes;
  return [...changes, ...roleChanges(app, everyone, single)];
}

/** Policies that pinout does not evaluate, and whose text is another. */
function policyChanges({ gate: was }: AppAccess, { gate: is, name }: AppAccess): Change[] {
  const old = new Map(
    (was?.rules ?? []).flatMap(({ kind, names, text }) => (kind === 'unknown' && text !== undefined ? names.map(({ value }) => [value, text] as const) : [])),
  );
  return (is?.rules ?? []).flatMap(({ kind, names, text, at }): Change[] => {
    const policy = names[0]?.value ?? '';
    if (kind !== 'unknown' || text === undefined || !old.has(policy) || squeezed(old.get(policy)!) === squeezed(text)) return [];
    return [
      change('opens', 'policy', `${policy}, which decides who may enter ${name}, has another text: read it, because it may let in anybody`, at, { app: name }),
    ];
  });
}

/** A text without its comments, and without blanks that say nothing. */
const squeezed = (text: string): string =>
  text
    .replace(/(^|\s)#[^\n]*/g, '')
    .replace(/\s+/g, ' ')
    .trim();

type Compared = { readonly subject: Subject; readonly was: Verdict | undefined; readonly is: Verdict | undefined };

const sameAs = (one: Compared, other: Compared): boolean =>
  level(one.was) === level(other.was) && level(one.is) === level(other.is) && passes(one.was) === passes(other.was) && passes(one.is) === passes(other.is);

function entryOf(app: AppAccess, { subject, was, is }: Compared): Change | undefined {
  const { name } = app;
  const gains = level(is) > level(was);
  const who = subjectText(subject);
  if (level(is) === level(was)) return passedOf(app, who, subject, was, is);
  const verdict = (gains ? is : level(is) > 0 ? is : was)!;
  const maybe = verdict.enters === 'maybe' ? maybeText(verdict) : '';
  const role = gains && is!.roles.length > 0 ? `, with the role ${rolesText(is!)}` : '';
  const says = gains
    ? `${who} ${is!.enters === 'maybe' ? 'may gain' : 'gains'} ${name}${role}${maybe}`
    : level(is) > 0
      ? `${who} may lose ${name}: ${is!.by}`
      : `${who} loses ${name}${was!.enters === 'maybe' ? maybeText(was!) : ''}`;
  const place = is ?? was!;
  return change(gains ? 'opens' : 'closes', 'enters', says, place.at, {
    app: name,
    subject: subject.names.join(' '),
    side: is === undefined ? 'before' : 'after',
  });
}

/** The identity provider lets somebody through, or not any more, whom the app refuses in any case. */
function passedOf(
  { name, provider = 'the identity provider' }: AppAccess,
  who: string,
  subject: Subject,
  was: Verdict | undefined,
  is: Verdict | undefined,
): Change | undefined {
  if (is === undefined || was === undefined || passes(is) === passes(was)) return undefined;
  const gains = passes(is) > passes(was);
  return change(
    gains ? 'opens' : 'closes',
    'enters',
    gains
      ? `${who} gains ${name} at ${provider}; the app itself still refuses them: ${is.by}`
      : `${who} loses ${name} at ${provider}; the app itself refused them before: ${was.by}`,
    is.passes?.at ?? is.at,
    { app: name, subject: subject.names.join(' ') },
  );
}

const maybeText = ({ by }: Verdict): string =>
  by.includes('not in git') || by.includes('not in the settings') ? ' (as far as git tells: the identity provider decides)' : ` (${by})`;

/** Who gains or loses a role, of those that may enter before and after. */
function roleChanges({ name }: AppAccess, everyone: Compared, single: readonly Compared[]): Change[] {
  const reported = new Set<string>();
  return [everyone, ...single].flatMap(({ subject, was, is }): Change[] => {
    if (was === undefined || is === undefined || was.enters === 'no' || is.enters === 'no') return [];
    const had = new Set(was.roles.map(({ role }) => role));
    const has = new Set(is.roles.map(({ role }) => role));
    const gained = is.roles.filter(({ role }) => !had.has(role));
    const lost = was.roles.filter(({ role }) => !has.has(role));
    if (gained.length === 0 && lost.length === 0) return [];
    const key = `${[...had].join()} → ${[...has].join()}`;
    // What holds for everyone is not said of each group again.
    if (subject.kind !== 'everyone' && reported.has(key)) return [];
    if (subject.kind === 'everyone') reported.add(key);
    const who = subject.kind === 'everyone' ? 'everyone in no other group' : subjectText(subject);
    const names = (roles: typeof gained) => roles.map(({ role }) => role).join(', ');
    const isSwap = gained.length === 1 && lost.length === 1;
    const isLess = isSwap && rankOf(gained[0]!.role) < rankOf(lost[0]!.role);
    const says = isSwap
      ? `${who} becomes ${names(gained)} in ${name} instead of ${names(lost)}`
      : gained.length === 0
        ? `${who} loses the role ${names(lost)} in ${name}`
        : `${who} gains the role ${names(gained)} in ${name}${lost.length === 0 ? '' : ` and loses ${names(lost)}`}`;
    return [
      change(gained.length === 0 || isLess ? 'closes' : 'opens', 'role', says, (gained[0] ?? is.roles[0] ?? lost[0])!.at, {
        app: name,
        subject: subject.names.join(' '),
        side: gained.length === 0 && is.roles.length === 0 ? 'before' : 'after',
      }),
    ];
  });
}

/** How much a role may do, by the words that apps use: less than 0 is nothing known. */
function rankOf(role: string): number {
  return words.findIndex((word) => word.test(role));
}

const words = [/^none$/i, /read|view|guest|limited/i, /user|member|default/i, /edit|write|develop|maintain|operat|manage|upload/i, /admin|owner|root|super/i];
