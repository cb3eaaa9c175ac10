import { addTo } from '../../contract/add-to.ts';
import { asYaml } from '../../login/as-yaml.ts';
import { Reader } from '../../manifest/reader.ts';
import type { TreeDocument, TreeObject } from '../../tree/tree.ts';
import type { Release } from '../../tree/release.ts';
import { mentions, nodesWhere } from '../../tree/walk.ts';
import type { Objects } from '../../tree/objects.ts';
import { evaluated, type WorkerEnvironment } from './evaluate.ts';
import type { Blueprint, Blueprints, Entry, Target } from './blueprint-types.ts';
import { joined, type Joinable } from './same-object.ts';

export type { Blueprint, Blueprints, Entry, Target } from './blueprint-types.ts';

/** Told before it is parsed: a ConfigMap may hold anything. Entries may be in block or in flow style. */
const looksLikeOne = (text: string): boolean => text.includes('entries') && text.includes('model');

/** Texts of objects that hold files: ConfigMaps, Secrets in the clear, and what External Secrets makes Secrets of. */
const texts = (objects: Objects): (readonly [TreeObject, Reader])[] => [
  ...objects.of('ConfigMap').map((object) => [object, object.root.get('data')] as const),
  ...objects.of('Secret').map((object) => [object, object.root.get('stringData')] as const),
  ...objects.of('ExternalSecret').map((object) => [object, object.root.get('spec', 'target', 'template', 'data')] as const),
];

/** A text as blueprints. What is in a ConfigMap or a Secret comes to authentik as it is. */
const blueprintsIn = (value: Reader, { kind }: TreeObject): Reader[] => (kind === 'ExternalSecret' ? blueprintsInText(value) : value.embedded('pyyaml'));

/** External Secrets and helm fill in their templates before authentik reads a text: `{{ .secret }}` without quotes is a map in YAML until then. */
const blueprintsInText = (value: Reader): Reader[] => (value.text()?.includes('{{') === true ? value.embedded('pyyaml', asYaml) : value.embedded('pyyaml'));

/** Texts in the values of charts that make ConfigMaps of them: in files of values, and in releases. */
function textsInValues(documents: readonly TreeDocument[], releases: Places['releases']): Reader[] {
  const files = documents.flatMap(({ root }) => (root.get('kind').exists || root.get('entries').exists ? [] : [root]));
  const seen = new Set<string>();
  return [...files, ...releases.flatMap(({ layers }) => layers)]
    .flatMap((root) => nodesWhere(root, (raw) => typeof raw === 'string' && raw.includes('authentik_') && looksLikeOne(raw)))
    .filter((node) => {
      const key = `${node.file}:${node.line}`;
      return !seen.has(key) && seen.add(key) !== undefined;
    });
}

/** Where blueprints may be. */
interface Places {
  readonly documents: readonly TreeDocument[];
  readonly objects: Objects;
  readonly releases: readonly Pick<Release, 'layers'>[];
}

/** Finds and indexes blueprints. */
export function blueprintsOf({ documents, objects, releases }: Places, environment: WorkerEnvironment): Blueprints {
  const all: Blueprint[] = [];
  const isOff = switchedOff(objects);
  const read = (root: Reader) => Reader.of(evaluated(root.document, environment));
  for (const [map, data] of texts(objects))
    for (const [key, value] of data.entries()) {
      if (!looksLikeOne(value.text() ?? '')) continue;
      for (const root of blueprintsIn(value, map)) if (isBlueprint(root) && !isOff(root)) all.push(blueprint(read(root), root.file, { map, key }));
    }
  const isCopied = copiesOf(all);
  for (const { root, file } of documents) {
    if (!isBlueprint(root) || isOff(root)) continue;
    const one = blueprint(read(root), file, {});
    if (!isCopied(one)) all.push(one);
  }
  for (const root of textsInValues(documents, releases).flatMap(blueprintsInText)) {
    if (!isBlueprint(root) || isOff(root)) continue;
    const one = blueprint(read(root), root.file, {});
    if (!isCopied(one)) all.push(one);
  }
  const objectOf = joined(all.flatMap(({ entries }) => entries));
  const byRoot = new Map(all.map((one) => [one.root.document, one]));
  const models = new Map<string, Entry[]>();
  const found = new Map<string, Entry[]>();
  for (const { entries } of all)
    for (const entry of entries) {
      if (entry.absent || entry.continues) continue;
      const list = models.get(entry.model);
      if (list === undefined) models.set(entry.model, [entry]);
      else list.push(entry);
      const base = baseOf(entry.model);
      for (const field of ['name', 'slug', 'scope_name', 'client_id', 'managed', 'username', 'pk']) {
        const node = entry.field(field);
        const value = field === 'pk' && node.tag === undefined && typeof node.scalar() === 'number' ? String(node.scalar()) : node.text();
        if (value === undefined) continue;
        add(found, `${entry.model} ${field} ${value}`, entry);
        if (base !== undefined) add(found, `${base} ${field} ${value}`, entry);
      }
    }
  return {
    all,
    of: (model) => models.get(model) ?? [],
    matching: (model, field, value) => found.get(`${model} ${field} ${value}`) ?? [],
    target: (value, entry) => targetOf(value, byRoot.get(value.document) ?? entry.blueprint, { found, objectOf }),
  };
}

