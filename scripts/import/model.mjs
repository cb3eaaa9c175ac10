import { reader } from './declarations.mjs';

/**
 * @typedef {import('./declarations.mjs').Declaration} Declaration
 * @typedef {import('./declarations.mjs').Type} Type
 * @typedef {{ out: string, root?: string, declarations: Declaration[] }} Module one generated file; `root` is the id of its kind
 * @typedef {{ modules: Module[], byId: ReadonlyMap<string, Declaration>, home: ReadonlyMap<string, string> }} Model `home` names the file of each declaration
 */

/**
 * Ids that a type refers to itself, not through others.
 *
 * @param {Type} type
 * @returns {string[]}
 */
export function references(type) {
  if (type.kind === 'ref') return [type.id];
  if (type.kind === 'array') return references(type.items);
  if (type.kind === 'map') return references(type.values);
  if (type.kind === 'union') return type.members.flatMap(references);
  return type.kind === 'object' ? type.fields.flatMap((field) => references(field.type)) : [];
}

/**
 * A kind as it stands in a file: with apiVersion, kind and metadata, and without the status, which controllers write.
 *
 * @param {Declaration} root
 * @returns {Type}
 */
function written(root) {
  if (root.type.kind !== 'object') throw new Error(`${root.id} is no object`);
  const always = new Set(['apiVersion', 'kind', 'metadata']);
  const fields = root.type.fields
    .filter((field) => field.name !== 'status')
    .map((field) => ({ ...field, optional: field.optional && !always.has(field.name) }));
  if (fields.filter((field) => always.has(field.name)).length !== always.size) throw new Error(`${root.id} lacks one of ${[...always].join(', ')}`);
  return { kind: 'object', fields };
}

/**
 * @param {Declaration} declaration
 * @param {readonly string[] | undefined} only
 * @returns {Declaration}
 */
function narrowed(declaration, only) {
  if (only === undefined) return declaration;
  const fields = declaration.type.kind === 'object' ? declaration.type.fields.filter((field) => only.includes(field.name)) : [];
  if (fields.length !== only.length) throw new Error(`${declaration.id} does not have all of ${only.join(', ')}`);
  return { id: declaration.id, package: declaration.package, name: declaration.name, type: { kind: 'object', fields } };
}

/**
 * Which declarations the kinds need, and the file that each goes to: its kind's own, or `<folder>/common.ts` when two files need it.
 *
 * @param {ReadonlyMap<string, ReadonlyMap<string, string>>} sources text by path by package
 * @param {readonly import('./kinds.mjs').Kind[]} kinds
 * @param {ReadonlyMap<string, string>} folders folder below imports/ by package
 * @returns {Model}
 * @throws Error when a package does not declare what a kind needs, or two types of one file have the same name
 */
export function model(sources, kinds, folders) {
  const read = reader(sources);
  /** @type {Map<string, Declaration>} */
  const byId = new Map();
  /** @type {Map<string, Set<string>>} */
  const users = new Map();
  /** @type {Map<string, string>} */
  const roots = new Map();
  for (const kind of kinds) {
    const declared = read(kind.package, kind.path, kind.package.startsWith('@kubernetes-models/') ? `I${kind.name}` : kind.name);
    byId.set(declared.id, { id: declared.id, package: declared.package, name: declared.name, type: written(declared) });
    roots.set(kind.out, declared.id);
    const queue = [declared.id];
    for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
      const [, packageName, path, name] = /^([^:]+):([^#]+)#(.+)$/.exec(id) ?? [];
      if (packageName === undefined || path === undefined || name === undefined) throw new Error(`${id} is no id`);
      let declaration = byId.get(id);
      if (declaration === undefined) {
        const found = read(packageName, path, name);
        declaration = narrowed(found, kind.only?.[found.name]);
        byId.set(id, declaration);
      }
      const of = users.get(id) ?? new Set();
      if (of.has(kind.out)) continue;
      users.set(id, of.add(kind.out));
      queue.push(...references(declaration.type));
    }
  }

  /** @type {Map<string, string>} */
  const home = new Map();
  /** @type {Map<string, Declaration[]>} */
  const files = new Map();
  for (const [id, outs] of users) {
    const declaration = /** @type {Declaration} */ (byId.get(id));
    const [first] = outs;
    const out = outs.size === 1 && first !== undefined ? first : `${folders.get(declaration.package)}/common.ts`;
    home.set(id, out);
    const inFile = files.get(out) ?? [];
    if (inFile.some((other) => other.name === declaration.name)) throw new Error(`${out}: two types are named ${declaration.name}`);
    files.set(out, [...inFile, declaration]);
  }
  const modules = [...files].map(([out, declarations]) => {
    const root = roots.get(out);
    // The kind first, then by name: the order must not depend on who asked first.
    declarations.sort((a, b) => Number(b.id === root) - Number(a.id === root) || (a.name < b.name ? -1 : 1));
    return { out, declarations, ...(root === undefined ? {} : { root }) };
  });
  return { modules: modules.sort((a, b) => (a.out < b.out ? -1 : 1)), byId, home };
}
