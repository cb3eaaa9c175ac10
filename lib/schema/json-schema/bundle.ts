import { definitions, type Draft, draftOf, type Holds, keywordOf } from './draft.ts';
import { formats } from './formats.ts';
import { goRegExp } from './runtime.ts';
import { type Fields, held, isFields, isUnused, type Json, numericBounds, subschemas, withoutItself } from './subschemas.ts';

/** A schema that refers to nothing but itself, and holds only keywords that judge. */
export interface Bundle {
  readonly draft: Draft;
  readonly schema: object | boolean;
  /** Subschemas that the document refers to where no schema is expected: they are judged by the draft's own schema too. */
  readonly odd: readonly unknown[];
  /** Addresses that lead elsewhere, and take everything here. */
  readonly elsewhere: readonly string[];
}

/** Why Helm refuses a schema, whatever the values are. */
export class BrokenSchema extends Error {}

/** A part of a schema that Helm judges and we do not. */
export class UnknownSchema extends Error {}

const base = 'file:///values.schema.json';
const escaped = (key: string | number): string => String(key).replaceAll('~', '~0').replaceAll('/', '~1');

/** A part of the document with its own address: the root, and each subschema with `$id`. */
interface Resource {
  readonly address: string;
  readonly pointer: string;
  readonly anchors: Map<string, string>;
}

/**
 * A JSON Schema with its references resolved, as Helm resolves them (santhosh-tekuri/jsonschema v6, roots.go and objcompiler.go): what is referred to becomes
 * a definition, `$id` and anchors are gone, and so is all that does not judge in the schema's draft.
 *
 * @param at the address under which other documents refer to it
 * @param others documents that it may refer to, by their addresses
 * @throws BrokenSchema, UnknownSchema
 */
export function bundle(document: unknown, at = base, others: (address: string) => unknown = () => undefined): Bundle {
  const root = document as Json;
  const named = isFields(root) ? root['$schema'] : undefined;
  const draft = typeof named === 'string' ? (draftOf(named) ?? otherDraft(named)) : 2020;
  return new Bundler(draft, others).of(root, at);
}

function otherDraft(address: string): never {
  if (!/^https?:/.test(address)) throw new BrokenSchema(`$schema is ${JSON.stringify(address)}, which is not a known draft`);
  throw new UnknownSchema(`its $schema is ${address}, which pinout does not fetch`);
}

class Bundler {
  private readonly draft: Draft;
  private readonly others: (address: string) => unknown;
  private readonly documents = new Map<string, { readonly root: Json; readonly resources: Resource[] }>();
  /** Names of definitions by `address of the document#pointer`. */
  private readonly names = new Map<string, string>();
  private readonly made: Record<string, unknown> = {};
  private readonly queue: { readonly address: string; readonly pointer: string }[] = [];
  private readonly elsewhere = new Set<string>();
  private readonly odd: unknown[] = [];

  constructor(draft: Draft, others: (address: string) => unknown) {
    this.draft = draft;
    this.others = others;
  }

  of(root: Json, at: string): Bundle {
    this.add(at, root);
    const top = this.nameOf(at, '');
    for (let next = this.queue.pop(); next !== undefined; next = this.queue.pop()) {
      const { value, schemas } = this.lookup(next.address, next.pointer);
      if (!schemas) this.odd.push(value);
      this.made[this.names.get(`${next.address}#${next.pointer}`)!] = this.cleaned(value, next.address, next.pointer);
    }
    this.cutCircles();
    return { draft: this.draft, schema: { $ref: `#/definitions/${top}`, definitions: this.made }, elsewhere: [...this.elsewhere].sort(), odd: this.odd };
  }

  /** References that lead back to where they stand, for the same value: Helm refuses whatever meets one. */
  private cutCircles(): void {
    const next = (name: string): string | undefined => {
      const one = this.made[name] as Json;
      return isFields(one) && typeof one['$ref'] === 'string' ? one['$ref'].slice('#/definitions/'.length) : undefined;
    };
    for (const start of Object.keys(this.made)) {
      const seen = new Set<string>();
      for (let at: string | undefined = start; at !== undefined; at = next(at)) {
        if (seen.has(at)) {
          this.made[at] = false;
          break;
        }
        seen.add(at);
      }
      this.made[start] = withoutItself(this.made[start] as Json, `#/definitions/${start}`);
    }
  }

  private nameOf(address: string, pointer: string): string {
    const key = `${address}#${pointer}`;
    let name = this.names.get(key);
    if (name === undefined) {
      name = `s${this.names.size}`;
      this.names.set(key, name);
      this.queue.push({ address, pointer });
    }
    return name;
  }

