import { appsNamed, type Asked, groupNames, groupsOfUser, mayOpen, opensFor, userNames } from '../access/who.ts';
import { entriesAsJson, renderMay, renderOpens } from '../access/render-who.ts';
import { modelAt } from '../access/read-side.ts';
import { type AccessModel, noLogins } from '../access/access-model.ts';
import { printable } from '../contract/printable.ts';
import type { Outcome } from './command.ts';
import { exit, type Io } from './io.ts';
import { outputOf } from './output.ts';
import { ownOptions } from './own-options.ts';
import { nearest, parse } from './parse.ts';
import { specs } from './specs.ts';
import { UsageError } from './usage-error.ts';

/** `pinout who`: what somebody may open, or who may open an app. */
export async function whoCommand(args: readonly string[], io: Io): Promise<Outcome> {
  const { values, positionals } = parse(args, specs.who);
  const { format } = outputOf(values);
  const name = values.app === undefined ? positionals[0] : undefined;
  const rest = values.app === undefined ? positionals.slice(1) : positionals;
  if (values.app === undefined && name === undefined) throw new UsageError('who needs a group, a person with --groups, or --app APP');
  if (values.app !== undefined && values.groups !== undefined)
    throw new UsageError('--app and --groups cannot be combined: --app shows who may open an app, --groups what a person may open');
  const own = await ownOptions('who', values.integrations);
  const { model } = modelAt(rest, values.ref, { ...own, only: [] });
  const apps = model.clusters.flatMap((cluster) => cluster.apps);
  if (values.quiet !== true && apps.length === 0) io.talk(`${noLogins(model)}\n`);
  if (values.app !== undefined) {
    const found = appsNamed(model, values.app);
    if (found.length === 0)
      throw new UsageError(
        `no app has the name ${JSON.stringify(values.app)}${nearestOf(
          values.app,
          apps.map((app) => app.name),
        )}`,
      );
    const entries = found.flatMap(([cluster, app]) => mayOpen(cluster, app));
    const nobody = found.filter(([, app]) => !entries.some((entry) => entry.app === app)).map(([, app]) => app.name);
    return answer(io, format, entries, `${renderMay(entries)}${nobody.length === 0 ? '' : `${printable(nobody.join(', '))}\n  nobody\n`}`, {});
  }
  const asked = askedOf(model, name!, values.groups, io);
  const entries = opensFor(model, asked);
  return answer(io, format, entries, renderOpens(entries), { asked });
}

function answer(io: Io, format: string, entries: Parameters<typeof entriesAsJson>[0], text: string, more: object): Promise<Outcome> {
  io.out(format === 'json' ? `${JSON.stringify({ findings: [], ...more, access: entriesAsJson(entries) }, null, 2)}\n` : text);
  return Promise.resolve({ code: exit.clean, findings: [], printed: true });
}

/** Whether a name is a group or a person, and in which groups. @throws UsageError for a name that nothing mentions */
function askedOf(model: AccessModel, name: string, given: string | undefined, io: Io): Asked {
  const known = groupNames(model);
  if (given !== undefined) {
    const groups = given
      .split(',')
      .map((one) => one.trim())
      .filter((one) => one !== '');
    for (const group of groups) if (!known.includes(group)) io.talk(`no rule names the group ${printable(JSON.stringify(group))}${nearestOf(group, known)}\n`);
    return { kind: 'person', name, groups: [...new Set([...groups, ...groupsOfUser(model, name)])] };
  }
  if (known.includes(name)) return { kind: 'group', name, groups: [name] };
  const users = userNames(model);
  if (users.includes(name)) return { kind: 'person', name, groups: groupsOfUser(model, name) };
  throw new UsageError(
    `no rule names a group or person ${JSON.stringify(name)}${nearestOf(name, [...known, ...users])}; for a person whose groups are not in git, add --groups GROUP,…`,
  );
}

const nearestOf = (name: string, names: readonly string[]): string => (names.length === 0 ? '' : nearest(name, names));
