import { createHash } from 'node:crypto';
import { escapeHtml, jsonForHtml } from './escape.ts';
import type { MapApp, MapCluster, MapData } from './map-data.ts';
import { pageScript } from './page-script.ts';
import { pageStyle } from './page-style.ts';
import { pictureOf, stateOf } from './picture.ts';
import type { MapFinding } from './findings-by-app.ts';

const count = (number: number, word: string): string => `${number} ${word}${number === 1 ? '' : 's'}`;
const scriptHash = createHash('sha256').update(pageScript).digest('base64');

/** Apps up to which the picture shrinks to the width of the window; more are shown at their size, to be scrolled. */
const mostShrunk = 40;

/** The whole map as one page that needs nothing else: no network, no other file. */
export function pageOf(data: MapData, title: string): string {
  const apps = data.clusters.flatMap((cluster) => cluster.apps);
  const groups = data.clusters.reduce((sum, cluster) => sum + cluster.groups.length, 0);
  const wrong = apps.filter((app) => stateOf(app) === 'error').length;
  const counts = [
    count(apps.length, 'app'),
    count(groups, 'group'),
    ...(wrong === 0 ? [] : [`${count(wrong, 'login')} that ${wrong === 1 ? 'fails' : 'fail'}`]),
  ].join(' · ');
  const several = data.clusters.length > 1;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${scriptHash}'; base-uri 'none'; form-action 'none'">
<meta name="referrer" content="no-referrer">
<title>${escapeHtml(title)}: who may enter what</title>
<style>${pageStyle}</style>
</head>
<body>
<header>
<div><h1>${escapeHtml(title)}: who may enter what</h1><p>${escapeHtml(counts)}</p></div>
<div class="tools" id="tools" role="search" hidden><span id="hits" aria-hidden="true"></span><label class="sr" for="search">Search apps, groups, hosts and findings</label><input type="search" id="search" placeholder="Search  ( / )" autocomplete="off" spellcheck="false"><button type="button" id="theme" aria-pressed="false" hidden>Dark or light</button></div>
</header>
<p class="sr" id="said" role="status"></p>
<main>
<div class="stage">
<div>${data.clusters.map((cluster) => canvasOf(cluster, several)).join('')}</div>
<aside id="panel" aria-label="Details" tabindex="0"><h2>Choose something</h2><p>Choose a group to see what it may open, or an app to see who may enter, how the token travels, and what would refuse it. Escape shows everything again.</p>${legend}</aside>
</div>
${apps.length === 0 ? `<p><b>No login was found</b> in ${count(data.documents, 'document')}. <code>pinout check --logins</code> says what was looked at.</p>` : ''}
${data.clusters.map((cluster) => clusterTables(cluster, several)).join('')}
${data.findings.length === 0 ? '' : `<section><h2>Findings about no login</h2>${data.findings.map(findingOf).join('')}</section>`}
<section><h2>What was not recognised</h2>${boxed(strangeOf(data), 'What was not recognised')}</section>
</main>
<script type="application/json" id="data">${jsonForHtml(data.clusters.map(({ apps: own, groups: all }) => ({ apps: own.map(slim), groups: all })))}</script>
<script>${pageScript}</script>
</body>
</html>
`;
}

/** What the panel needs of an app beside its row in the table. */
const slim = ({ id, name, protocol, provider, hosts, scopes, secret, clientId, entries, travel }: MapApp): object => ({
  id,
  name,
  protocol,
  provider,
  hosts,
  scopes,
  secret,
  clientId,
  entries,
  travel,
});

const legend = `<div class="legend"><span><i></i>may enter</span><span><i class="l3"></i>perhaps: something outside git decides</span><span><i class="l2"></i>one end alone, or a login that fails</span></div>`;

function canvasOf(cluster: MapCluster, several: boolean): string {
  if (cluster.apps.length === 0) return '';
  const head = several ? `<h2>${escapeHtml(cluster.name)}</h2>` : '';
  return `${head}<div class="canvas${cluster.apps.length > mostShrunk ? ' large' : ''}" tabindex="0" role="region" aria-label="${escapeHtml(`Picture${several ? ` of ${cluster.name}` : ''}`)}">${pictureOf(cluster)}</div>`;
}

const boxed = (table: string, label: string): string =>
  table.startsWith('<table') ? `<div class="tablebox" tabindex="0" role="region" aria-label="${escapeHtml(label)}">${table}</div>` : table;

function clusterTables(cluster: MapCluster, several: boolean): string {
  const of = several ? ` (${cluster.name})` : '';
  const section = (title: string, table: string): string =>
    table === '' ? '' : `<section><h2>${escapeHtml(title + of)}</h2>${boxed(table, title + of)}</section>`;
  if (cluster.apps.length === 0) return section('Rights in the cluster', rightsOf(cluster));
  return section('Groups and apps', matrixOf(cluster)) + section('Logins', loginsOf(cluster)) + section('Rights in the cluster', rightsOf(cluster));
}

/** Cells up to which groups and apps are a matrix; beyond that a line for each group says the same in less. */
const mostCells = 3000;

/** Findings of one app that are told in full. */
const mostFindings = 5;

const cell = (text: string): string => `<td>${text}</td>`;
const placeCell = (at: string | undefined): string => cell(at === undefined ? '<span class="none">not found</span>' : `<code>${escapeHtml(at)}</code>`);
const appLink = ({ id, name }: MapApp): string => `<a href="#${id}">${escapeHtml(name)}</a>`;

/** Groups × apps, with the roles. */
function matrixOf({ apps, groups }: MapCluster): string {
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
function loginsOf({ apps }: MapCluster): string {
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

function findingOf({ code, severity, message, fix, at }: MapFinding): string {
  return `<div class="finding ${severity}"><b>${severity === 'info' ? 'note' : severity}</b> ${escapeHtml(message)} <small><code>${escapeHtml(code)}</code>${at === '' ? '' : ` <code>${escapeHtml(at)}</code>`}</small>${fix === '' ? '' : `<p>Fix: ${escapeHtml(fix)}</p>`}</div>`;
}

/** Rights in the cluster, by subject. */
function rightsOf({ rights }: MapCluster): string {
  if (rights.length === 0) return '';
  return `<table class="list"><thead><tr><th scope="col">Group or user of Kubernetes</th><th scope="col">May</th><th scope="col">By</th></tr></thead><tbody>${rights.map(({ who, role, at }) => `<tr><th scope="row">${escapeHtml(who)}</th>${cell(escapeHtml(role))}${placeCell(at)}</tr>`).join('')}</tbody></table>`;
}

/** What looks like a login and was not understood. */
function strangeOf({ strange }: MapData): string {
  if (strange.length === 0) return '<p>Everything that looks like a login was understood.</p>';
  return `<table class="list"><thead><tr><th scope="col">App</th><th scope="col">Why</th><th scope="col">Where</th></tr></thead><tbody>${strange.map(({ app, why, at }) => `<tr><th scope="row">${escapeHtml(app)}</th>${cell(escapeHtml(why))}${placeCell(at)}</tr>`).join('')}</tbody></table>`;
}
