import type { Reader } from '../../manifest/reader.ts';
import type { TreeDocument, TreeObject } from '../../tree/tree.ts';
import type { Objects } from '../../tree/objects.ts';

/** One entry of a blueprint. */
export interface Entry {
  readonly root: Reader;
  readonly blueprint: Blueprint;
  readonly model: string;
  readonly id: string | undefined;
  readonly absent: boolean;
  /** Whether it changes the object of an earlier entry of its file (`identifiers: { pk: !KeyOf … }`): its fields are found at that one. */
  readonly continues: boolean;
  /** Position among the entries of its file. */
  readonly index: number;
  /** A field, from identifiers first: they win in authentik's importer. What a later entry of the same object says outranks both. */
  readonly field: (name: string) => Reader;
}

/** One blueprint of authentik: a file of its own, or a text in a ConfigMap, a Secret or the template of an ExternalSecret. */
export interface Blueprint {
  readonly root: Reader;
  readonly file: string;
  /** The ConfigMap that holds it, and its key there. */
  readonly map?: TreeObject;
  readonly key?: string;
  readonly entries: readonly Entry[];
  readonly byId: ReadonlyMap<string, Entry>;
}

/** What a value with a tag points to. */
export type Target =
  | { readonly kind: 'entry'; readonly entry: Entry }
  | { readonly kind: 'managed'; readonly managed: string }
  | { readonly kind: 'elsewhere'; readonly model: string; readonly field: string; readonly value: string };

/** Every blueprint of a tree, and where their references lead. */
export interface Blueprints {
  readonly all: readonly Blueprint[];
  readonly of: (model: string) => readonly Entry[];
  readonly target: (value: Reader, entry: Entry) => Target | undefined;
}

const looksLikeOne = (text: string): boolean => text.includes('entries') && /^[ \t]*(?:-[ \t]+)?["']?model["']?:/m.test(text);

/** Finds and indexes blueprints. A file below `manual` that repeats the text of a ConfigMap is left out. */
export function blueprintsOf(documents: readonly TreeDocument[], objects: Objects): Blueprints {
  const all: Blueprint[] = [];
  for (const map of objects.of('ConfigMap'))
    for (const [key, value] of map.root.get('data').entries()) {
      if (!looksLikeOne(value.text() ?? '')) continue;
      for (const root of value.embedded('pyyaml')) if (isBlueprint(root)) all.push(blueprint(root, root.file, { map, key }));
    }
  // The chart mounts Secrets as well (`blueprints.secrets`), and an ExternalSecret holds their texts, with the secrets as templates.
  for (const { root: object, kind } of [...objects.of('Secret'), ...objects.of('ExternalSecret')])
    for (const value of (kind === 'Secret' ? object.get('stringData') : object.get('spec', 'target', 'template', 'data')).items())
      if (looksLikeOne(value.text() ?? '')) for (const root of value.embedded('pyyaml')) if (isBlueprint(root)) all.push(blueprint(root, root.file, {}));
  const names = new Set(all.map(({ root }) => root.get('metadata', 'name').text()));
  for (const { root, file } of documents) {
    if (!isBlueprint(root)) continue;
    if (/(?:^|\/)manual\//.test(file) && names.has(root.get('metadata', 'name').text())) continue;
    all.push(blueprint(root, file, {}));
  }
  const models = new Map<string, Entry[]>();
  const found = new Map<string, Entry>();
  for (const { entries } of all)
    for (const entry of entries) {
      if (entry.absent || entry.continues) continue;
      const list = models.get(entry.model);
      if (list === undefined) models.set(entry.model, [entry]);
      else list.push(entry);
      for (const field of ['name', 'slug', 'scope_name', 'client_id', 'managed', 'username']) {
        const value = entry.field(field).text();
        if (value === undefined) continue;
        first(found, `${entry.model} ${field} ${value}`, entry);
        const base = baseOf(entry.model);
        if (base !== undefined) first(found, `${base} ${field} ${value}`, entry);
      }
    }
  return { all, of: (model) => models.get(model) ?? [], target: (value, entry) => targetOf(value, entry, found) };
}

/** Lookups may name the model that several share. */
function baseOf(model: string): string | undefined {
  if (/^authentik_providers_\w+\.\w+provider$/.test(model)) return 'authentik_core.provider';
  if (model.endsWith('mapping')) return 'authentik_core.propertymapping';
  return /^authentik_policies_\w+\./.test(model) ? 'authentik_policies.policy' : undefined;
}

const isBlueprint = (root: Reader): boolean => {
  if (root.get('kind').exists || !root.keys().includes('entries')) return false;
  const list = root.get('entries');
  // One entry without a model is an error in a blueprint, and no reason to take it for something else.
  return list.items().length === 0
    ? root.get('version').exists
    : list.items().some((one) => one.get('model').exists || one.items()[0]?.get('model').exists === true);
};

function blueprint(root: Reader, file: string, where: { map?: TreeObject; key?: string }): Blueprint {
  const list = root.get('entries');
  const flat = list.keys().length > 0 ? list.items().flatMap((section) => section.items()) : list.items();
  const made: { root: Reader; file: string; map?: TreeObject; key?: string; entries: Entry[]; byId: Map<string, Entry> } = {
    root,
    file,
    ...where,
    entries: [],
    byId: new Map(),
  };
  const more = new Map<string, Reader[]>();
  flat.forEach((one, index) => {
    const id = one.get('id').text();
    const pk = one.get('identifiers', 'pk');
    const earlier = pk.tag === '!KeyOf' && one.get('state').text() !== 'absent' ? String(pk.scalar()) : undefined;
    if (earlier !== undefined) more.set(earlier, [...(more.get(earlier) ?? []), one]);
    const entry: Entry = {
      root: one,
      blueprint: made,
      model: one.get('model').text() ?? '',
      id,
      absent: one.get('state').text() === 'absent',
      continues: earlier !== undefined,
      index,
      field: (name) => {
        const later = id === undefined ? undefined : more.get(id)?.findLast((other) => other.get('attrs', name).exists);
        if (later !== undefined) return later.get('attrs', name);
        const identifier = one.get('identifiers', name);
        return !identifier.exists ? one.get('attrs', name) : identifier;
      },
    };
    made.entries.push(entry);
    if (id !== undefined && !made.byId.has(id)) made.byId.set(id, entry);
  });
  return made;
}

function targetOf(value: Reader, entry: Entry, found: ReadonlyMap<string, Entry>): Target | undefined {
  if (value.tag === '!KeyOf') {
    const one = entry.blueprint.byId.get(String(value.scalar()));
    return one === undefined ? undefined : { kind: 'entry', entry: one };
  }
  if (value.tag === '!Format') {
    const [pattern, inner] = value.items();
    return pattern?.text() === '%s' && inner !== undefined ? targetOf(inner, entry, found) : undefined;
  }
  if (value.tag !== '!Find' && value.tag !== '!FindObject') return undefined;
  const [model, ...conditions] = value.items();
  for (const condition of conditions) {
    const [field, wanted] = condition.items();
    const name = field?.text();
    const text = wanted?.text();
    if (model?.text() === undefined || name === undefined || text === undefined) continue;
    if (name === 'managed') return { kind: 'managed', managed: text };
    const one = found.get(`${model.text()} ${name} ${text}`);
    if (one !== undefined) return { kind: 'entry', entry: one };
    return { kind: 'elsewhere', model: model.text()!, field: name, value: text };
  }
  return undefined;
}

function first(map: Map<string, Entry>, key: string, entry: Entry): void {
  if (!map.has(key)) map.set(key, entry);
}
