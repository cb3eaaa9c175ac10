import { escapeHtml, short } from './escape.ts';
import { type Box, type Layout, layoutOf, type Section, sizes } from './layout.ts';
import type { MapApp, MapCluster, MapGroup } from './map-data.ts';
import { pictureStyle } from './picture-style.ts';

/** Whether somebody has to look at an app: the gravest of its findings, or that it has one end alone. */
export function stateOf({ findings, unpaired }: MapApp): 'error' | 'warning' | 'unpaired' | 'good' {
  if (findings.some(({ severity }) => severity === 'error')) return 'error';
  if (unpaired !== undefined) return 'unpaired';
  return findings.some(({ severity }) => severity === 'warning') ? 'warning' : 'good';
}

/** One cluster as a picture: who may enter which app, and where each app signs people in. Its ids are those of the data. */
export function pictureOf(cluster: MapCluster, { alone = false, dark = false }: { readonly alone?: boolean; readonly dark?: boolean } = {}): string {
  const layout = layoutOf(cluster);
  const { width, height } = layout;
  const heads = 30;
  const label = `${cluster.apps.length} apps and the groups that may enter them`;
  const style = alone ? `<style>${pictureStyle(dark ? 'dark' : 'light')}</style>` : '';
  return [
    `<svg class="picture" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height + heads}" width="${width}" height="${height + heads}" role="${alone ? 'img' : 'group'}" aria-label="${escapeHtml(label)}">`,
    style,
    alone ? `<rect class="ground" width="100%" height="100%"/>` : '',
    `<g class="heads"><text x="${sizes.margin}" y="26">Groups</text><text x="${sizes.margin + sizes.group.width + sizes.between}" y="26">Apps</text><text x="${width - sizes.margin}" y="26" text-anchor="end">Identity provider</text></g>`,
    `<g transform="translate(0 ${heads})">`,
    ...layout.sections.map((section) => sectionOf(section, layout, alone)),
    '</g></svg>',
  ].join('');
}

function sectionOf(section: Section, { width }: Layout, alone: boolean): string {
  const { apps, groups, provider, top, bottom } = section;
  const at = new Map(groups.map((box) => [box.item.id, box]));
  const pillar = width - sizes.margin - sizes.pillar;
  const isUnknown = provider === 'unknown identity provider';
  const middle = (top + bottom) / 2;
  return [
    ...apps.flatMap(({ item, x, y }) => item.entries.flatMap((entry) => entranceOf(item, entry, at, x, y))),
    ...apps.map((box) => wireOf(box, pillar)),
    `<g class="pillar${isUnknown ? ' unknown' : ''}"><rect x="${pillar}" y="${top}" width="${sizes.pillar}" height="${bottom - top}" rx="12"/>`,
    `<text x="${pillar + sizes.pillar / 2}" y="${middle + 5}" text-anchor="middle"${bottom - top > 160 ? ` transform="rotate(90 ${pillar + sizes.pillar / 2} ${middle})"` : ''}>${escapeHtml(isUnknown ? 'unknown' : short(provider, bottom - top > 160 ? 20 : 14))}</text></g>`,
    ...groups.map((box) => groupOf(box, alone)),
    ...apps.map((box) => appOf(box, alone)),
  ].join('');
}

/** From a group to an app that it opens. */
function entranceOf(app: MapApp, { group, roles, isSure }: MapApp['entries'][number], at: ReadonlyMap<string, Box<MapGroup>>, x: number, y: number): string[] {
  const from = group === undefined ? undefined : at.get(group);
  if (from === undefined) return [];
  const [x1, y1, x2, y2] = [from.x + sizes.group.width, from.y + sizes.group.height / 2, x, y + sizes.app.height / 2];
  const bend = (x2 - x1) / 2;
  const title = `${from.item.name} → ${app.name}${roles.length === 0 ? '' : ` (${roles.join(', ')})`}`;
  return [
    `<path class="entrance${isSure ? '' : ' perhaps'}" data-g="${group}" data-a="${app.id}" d="M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}"><title>${escapeHtml(title)}</title></path>`,
  ];
}

