import { createHash } from 'node:crypto';
import { escapeHtml, jsonForHtml } from './escape.ts';
import type { MapApp, MapCluster, MapData } from './map-data.ts';
import { pageScript } from './page-script.ts';
import { pageStyle } from './page-style.ts';
import { pictureOf, stateOf } from './picture.ts';
import { findingOf, loginsOf, matrixOf, rightsOf, strangeOf } from './tables.ts';

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