/**
 * Whether authentik passes over a blueprint until somebody switches it on (goauthentik/authentik, authentik/blueprints/v1/tasks.py: check_blueprint_v1_file).
 * A Job that applies files asks for no label.
 */
function switchedOff(objects: Objects): (root: Reader) => boolean {
  const mayBeApplied = objects.of('Job', 'CronJob').some(({ root }) => mentions(root, 'apply_blueprint'));
  return (root) => !mayBeApplied && root.get('metadata', 'labels').get('blueprints.goauthentik.io/instantiate').text()?.toLowerCase() === 'false';
}

/**
 * Whether a file of its own is the text that a ConfigMap or Secret holds as well: of the same name, or nearly all of its entries describe what one of those
 * does. authentik gets the one that is mounted; a script or a hand makes it of the file.
 */
function copiesOf(mounted: readonly Blueprint[]): (one: Blueprint) => boolean {
  let said: readonly ReadonlySet<string>[] | undefined;
  const names = new Set(mounted.flatMap((one) => one.root.get('metadata', 'name').text() ?? []));
  return ({ root, entries }) => {
    if (names.has(root.get('metadata', 'name').text() ?? '')) return true;
    const own = entries.flatMap(identityOf);
    said ??= mounted.map((other) => new Set(other.entries.flatMap(identityOf)));
    return own.length > 1 && said.some((others) => own.filter((key) => others.has(key)).length * 4 >= own.length * 3);
  };
}

/** What tells an object of authentik from others of its model, where no tag makes it. */
const identityOf = ({ root, model }: Entry): string[] => {
  const identifiers = root.get('identifiers').entries();
  const texts = identifiers.map(([key, node]) => `${key}=${node.tag === undefined ? String(node.scalar()) : ''}`);
  return identifiers.length === 0 || identifiers.some(([, node]) => node.tag !== undefined || node.scalar() === undefined)
    ? []
    : [`${model} ${texts.sort().join(' ')}`];
};

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
  return list.items().length === 0 ? root.get('version').exists : list.items().some((one) => isEntry(one) || isEntry(one.items()[0]));
};

/** Others have lists of entries with models too: those of language models. */
const isEntry = (one: Reader | undefined): boolean =>
  one?.get('model').exists === true && ((one.get('model').text() ?? '').startsWith('authentik_') || one.get('identifiers').exists || one.get('attrs').exists);

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
    if (earlier !== undefined) addTo(more, earlier, one);
    const entry = new BlueprintEntry(one, made, index, earlier !== undefined, more);
    made.entries.push(entry);
    if (id !== undefined && !made.byId.has(id)) made.byId.set(id, entry);
  });
  return made;
}

class BlueprintEntry implements Entry, Joinable {
  readonly root: Reader;
  readonly blueprint: Blueprint;
  readonly model: string;
  readonly id: string | undefined;
  readonly absent: boolean;
  readonly index: number;
  continues: boolean;
  readonly #later: ReadonlyMap<string, readonly Reader[]>;
  readonly #identifiers: Reader;
  readonly #attrs: Reader;
  /** What the first of the entries about the same object says in a field that this one does not have: hundreds may only name it. */
  readonly #joined = new Map<string, Reader>();

