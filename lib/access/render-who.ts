import { printable, printableLine } from '../contract/printable.ts';
import { subjectText } from './diff/subjects.ts';
import type { Entry } from './who.ts';

const placeOf = ({ verdict }: Entry): string => `${printableLine(verdict.at.at.file)}:${verdict.at.at.line}`;
const rolesOf = ({ verdict: { roles } }: Entry): string => (roles.length === 0 ? '' : ` as ${roles.map(({ role }) => role).join(', ')}`);
const stateOf = ({ verdict: { enters } }: Entry): string => (enters === 'yes' ? '' : ' (perhaps)');
const nameOf = ({ app, cluster }: Entry): string => `${cluster === '' ? '' : `${cluster}: `}${app.name}`;

/** What somebody may open: app, role, rule and its place; then what refuses them. */
export function renderOpens(entries: readonly Entry[]): string {
  const open = entries.filter(({ verdict }) => verdict.enters !== 'no');
  const closed = entries.filter(({ verdict }) => verdict.enters === 'no');
  const lines = open.map((entry) => `${printable(nameOf(entry) + rolesOf(entry) + stateOf(entry))}\n    ${printable(entry.verdict.by)}: ${placeOf(entry)}\n`);
  const rest = closed.length === 0 ? '' : `not ${printable([...new Set(closed.map(nameOf))].join(', '))}\n`;
  return `${lines.length === 0 ? 'nothing\n' : lines.join('')}${rest}`;
}

/** Who may open an app. */
export function renderMay(entries: readonly Entry[]): string {
  const groups = new Map<string, Entry[]>();
  for (const entry of entries) groups.set(nameOf(entry), [...(groups.get(nameOf(entry)) ?? []), entry]);
  const everyone = (list: readonly Entry[]) => list.find(({ subject }) => subject.kind === 'everyone');
  return [...groups]
    .map(([name, list]) => {
      const all = everyone(list);
      // Where everyone may enter, a group is worth a line for its role alone.
      const shown = all === undefined ? list : list.filter((one) => one === all || rolesOf(one) !== rolesOf(all));
      return `${printable(name)}\n${shown.map((entry) => `  ${printable(`${subjectText(entry.subject)}${rolesOf(entry)}${stateOf(entry)}`)}\n      ${printable(entry.verdict.by)}: ${placeOf(entry)}\n`).join('')}`;
    })
    .join('');
}

/** The same as data. */
export function entriesAsJson(entries: readonly Entry[]): readonly object[] {
  return entries.map(({ app, cluster, subject, verdict: { enters, by, at, roles } }) => ({
    app: app.name,
    ...(cluster === '' ? {} : { cluster }),
    who: subject,
    enters,
    roles: roles.map((role) => ({ role: role.role, file: role.at.at.file, line: role.at.at.line })),
    by,
    file: at.at.file,
    line: at.at.line,
  }));
}