  private add(address: string, root: Json): void {
    const resources: Resource[] = [{ address: isFields(root) ? (this.idOf(root, address) ?? address) : address, pointer: '', anchors: new Map() }];
    this.documents.set(address, { root, resources });
    this.collect(root, '', resources, resources[0]!);
  }

  private idOf(schema: Fields, above: string): string | undefined {
    if (this.draft < 2019 && '$ref' in schema) return undefined;
    const id = schema[this.draft === 4 ? 'id' : '$id'];
    const [bare = ''] = typeof id === 'string' ? id.split('#', 1) : [];
    return bare === '' ? undefined : joined(above, bare);
  }

  /** Finds the parts with an address of their own, and anchors. */
  private collect(schema: Json, pointer: string, resources: Resource[], inside: Resource): void {
    if (!isFields(schema)) return;
    let own = inside;
    const id = pointer === '' ? undefined : this.idOf(schema, inside.address);
    if (id !== undefined) {
      if (typeof schema['$schema'] === 'string' && draftOf(schema['$schema']) !== this.draft) throw new UnknownSchema(`its part ${id} uses another draft`);
      if (resources.some(({ address }) => address === id)) throw new BrokenSchema(`two of its parts have the id ${JSON.stringify(id)}`);
      own = { address: id, pointer, anchors: new Map() };
      resources.push(own);
    }
    for (const anchor of this.anchorsOf(schema)) {
      const first = own.anchors.get(anchor);
      if (first !== undefined && first !== pointer) throw new BrokenSchema(`two of its parts have the anchor ${JSON.stringify(anchor)}`);
      own.anchors.set(anchor, pointer);
    }
    for (const { value, path } of subschemas(schema, this.draft)) this.collect(value, pointer + path.map((key) => `/${escaped(key)}`).join(''), resources, own);
  }

  private anchorsOf(schema: Fields): string[] {
    if (this.draft < 2019) {
      const id = schema[this.draft === 4 ? 'id' : '$id'];
      const fragment = typeof id === 'string' && !('$ref' in schema) && id.includes('#') ? decoded(id.slice(id.indexOf('#') + 1)) : '';
      return fragment === '' || fragment.startsWith('/') ? [] : [fragment];
    }
    const names = [schema['$anchor'], this.draft === 2020 ? schema['$dynamicAnchor'] : undefined];
    return names.filter((one) => typeof one === 'string');
  }

