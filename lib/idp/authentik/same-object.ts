import { Tagged } from '../../manifest/parse-yaml.ts';
import type { Entry } from './blueprint-types.ts';

/** What an entry has for those that are about the same object. */
export interface Joinable {
  /** Takes the fields of another entry for those that it does not have. */
  readonly join: (other: Entry) => void;
  continues: boolean;
}

/** Fields by which authentik knows an object of any model: each is unique there. */
const uniqueFields = ['managed', 'slug', 'name', 'username'] as const;

/**
 * Joins entries that describe one object: in a second blueprint that only names it for `!KeyOf`, in a copy of the file, or later in the same file.
 * Entries that contradict each other are left apart: they are stages of one repository. Gives the entry that stands for the object of each.
 */
export function joined(entries: readonly Entry[]): (entry: Entry) => Entry {
  const groups = new Map<string, Entry[]>();
  const standsFor = new Map<Entry, Entry>();
  for (const entry of entries) {
    const key = entry.absent || entry.continues ? undefined : keyOf(entry);
    if (key === undefined) continue;
    const list = groups.get(key);
    if (list === undefined) groups.set(key, [entry]);
    else list.push(entry);
  }
  for (const group of groups.values()) {
    const firsts = new Firsts();
    for (const entry of group.length < 2 ? [] : [...group].sort((a, b) => weightOf(b) - weightOf(a))) {
      // What an entry says that only creates holds for nothing that is there: it contradicts nobody.
      const same = firsts.agreeingWith(entry) ?? (onlyCreates(entry) ? firsts.first : undefined);
      if (same === undefined) firsts.add(entry);
      else {
        (same as Entry & Joinable).join(entry);
        (entry as Entry & Joinable).continues = true;
        standsFor.set(entry, same);
      }
    }
  }
  return (entry) => standsFor.get(entry) ?? entry;
}

function keyOf(entry: Entry): string | undefined {
  for (const field of uniqueFields) {
    const value = entry.field(field);
    if (value.exists) return value.tag === undefined && value.text() !== undefined ? `${entry.model} ${field} ${value.text()!}` : undefined;
  }
  return undefined;
}

/** The entry that says most is the one that findings are about; `created` alone changes nothing of what is there. */
const weightOf = (entry: Entry): number => entry.root.get('attrs').keys().length + (onlyCreates(entry) ? -10_000 : 0);

/** `state: created` leaves an object alone that exists: authentik/blueprints/v1/importer.py. */
const onlyCreates = ({ root }: Entry): boolean => root.text('state') === 'created';

/** Which entries of a list say what in a field, and which say nothing: their places in the list, first to last. */
interface Field {
  readonly saying: Map<string, number[]>;
  readonly silent: number[];
}

/** Entries that contradict each other. Thousands may have one name, so an entry is compared only with those that say the same in some field. */
class Firsts {
  readonly #all: Entry[] = [];
  readonly #fields = new Map<string, Field>();

  add(entry: Entry): void {
    const place = this.#all.push(entry) - 1;
    const said = saidBy(entry);
    for (const [name, { silent }] of this.#fields) if (!said.has(name)) silent.push(place);
    for (const [name, text] of said) {
      const field = this.#fields.get(name) ?? { saying: new Map<string, number[]>(), silent: Array.from({ length: place }, (_, index) => index) };
      this.#fields.set(name, field);
      const places = field.saying.get(text);
      if (places === undefined) field.saying.set(text, [place]);
      else places.push(place);
    }
  }

  get first(): Entry | undefined {
    return this.#all[0];
  }

  /** The first of them that does not contradict an entry. */
  agreeingWith(entry: Entry): Entry | undefined {
    let few: readonly (readonly number[])[] | undefined;
    let count = this.#all.length;
    for (const [name, text] of saidBy(entry)) {
      const field = this.#fields.get(name);
      if (field === undefined) continue;
      const same = field.saying.get(text) ?? [];
      if (same.length + field.silent.length >= count) continue;
      count = same.length + field.silent.length;
      few = [same, field.silent];
    }
    if (few === undefined) return this.#all.find((one) => agree(one, entry));
    const found = few.flatMap((places) => places.find((place) => agree(this.#all[place]!, entry)) ?? []);
    return found.length === 0 ? undefined : this.#all[Math.min(...found)];
  }
}

/** What an entry says in each field, as a text that is the same for whatever `same` takes for the same. */
function saidBy({ root }: Entry): ReadonlyMap<string, string> {
  return new Map(root.entries('attrs').map(([name, { raw }]) => [name, textOf(raw)]));
}

const textOf = (value: unknown): string =>
  isReference(value) ? '&' : typeof value === 'object' && value !== null ? (Array.isArray(value) ? '[]' : '{}') : `${typeof value} ${String(value)}`;

/** True unless both say something, and not the same. */
function agree(a: Entry, b: Entry, depth = 0): boolean {
  const [mine, theirs] = [a.root.get('attrs'), b.root.get('attrs')];
  return mine
    .keys()
    .every(
      (key) => !theirs.get(key).exists || (same(mine.get(key).raw, theirs.get(key).raw) && leadTogether(mine.get(key).raw, theirs.get(key).raw, a, b, depth)),
    );
}

/** Whether what two entries name by `!KeyOf` may be one object: that of another stage, with hosts of its own, is none. */
function leadTogether(mine: unknown, theirs: unknown, a: Entry, b: Entry, depth: number): boolean {
  if (a.blueprint === b.blueprint || depth > 3) return true;
  if (Array.isArray(mine) && Array.isArray(theirs)) return mine.every((one, index) => leadTogether(one, theirs[index], a, b, depth));
  if (![mine, theirs].every((one) => one instanceof Tagged && one.tag === '!KeyOf')) return true;
  const [one, other] = [a.blueprint.byId.get(String((mine as Tagged).value)), b.blueprint.byId.get(String((theirs as Tagged).value))];
  return one === undefined || other === undefined || (one.model === other.model && agree(one, other, depth + 1));
}

/** A reference by `!KeyOf` and one by a lookup may lead to the same; a list of them is replaced as a whole, so that each counts. */
function same(a: unknown, b: unknown, isListed = false): boolean {
  if (!isListed && isReference(a) && isReference(b)) return true;
  if (a instanceof Tagged || b instanceof Tagged) return a instanceof Tagged && b instanceof Tagged && a.tag === b.tag && same(a.value, b.value, isListed);
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((one, index) => same(one, (b as unknown[])[index], true));
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null || Array.isArray(a) || Array.isArray(b)) return a === b;
  const [left, right] = [a as Readonly<Record<string, unknown>>, b as Readonly<Record<string, unknown>>];
  const keys = Object.keys(left);
  return keys.length === Object.keys(right).length && keys.every((key) => Object.hasOwn(right, key) && same(left[key], right[key], isListed));
}

const isReference = (value: unknown): boolean => value instanceof Tagged && (value.tag === '!KeyOf' || value.tag === '!Find' || value.tag === '!FindObject');
