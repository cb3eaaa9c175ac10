// node scripts/import/overlay-from-crds.mjs CRD.yaml…: writes scripts/import/overlay/*.json, what the pinned modules lack of these CRDs.
import { readFile, writeFile } from 'node:fs/promises';
import { kindsOfCrds } from './crd.mjs';
import { fetchModule, modules } from './modules.mjs';
import { bundles, kindsOf } from './schemas.mjs';

/** @typedef {Record<string, any>} Schema */

/** @type {(value: unknown) => string} */
const text = (value) => JSON.stringify(Array.isArray(value) ? [...value].sort() : value) ?? '';

/**
 * What turns one schema into another, by path.
 *
 * @param {Schema} wanted
 * @param {Schema} found
 * @param {string} path
 * @param {Record<string, Schema>} patches
 */
function difference(wanted, found, path, patches) {
  /** @type {Schema} */
  const patch = {};
  const inside = new Set(['properties', 'items', 'additionalProperties']);
  for (const keyword of new Set([...Object.keys(wanted), ...Object.keys(found)]))
    if (!inside.has(keyword) && text(wanted[keyword]) !== text(found[keyword])) patch[keyword] = wanted[keyword] ?? null;
  const fields = wanted.properties ?? {};
  const gone = Object.keys(found.properties ?? {}).filter((name) => !(name in fields));
  if (gone.length > 0) patch['-properties'] = gone;
  const values = wanted.additionalProperties;
  const before = found.additionalProperties;
  if (typeof values === 'object' && typeof before !== 'object') patch.additionalProperties = values;
  if (typeof values !== 'object' && typeof before === 'object') patch.additionalProperties = null;
  if (Object.keys(patch).length > 0) patches[path] = patch;
  for (const [name, one] of Object.entries(fields)) {
    const at = path === '' ? name : `${path}.${name}`;
    const other = found.properties?.[name];
    if (other === undefined) patches[at] = one;
    else difference(one, other, at, patches);
  }
  if (wanted.items !== undefined) difference(wanted.items, found.items ?? {}, `${path}[]`, patches);
  if (typeof values === 'object' && typeof before === 'object') difference(values, before, `${path}{}`, patches);
}

/** What lies inside a kind: the rest is the same for all. @param {Schema} schema @returns {Schema} */
function body(schema) {
  const without = (/** @type {Schema} */ from, /** @type {string[]} */ ...names) =>
    Object.fromEntries(Object.entries(from).filter(([name]) => !names.includes(name)));
  return { ...without(schema, 'type', 'additionalProperties', 'required'), properties: without(schema.properties, 'status', 'metadata', 'apiVersion', 'kind') };
}

const sources = new Map(await Promise.all(modules.map(async (one) => /** @type {const} */ ([`${one.name}@${one.version}`, await fetchModule(one)]))));
const known = bundles.map((bundle) => ({ file: bundle.file, kinds: kindsOf(bundle, sources) }));
/** @type {Map<string, Map<string, { names: string[], patches: Record<string, Schema> }>>} */
const files = new Map();
for (const { apiVersion, kind, schema } of kindsOfCrds(await Promise.all(process.argv.slice(2).map((path) => readFile(path, 'utf8'))))) {
  const name = `${kind}.${apiVersion.split('/').reverse().join('.')}`;
  const home = known.find(({ kinds }) => kinds.has(name));
  if (home === undefined) {
    console.log(`${name}: no module has it`);
    continue;
  }
  /** @type {Record<string, Schema>} */
  const patches = {};
  difference(body(schema), body(home.kinds.get(name) ?? {}), '', patches);
  if (Object.keys(patches).length === 0) continue;
  const groups = files.get(home.file) ?? new Map();
  files.set(home.file, groups);
  const group = groups.get(text(patches)) ?? { names: [], patches };
  group.names.push(name);
  groups.set(text(patches), group);
}
for (const [file, groups] of files) {
  const lines = [...groups.values()].map(({ names, patches }) => {
    const inner = Object.entries(patches).map(([path, patch]) => `    ${JSON.stringify(path)}: ${JSON.stringify(patch)}`);
    return `  ${JSON.stringify(names.join(' '))}: {\n${inner.join(',\n')}\n  }`;
  });
  await writeFile(new URL(`overlay/${file}.json`, import.meta.url), `{\n${lines.join(',\n')}\n}\n`);
  console.log(`${file}: ${groups.size} overlays`);
}
