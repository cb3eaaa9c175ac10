import { escapeHtml } from './escape.ts';
import type { MapFinding } from './findings-by-app.ts';
import type { MapApp, MapCluster, MapData } from './map-data.ts';
import { stateOf } from './picture.ts';

/** Cells up to which groups and apps are a matrix; beyond that a line for each group says the same in less. */
const mostCells = 3000;

/** Findings of one app that are told in full. */
const mostFindings = 5;

const cell = (text: string): string => `<td>${text}</td>`;
const placeCell = (at: string | undefined): string => cell(at === undefined ? '<span class="none">not found</span>' : `<code>${escapeHtml(at)}</code>`);
const appLink = ({ id, name }: MapApp): string => `<a href="#${id}">${escapeHtml(name)}</a>`;

/** Groups × apps, with the roles. */
export function matrixOf({ apps, groups }: MapCluster): string {
  if (groups.length === 0) return '<p>No group is named here.</p>';
  const entries = new Map(
    apps.flatMap((app) => app.entries.flatMap((entry) => (entry.group === undefined ? [] : [[`${entry.group} ${app.id}`, entry] as const]))),
  );
  const shown = apps.filter((app) => app.entries.some(({ group }) => group !== undefined));
  if (groups.length * shown.length > mostCells) {
    const opens = new Map<string, string[]>();
    for (const app of apps)
      for (const { group, roles } of app.entries)
        if (group !== undefined)
          opens.set(group, [...(opens.get(group) ?? []), `${appLink(app)}${roles.length === 0 ? '' : ` <small>${escapeHtml(roles.join(', '))}</small>`}`]);
    return `<table class="list"><thead><tr><th scope="col">Group</th><th scope="col">Opens</th></tr></thead><tbody>${groups.map(({ id, name }) => `<tr data-k="${id}"><th scope="row"><a href="#${id}">${escapeHtml(name)}</a></th><td>${(opens.get(id) ?? []).join(', ')}</td></tr>`).join('')}</tbody></table>`;
  }
  const head = shown.map((app) => `<th scope="col"><span>${appLink(app)}</span></th>`).join('');
  const rows = groups.map(({ id, name }) => {
    const cells = shown.map((app) => {
      const entry = entries.get(`${id} ${app.id}`);
      if (entry === undefined) return '<td></td>';
      const roles = entry.roles.map((role) =>
        role.replace(/^kubectl (\S+) in (?:the whole cluster|(.*))$/, (_, name: string, space?: string) =>
          space === undefined ? name : `${name} in ${space}`,
        ),
      );
      const text = roles.length === 0 ? '<span aria-hidden="true">●</span><span class="sr">opens</span>' : escapeHtml(roles.join(', '));
      return `<td class="${entry.isSure ? 'open' : 'perhaps'}" data-a="${app.id}">${text}${entry.isSure ? '' : '<span aria-hidden="true"> ?</span><span class="sr"> perhaps</span>'}</td>`;
    });
    return `<tr data-k="${id}"><th scope="row"><a href="#${id}">${escapeHtml(name)}</a></th>${cells.join('')}</tr>`;
  });
  return `<table class="matrix"><thead><tr><td></td>${head}</tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

/** Every login with both of its ends, and what was found there. */
export function loginsOf({ apps }: MapCluster): string {
  const words = { error: 'fails', warning: 'warning', unpaired: 'one end', good: 'both ends' };
  const rows = apps.map((app) => {
    const state = stateOf(app);
    const more = [
      ...app.findings.slice(0, mostFindings).map(findingOf),
      ...(app.findings.length > mostFindings ? [`<p>and ${app.findings.length - mostFindings} more: pinout check</p>`] : []),
      ...(app.unpaired === undefined ? [] : [`<p class="why">${escapeHtml(app.unpaired)}</p>`]),
    ].join('');
    return `<tr data-k="${app.id}"><th scope="row">${appLink(app)}</th><td><span class="state ${state}">${words[state]}</span></td>${cell(`${escapeHtml(app.protocol)}<br><small>${escapeHtml(app.provider)}</small>`)}${placeCell(app.appEnd)}${placeCell(app.idpEnd)}<td>${more === '' ? '<span class="none">nothing found</span>' : more}</td></tr>`;
  });
  return `<table class="logins"><thead><tr><th scope="col">App</th><th scope="col">State</th><th scope="col">By</th><th scope="col">The app’s end</th><th scope="col">The identity provider’s end</th><th scope="col">Findings</th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

export function findingOf({ code, severity, message, fix, at }: MapFinding): string {
  return `<div class="finding ${severity}"><b>${severity === 'info' ? 'note' : severity}</b> ${escapeHtml(message)} <small><code>${escapeHtml(code)}</code>${at === '' ? '' : ` <code>${escapeHtml(at)}</code>`}</small>${fix === '' ? '' : `<p>Fix: ${escapeHtml(fix)}</p>`}</div>`;
}

/** Rights in the cluster, by subject. */
export function rightsOf({ rights }: MapCluster): string {
  if (rights.length === 0) return '';
  return `<table class="list"><thead><tr><th scope="col">Group or user of Kubernetes</th><th scope="col">May</th><th scope="col">By</th></tr></thead><tbody>${rights.map(({ who, role, at }) => `<tr><th scope="row">${escapeHtml(who)}</th>${cell(escapeHtml(role))}${placeCell(at)}</tr>`).join('')}</tbody></table>`;
}

/** What looks like a login and was not understood. */
export function strangeOf({ strange }: MapData): string {
  if (strange.length === 0) return '<p>Everything that looks like a login was understood.</p>';
  return `<table class="list"><thead><tr><th scope="col">App</th><th scope="col">Why</th><th scope="col">Where</th></tr></thead><tbody>${strange.map(({ app, why, at }) => `<tr><th scope="row">${escapeHtml(app)}</th>${cell(escapeHtml(why))}${placeCell(at)}</tr>`).join('')}</tbody></table>`;
}
