import { posix } from 'node:path';
import { MapNode, type Node, Part, partOf, TextDocument } from '../../manifest/composed.ts';
import { Reader } from '../../manifest/reader.ts';
import type { Files, Gap } from './files.ts';
import { Resource } from './resource.ts';

/**
 * The ConfigMap or Secret of a generator (kustomize api/internal/generators). Values are where they are written: in a file, on a line of an env file, in a
 * literal. The name has no hash: references in fields that kustomize knows get the object's name, with or without one. A Secret has its values
 * as `stringData`, where everybody reads them as text.
 */
export function generate(kind: 'ConfigMap' | 'Secret', one: Reader, globals: readonly Reader[], folder: string, files: Files, gaps: Gap[]): Resource {
  const root = new MapNode(new Map(), one);
  const metadata = new MapNode(new Map(), one);
  const data = new MapNode(new Map(), one);
  const sources: string[] = [];
  let isOpen = false;
  const [name, namespace] = ['name', 'namespace'].map((field) => (one.get(field).exists ? one.get(field) : one.get('metadata', field))) as [Reader, Reader];
  root.entries.set('apiVersion', new Part('v1', one)).set('kind', new Part(kind, one)).set('metadata', metadata);
  metadata.entries.set('name', name.exists ? partOf(name) : new Part('', one));
  if ((namespace.text() ?? '') !== '') metadata.entries.set('namespace', partOf(namespace));
  const own = one.get('options');
  for (const field of ['labels', 'annotations'])
    for (const options of [...globals, own])
      for (const [key, value] of options.get(field).entries()) {
        const map = (metadata.entries.get(field) ?? new MapNode(new Map(), one)) as MapNode;
        map.entries.set(key, partOf(value));
        metadata.entries.set(field, map);
      }
  const immutable = [own, ...globals].map((options) => options.get('immutable')).find((value) => value.exists);
  if (immutable?.scalar() === true) root.entries.set('immutable', partOf(immutable));
  if (kind === 'Secret') root.entries.set('type', one.get('type').exists ? partOf(one.get('type')) : new Part('Opaque', one));
  const path = (text: string): string => posix.join(folder, text);
  for (const item of [...one.get('envs').items(), ...(one.get('env').text() === undefined ? [] : [one.get('env')])]) {
    const file = path(item.text() ?? '');
    const source = files.text(file);
    sources.push(file);
    if (source === undefined) {
      isOpen = true;
      gaps.push({ at: item, kind: 'missing', text: file });
    } else for (const [key, value] of linesOf(Reader.of(source))) data.entries.set(key, value);
  }
  for (const item of one.get('literals').items()) {
    const text = String(item.scalar() ?? '');
    const equals = text.indexOf('=');
    if (equals > 0) data.entries.set(text.slice(0, equals), new Part(withoutQuotes(text.slice(equals + 1)), item));
  }
  for (const item of one.get('files').items()) {
    const text = item.text() ?? '';
    const [left = '', right] = text.split('=');
    const file = path(right ?? left);
    const source = files.text(file);
    sources.push(file);
    if (source === undefined) gaps.push({ at: item, kind: 'missing', text: file });
    // A file that is not there to read still has its key.
    const value: Node = source === undefined ? new Part(null, item) : partOf(Reader.of(source));
    data.entries.set(right === undefined ? posix.basename(left) : left, value);
  }
  // Of an env file that is not there nobody knows what it says: the object has data, and that is all.
  if (isOpen) root.entries.set(kind === 'Secret' ? 'stringData' : 'data', new Part(null, one));
  else if (data.entries.size > 0) root.entries.set(kind === 'Secret' ? 'stringData' : 'data', data);
  const behavior = one.get('behavior').text();
  return new Resource(root, one, behavior === 'merge' || behavior === 'replace' ? behavior : 'create', sources);
}

function* linesOf(file: Reader): Iterable<readonly [string, Part]> {
  for (const [index, line] of (file.text() ?? '').split(/\r?\n/).entries()) {
    const text = line.replace(/^\uFEFF/, '').trimStart();
    if (text === '' || text.startsWith('#')) continue;
    const equals = text.indexOf('=');
    const value = equals === -1 ? '' : text.slice(equals + 1);
    const from = Reader.of(new TextDocument(file.file, value, { line: index + 1, column: line.length - value.length + 1 }));
    yield [equals === -1 ? text : text.slice(0, equals), new Part(value, from)];
  }
}

const withoutQuotes = (text: string): string =>
  text.length > 1 && ['"', "'"].some((quote) => text.startsWith(quote) && text.endsWith(quote)) ? text.slice(1, -1) : text;

/** Adds what a generator made, or merges it into what is there. */
export function absorb(resources: Resource[], made: Resource, isSame: (a: Resource, b: Resource) => boolean): void {
  const index = resources.findIndex((one) => isSame(one, made));
  const before = resources[index];
  if (before === undefined) {
    resources.push(made);
    return;
  }
  if (made.behavior === 'create') return;
  const [root, metadata] = [made.open(), made.at('metadata')];
  if (root === undefined || !(metadata instanceof MapNode)) return;
  // Labels and annotations of both; of the data, the old and then the new.
  for (const field of ['labels', 'annotations']) mergeMaps(metadata, field, before.at('metadata', field));
  if (made.behavior === 'merge') for (const field of ['data', 'binaryData', 'stringData']) mergeMaps(root, field, before.at(field));
  const name = before.at('metadata', 'name');
  if (name !== undefined) metadata.entries.set('name', name);
  const namespace = before.at('metadata', 'namespace');
  if (namespace !== undefined) metadata.entries.set('namespace', namespace);
  const merged = new Resource(root, before.original, before.behavior, [...before.sources, ...made.sources]);
  merged.previous.push(...before.previous);
  merged.prefixes.push(...before.prefixes);
  merged.suffixes.push(...before.suffixes);
  resources[index] = merged;
}

function mergeMaps(target: MapNode, field: string, old: Node | undefined): void {
  if (old === undefined) return;
  const before =
    old instanceof MapNode
      ? old
      : old instanceof Part
        ? new MapNode(new Map(old.from.entries().map(([key, value]) => [key, partOf(value)])), old.from)
        : undefined;
  const now = target.entries.get(field);
  if (before === undefined) return;
  target.entries.set(field, new MapNode(new Map([...before.entries, ...(now instanceof MapNode ? now.entries : [])]), before.from));
}