/** From an app to its identity provider, with what is sent. */
function wireOf({ item, x, y }: Box<MapApp>, pillar: number): string {
  const [from, line] = [x + sizes.app.width, y + sizes.app.height / 2];
  const state = stateOf(item);
  const what =
    item.protocol === 'forward-auth' ? 'forward-auth' : item.isApiserver ? 'judges tokens' : item.scopes.length === 0 ? 'OIDC' : item.scopes.join(' ');
  const secret = item.protocol === 'forward-auth' || item.isApiserver ? '' : (item.secret ?? '');
  const isBroken = state === 'error' || item.idpEnd === undefined || item.appEnd === undefined;
  return [
    `<g class="wire ${state}${isBroken ? ' broken' : ''}" data-a="${item.id}"><path d="M${from} ${line}H${pillar}"/>`,
    isBroken
      ? `<circle cx="${pillar}" cy="${line}" r="4.5"/>`
      : `<path class="tip" d="M${pillar - 8} ${line - 4}L${pillar} ${line}L${pillar - 8} ${line + 4}"/>`,
    `<text x="${(from + pillar) / 2}" y="${line - 6}" text-anchor="middle">${escapeHtml(short(what, 44))}</text>`,
    secret === '' ? '' : secretOf(short(secret, 36), (from + pillar) / 2, line + 15),
    '</g>',
  ].join('');
}

/** The name of a Secret behind a key. */
function secretOf(text: string, x: number, y: number): string {
  const width = text.length * 5.9;
  const at = Math.round(x - width / 2 - 9);
  return `<g class="key"><circle cx="${at}" cy="${y - 4}" r="3"/><path d="M${at + 3} ${y - 4}h7v3m-3-3v2"/></g><text class="secret" x="${at + 15}" y="${y}">${escapeHtml(text)}</text>`;
}

const button = (alone: boolean, label: string): string => (alone ? '' : ` tabindex="0" role="button" aria-pressed="false" aria-label="${escapeHtml(label)}"`);

function groupOf({ item, x, y }: Box<MapGroup>, alone: boolean): string {
  const { width, height } = sizes.group;
  return `<g class="node group${item.isEveryone ? ' everyone' : ''}" id="n-${item.id}"${button(alone, `group ${short(item.name, 25)}`)}>${alone ? `<title>${escapeHtml(item.name)}</title>` : ''}<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${height / 2}"/><text x="${x + width / 2}" y="${y + height / 2 + 5}" text-anchor="middle">${escapeHtml(short(item.name, 25))}</text></g>`;
}

function appOf({ item, x, y }: Box<MapApp>, alone: boolean): string {
  const { width, height } = sizes.app;
  const state = stateOf(item);
  const name = item.isApiserver ? 'kube-apiserver' : item.name;
  const host = item.isApiserver
    ? `for tokens of ${item.clientId ?? 'any client'}`
    : (item.hosts[0] ?? (item.clientId === undefined || item.clientId.includes('{{') ? '' : `client ${item.clientId}`));
  const words = { error: ', a login that fails', warning: ', with a warning', unpaired: ', one end alone', good: '' }[state];
  return [
    `<g class="node app ${state}" id="n-${item.id}"${button(alone, `app ${short(name, 27)} ${short(host, 33)}${words}`)}>${alone ? `<title>${escapeHtml(item.name)}</title>` : ''}`,
    `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="9"/><rect class="mark" x="${x}" y="${y + 9}" width="4" height="${height - 18}" rx="2"/>`,
    `<text class="name" x="${x + 16}" y="${y + 21}">${escapeHtml(short(name, 27))}</text> <text class="host" x="${x + 16}" y="${y + 38}">${escapeHtml(short(host, 33))}</text>`,
    state === 'good'
      ? ''
      : `<text class="flag" x="${x + width - 14}" y="${y + 22}" text-anchor="end">${state === 'error' ? '✕' : state === 'warning' ? '!' : '?'}</text>`,
    '</g>',
  ].join('');
}