  private lookup(address: string, pointer: string): { value: Json; schemas: boolean } {
    let value: Json | undefined = this.documents.get(address)!.root;
    let holds: readonly Holds[] | undefined = ['schema'];
    for (const step of pointer.split('/').slice(1)) {
      const key = step.replaceAll('~1', '/').replaceAll('~0', '~');
      if (Array.isArray(value)) {
        value = /^\d+$/.test(key) ? (value as readonly Json[])[Number(key)] : undefined;
        holds = holds?.includes('list') === true ? ['schema'] : undefined;
      } else {
        const isSchema: boolean = holds?.includes('schema') === true;
        value = isFields(value) && Object.hasOwn(value, key) ? value[key] : undefined;
        holds = !isSchema
          ? holds?.includes('map') === true
            ? ['schema']
            : undefined
          : (definitions as readonly string[]).includes(key)
            ? ['map']
            : keywordOf(key, this.draft)?.holds;
      }
      if (value === undefined) throw new BrokenSchema(`it refers to ${JSON.stringify(`#${pointer}`)}, which it does not have`);
    }
    return { value, schemas: holds?.includes('schema') === true };
  }

  /** The resource that a place belongs to: the nearest one above. */
  private resourceOf(address: string, pointer: string): Resource {
    const { resources } = this.documents.get(address)!;
    let best = resources[0]!;
    for (const one of resources) if (one.pointer.length > best.pointer.length && (pointer === one.pointer || pointer.startsWith(`${one.pointer}/`))) best = one;
    return best;
  }

  /** What is in the place of a reference. */
  private referred(ref: string, address: string, pointer: string): Json {
    const hash = ref.indexOf('#');
    const fragment = decoded(hash === -1 ? '' : ref.slice(hash + 1));
    const target = joined(this.resourceOf(address, pointer).address, hash === -1 ? ref : ref.slice(0, hash));
    let home = [...this.documents].find(([known, { resources }]) => known === target || resources.some((one) => one.address === target))?.[0];
    if (home === undefined) {
      const other = this.others(target) as Json | undefined;
      if (other === undefined) {
        if (draftOf(target) !== undefined) throw new UnknownSchema(`it refers to the schema of JSON Schema itself, ${target}`);
        if (target.startsWith('file:') && !this.documents.has(base))
          throw new UnknownSchema(`it refers to ${JSON.stringify(ref)}, but that file does not exist`);
        if (target.startsWith('file:'))
          throw new BrokenSchema(`it refers to ${JSON.stringify(ref)}, which Helm would read from ${target.slice('file://'.length)} on the machine`);
        if (!/^(?:https?|urn):/.test(target)) throw new BrokenSchema(`it refers to ${JSON.stringify(ref)}, which Helm cannot read`);
        // A name takes everything for Helm too, and it only warns.
        if (!target.startsWith('urn:')) this.elsewhere.add(target);
        return true;
      }
      this.add(target, other);
      home = target;
    }
    const resource = this.documents.get(home)!.resources.find((one) => one.address === target) ?? this.documents.get(home)!.resources[0]!;
    const found = fragment === '' || fragment.startsWith('/') ? resource.pointer + fragment : resource.anchors.get(fragment);
    if (found === undefined) throw new BrokenSchema(`it refers to the anchor ${JSON.stringify(fragment)}, which it does not have`);
    this.lookup(home, found);
    return { $ref: `#/definitions/${this.nameOf(home, found)}` };
  }

  /** A schema with only what judges. */
  private cleaned(schema: Json, address: string, pointer: string): Json {
    if (!isFields(schema)) return schema;
    const below = (value: Json, ...keys: readonly (string | number)[]): Json =>
      this.cleaned(value, address, pointer + keys.map((key) => `/${escaped(key)}`).join(''));
    const refs = ['$ref', ...(this.draft >= 2019 ? ['$recursiveRef'] : []), ...(this.draft >= 2020 ? ['$dynamicRef'] : [])]
      .map((keyword) => [keyword, schema[keyword]] as const)
      .filter((one): one is readonly [string, string] => typeof one[1] === 'string');
    // A dynamic reference is a plain one where the document is one whole.
    if (refs.some(([keyword]) => keyword !== '$ref') && this.documents.get(address)!.resources.length > 1)
      throw new UnknownSchema('it has dynamic references between its parts');
    const referred = refs.map(([, ref]) => this.referred(ref, address, pointer));
    // Up to draft 7 nothing beside a reference counts, but for `const`: the engine reads keywords of draft 6 and 7 all the same, and looks at that one first.
    const isAlone = this.draft < 2019 && referred.length > 0;
    const result: Record<string, Json> = {};
    for (const [key, value] of Object.entries(schema)) {
      const keyword = keywordOf(key, this.draft);
      if (keyword === undefined || isUnused(key, schema) || (isAlone && keywordOf(key, 4) !== undefined)) continue;
      if (key === 'pattern' || key === 'patternProperties') checkPatterns(key === 'pattern' ? [value] : Object.keys(isFields(value) ? value : {}));
      if (key === 'format' && !(value === 'regex' || (typeof value === 'string' && formats.has(value)))) continue;
      result[key] = held(value, keyword.holds, (one, ...keys) => below(one, key, ...keys));
    }
    if (isAlone) return 'const' in result ? { allOf: [referred[0]!, { const: result['const']! }] } : referred[0]!;
    if (referred.length === 0) return this.draft === 4 ? numericBounds(result) : result;
    if (referred.length === 1 && isFields(referred[0]) && Object.keys(result).length === 0) return referred[0];
    return { ...result, allOf: [...referred, ...((result['allOf'] as readonly Json[] | undefined) ?? [])] };
  }
}

function checkPatterns(patterns: readonly Json[]): void {
  for (const pattern of patterns) {
    if (typeof pattern !== 'string') continue;
    try {
      goRegExp(pattern);
    } catch {
      throw new BrokenSchema(`${JSON.stringify(pattern)} is not a valid regular expression in Go`);
    }
  }
}

function decoded(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    throw new BrokenSchema(`it refers to ${JSON.stringify(`#${fragment}`)}, which has invalid escapes`);
  }
}

/** An address seen from another, without its fragment. */
function joined(from: string, ref: string): string {
  if (ref === '') return from;
  try {
    return new URL(ref, from).href.split('#', 1)[0]!;
  } catch {
    throw new BrokenSchema(`it refers to ${JSON.stringify(ref)}, which is not a valid URI`);
  }
}