  constructor(root: Reader, blueprint: Blueprint, index: number, continues: boolean, later: ReadonlyMap<string, readonly Reader[]>) {
    this.root = root;
    this.blueprint = blueprint;
    this.model = root.text('model') ?? '';
    this.id = root.text('id');
    this.absent = root.text('state') === 'absent';
    this.index = index;
    this.continues = continues;
    this.#later = later;
    this.#identifiers = root.get('identifiers');
    this.#attrs = root.get('attrs');
  }

  field(name: string): Reader {
    const later = this.id === undefined ? undefined : this.#later.get(this.id)?.findLast((other) => other.get('attrs', name).exists);
    if (later !== undefined) return later.get('attrs', name);
    const own = this.#own(name);
    return own.exists ? own : (this.#joined.get(name) ?? own);
  }

  #own(name: string): Reader {
    const identifier = this.#identifiers.get(name);
    return identifier.exists ? identifier : this.#attrs.get(name);
  }

  join({ root }: Entry): void {
    for (const part of ['identifiers', 'attrs']) for (const [name, node] of root.entries(part)) if (!this.#joined.has(name)) this.#joined.set(name, node);
  }
}

/**
 * What an export of authentik points at: it writes primary keys, and each table counts its own. Providers of all kinds share one (goauthentik/authentik,
 * authentik/core/models.py: Provider).
 */
function byKeyOf(value: Reader, home: Blueprint, { found, objectOf }: Known): Target | undefined {
  if (!isProviderField(value)) return undefined;
  const key = typeof value.scalar() === 'number' ? String(value.scalar()) : value.text();
  const some = key === undefined ? undefined : found.get(`authentik_core.provider pk ${key}`);
  // A proxy provider is exported as the OAuth2 provider that it is made of as well.
  const near = some?.filter(({ blueprint }) => blueprint === home) ?? [];
  const one = near.find(({ model }) => !model.endsWith('.oauth2provider')) ?? near[0] ?? some?.[0];
  return one === undefined ? undefined : { kind: 'entry', entry: objectOf(one) };
}

const isProviderField = ({ key, above }: Reader): boolean => key === 'provider' || above?.key === 'providers';

interface Known {
  readonly found: ReadonlyMap<string, readonly Entry[]>;
  readonly objectOf: (entry: Entry) => Entry;
}

function targetOf(value: Reader, home: Blueprint, known: Known): Target | undefined {
  if (value.tag === undefined) return byKeyOf(value, home, known);
  if (value.tag === '!KeyOf') {
    const one = home.byId.get(String(value.scalar()));
    return one === undefined ? undefined : { kind: 'entry', entry: known.objectOf(one) };
  }
  if (value.tag === '!Format') {
    const [pattern, inner] = value.items();
    return pattern?.text() === '%s' && inner !== undefined ? targetOf(inner, home, known) : undefined;
  }
  if (value.tag !== '!Find' && value.tag !== '!FindObject') return undefined;
  const [model, ...conditions] = value.items();
  for (const condition of conditions) {
    const [field, wanted] = condition.items();
    const name = field?.text();
    const text = wanted?.text();
    if (model?.text() === undefined || name === undefined || text === undefined) continue;
    const some = known.found.get(`${model.text()} ${name} ${text}`);
    // An entry may describe it, under a name of its own as well; one that only asks for it says nothing.
    if (name === 'managed' && some?.some((one) => one.field('scope_name').exists) !== true) return { kind: 'managed', managed: text };
    // A copy of this blueprint may stand elsewhere, for another stage.
    const one = some?.find(({ blueprint }) => blueprint === home) ?? some?.[0];
    if (one !== undefined) return { kind: 'entry', entry: one };
    return { kind: 'elsewhere', model: model.text()!, field: name, value: text };
  }
  return undefined;
}

function add(map: Map<string, Entry[]>, key: string, entry: Entry): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [entry]);
  else list.push(entry);
}
