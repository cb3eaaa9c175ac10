/** What the page does: search, choosing, the panel. It reads data as data and writes text as text; without it everything is still there to read. */
export const pageScript = `(() => {
const data = JSON.parse(document.getElementById('data').textContent);
const $ = (selector, root = document) => [...root.querySelectorAll(selector)];
const make = (tag, text, more = {}) => Object.assign(document.createElement(tag), text === undefined ? {} : { textContent: text }, more);
const apps = new Map(), groups = new Map(), opens = new Map();
for (const cluster of data) {
  for (const group of cluster.groups) groups.set(group.id, group);
  for (const app of cluster.apps) {
    apps.set(app.id, app);
    for (const entry of app.entries) if (entry.group) opens.set(entry.group, [...(opens.get(entry.group) ?? []), { app, entry }]);
  }
}
const panel = document.getElementById('panel'), intro = [...panel.childNodes];
const edges = $('.entrance'), wires = $('.wire'), nodes = $('.node'), rows = $('[data-k]'), said = document.getElementById('said');
const idOf = (node) => node.id.slice(2);
let chosen = '';
const roles = (entry) => entry.roles.length === 0 ? '' : ' as ' + entry.roles.join(', ');
const list = (items, tag = 'ul') => { const element = make(tag); element.append(...items); return element; };
const item = (label, small, id) => { const li = make('li'); li.append(id ? make('a', label, { href: '#' + id }) : label); if (small) li.append(make('small', small)); return li; };
function showGroup(group) {
  const own = opens.get(group.id) ?? [];
  const everyone = group.isEveryone ? [] : [...groups.values()].filter((one) => one.isEveryone && one.id.split('-')[0] === group.id.split('-')[0]).flatMap((one) => opens.get(one.id) ?? []).filter(({ app }) => !own.some((each) => each.app === app));
  panel.append(make('h2', group.name), make('p', own.length + everyone.length === 0 ? 'opens nothing' : 'may open', { className: 'meta' }));
  panel.append(list(own.map(({ app, entry }) => item(app.name + roles(entry) + (entry.isSure ? '' : ' (perhaps)'), entry.by + ' · ' + entry.at, app.id))));
  if (everyone.length) panel.append(make('h3', 'and like everyone'), list(everyone.map(({ app, entry }) => item(app.name + roles(entry), '', app.id))));
  if (group.members.length) panel.append(make('h3', 'Members named in git'), make('p', group.members.join(', ')));
}
function showApp(app) {
  panel.append(make('h2', app.name), make('p', [app.protocol, app.provider].join(' · '), { className: 'meta' }));
  if (app.hosts.length) panel.append(make('p', app.hosts.join(', '), { className: 'meta' }));
  panel.append(make('h3', 'Who may enter'));
  panel.append(app.entries.length ? list(app.entries.map((entry) => item(entry.who + roles(entry) + (entry.isSure ? '' : ' (perhaps)'), entry.by + ' · ' + entry.at, entry.group))) : make('p', 'nobody that git names'));
  panel.append(make('h3', 'How the token travels'), list(app.travel.map((step) => item(step)), 'ol'));
  panel.append(make('h3', 'What is wrong or would refuse it'));
  const row = rowOf(app.id), cells = row ? row.cells : [];
  if (cells[5]) panel.append(...[...cells[5].cloneNode(true).childNodes]);
  panel.append(make('h3', 'Where it is written'), list([item('the app’s end', cells[3]?.textContent), item('the identity provider’s end', cells[4]?.textContent), ...(app.clientId ? [item('client id', app.clientId)] : []), ...(app.scopes.length ? [item('scopes', app.scopes.join(' '))] : []), ...(app.secret ? [item('client secret', 'in the Secret ' + app.secret)] : [])]));
}
const rowOf = (id) => document.querySelector('.logins tr[data-k="' + id + '"]');
function choose(id, move) {
  const app = apps.get(id), group = groups.get(id);
  chosen = app || group ? id : '';
  const near = new Set([chosen]);
  for (const edge of edges) { const hit = edge.dataset.a === chosen || edge.dataset.g === chosen; edge.classList.toggle('near', hit); if (hit) near.add(edge.dataset.a).add(edge.dataset.g); }
  for (const wire of wires) wire.classList.toggle('near', app ? wire.dataset.a === chosen : near.has(wire.dataset.a));
  for (const node of nodes) { const own = idOf(node); node.classList.toggle('near', near.has(own)); node.classList.toggle('chosen', own === chosen); node.setAttribute('aria-pressed', String(own === chosen)); }
  for (const row of rows) row.classList.toggle('chosen', chosen !== '' && row.dataset.k === chosen);
  for (const svg of $('.picture')) svg.classList.toggle('chosing', chosen !== '' && $('#n-' + chosen, svg).length > 0);
  panel.replaceChildren();
  if (!chosen) { panel.append(...intro); return; }
  panel.append(make('button', 'Show everything', { className: 'clear', type: 'button', onclick: () => { location.hash = ''; choose(''); } }));
  if (app) showApp(app); else showGroup(group);
  said.textContent = (app ? 'App ' + app.name : 'Group ' + group.name) + ' chosen: ' + (app ? app.entries.length + ' may enter' : (opens.get(id) ?? []).length + ' apps');
  if (move) document.getElementById('n-' + chosen)?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}
for (const node of nodes) {
  const act = () => { const id = idOf(node) === chosen ? '' : idOf(node); history.replaceState(null, '', id ? '#' + id : location.pathname + location.search); choose(id); };
  node.addEventListener('click', act);
  node.addEventListener('keydown', (event) => { if (event.key === 'Enter' || event.key === ' ') { event.preventDefault(); act(); } });
}
addEventListener('hashchange', () => choose(location.hash.slice(1), true));
const text = (one) => JSON.stringify(one).toLowerCase();
const words = new Map([...apps, ...groups].map(([id, one]) => [id, text(one) + (apps.has(id) ? rowOf(id)?.textContent.toLowerCase() : '')]));
const search = document.getElementById('search');
function filter() {
  const wanted = search.value.trim().toLowerCase();
  let hits = 0;
  const fits = new Set([...words].flatMap(([id, all]) => wanted === '' || all.includes(wanted) ? [id] : []));
  for (const id of fits) if (apps.has(id)) hits += 1;
  for (const row of rows) row.hidden = !fits.has(row.dataset.k);
  for (const node of nodes) node.style.opacity = fits.has(idOf(node)) ? '' : '.13';
  for (const edge of edges) edge.style.opacity = wanted === '' || fits.has(edge.dataset.a) && fits.has(edge.dataset.g) ? '' : '.08';
  for (const wire of wires) wire.style.opacity = fits.has(wire.dataset.a) ? '' : '.1';
  said.textContent = wanted === '' ? '' : hits + ' of ' + apps.size + ' apps fit ' + search.value;
  document.getElementById('hits').textContent = wanted === '' ? '' : hits + ' of ' + apps.size + ' apps';
  if (wanted !== '') nodes.find((node) => fits.has(idOf(node)) && apps.has(idOf(node)))?.scrollIntoView({ block: 'nearest' });
}
search.addEventListener('input', filter);
addEventListener('keydown', (event) => {
  if (event.key === '/' && document.activeElement !== search) { event.preventDefault(); search.focus(); }
  if (event.key === 'Escape') { if (search.value) { search.value = ''; filter(); } else { history.replaceState(null, '', location.pathname + location.search); choose(''); } }
});
const theme = document.getElementById('theme');
theme.hidden = false;
theme.addEventListener('click', () => {
  const root = document.documentElement;
  const isDark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  root.dataset.theme = isDark ? 'light' : 'dark';
  theme.setAttribute('aria-pressed', String(!isDark));
});
document.getElementById('tools').hidden = false;
if (location.hash) choose(location.hash.slice(1), true);
})();`;
