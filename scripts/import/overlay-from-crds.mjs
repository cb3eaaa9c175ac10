// node scripts/import/overlay-from-crds.mjs CRD.yaml…: writes scripts/import/overlay/*.json, what the pinned packages lack of these CRDs.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { fetchPackage, packages } from './packages.mjs';
import { bundles, kindsOf } from './schemas.mjs';
import { schemaReader } from './validators.mjs';

/** @typedef {Record<string, any>} Schema */

/** Keywords that judge a value; a default counts, because rules see it. Prose and hints for clients stay behind. */
const kept = new Set(
  `type enum pattern format minLength maxLength minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minItems maxItems uniqueItems minProperties
  maxProperties nullable default x-kubernetes-preserve-unknown-fields x-kubernetes-list-map-keys`.split(/\s+/),
);

/**
 * A schema of a CRD without what does not judge. A required field that has a default may be left out: the API server fills it in first.
 *
 * @param {Schema} given
 * @returns {Schema}
 */
export function pruned(given) {
  /** @type {Schema} */
  const result = {};
  for (const [keyword, value] of Object.entries(given)) {
    if (kept.has(keyword)) result[keyword] = value;
    else if (keyword === 'properties') result.properties = Object.fromEntries(Object.entries(value).map(([name, one]) => [name, pruned(one)]));
    else if (keyword === 'items' || keyword === 'not') result[keyword] = pruned(value);
    else if (keyword === 'additionalProperties') result[keyword] = typeof value === 'object' ? pruned(value) : value;
    else if (keyword === 'oneOf' || keyword === 'anyOf' || keyword === 'allOf') result[keyword] = value.map(pruned);
    else if (keyword === 'x-kubernetes-list-type' && value === 'set') result[keyword] = value;
    else if (keyword === 'x-kubernetes-validations') result[keyword] = value.map((/** @type {{ rule: string }} */ { rule }) => ({ rule }));
    else if (keyword === 'required') {
      const must = value.filter((/** @type {string} */ name) => given.properties?.[name]?.default === undefined);
      if (must.length > 0) result.required = must;
    }
  }
  if (given['x-kubernetes-int-or-string'] === true) {
    result.type = ['integer', 'string'];
    delete result.anyOf;
  }
  return result;
}

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

const directory = await mkdtemp(join(tmpdir(), 'pinout-overlay-'));
try {
  const sources = new Map(await Promise.all(packages.map(async (one) => /** @type {const} */ ([one.name, await fetchPackage(one, directory)]))));
  const read = schemaReader(sources);
  const known = bundles.map(({ file, ...rest }) => ({ file, kinds: kindsOf({ file, ...rest }, sources, read).kinds }));
  /** @type {Map<string, Map<string, { names: string[], patches: Record<string, Schema> }>>} */
  const files = new Map();
  for (const path of process.argv.slice(2))
    for (const document of parseAllDocuments(await readFile(path, 'utf8'))) {
      const crd = document.toJS();
      if (crd?.kind !== 'CustomResourceDefinition') continue;
      for (const version of crd.spec.versions.filter((/** @type {{ served: boolean }} */ { served }) => served)) {
        const name = `${crd.spec.names.kind}.${version.name}.${crd.spec.group}`;
        const home = known.find(({ kinds }) => kinds.has(name));
        if (home === undefined) {
          console.log(`${name}: no package has it`);
          continue;
        }
        /** @type {Record<string, Schema>} */
        const patches = {};
        difference(body(pruned(version.schema.openAPIV3Schema)), body(home.kinds.get(name) ?? {}), '', patches);
        if (Object.keys(patches).length === 0) continue;
        const groups = files.get(home.file) ?? new Map();
        files.set(home.file, groups);
        const group = groups.get(text(patches)) ?? { names: [], patches };
        group.names.push(name);
        groups.set(text(patches), group);
      }
    }
  for (const [file, groups] of files) {
    const lines = [...groups.values()].map(({ names, patches }) => {
      const inner = Object.entries(patches).map(([path, patch]) => `    ${JSON.stringify(path)}: ${JSON.stringify(patch)}`);
      return `  ${JSON.stringify(names.join(' '))}: {\n${inner.join(',\n')}\n  }`;
    });
    await writeFile(new URL(`overlay/${file}.json`, import.meta.url), `{\n${lines.join(',\n')}\n}\n`);
    console.log(`${file}: ${groups.size} overlays`);
  }
} finally {
  await rm(directory, { recursive: true, force: true });
}
