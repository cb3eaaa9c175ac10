import { posix } from 'node:path';
import { references } from './model.mjs';

/**
 * @typedef {import('./declarations.mjs').Type} Type
 * @typedef {import('./model.mjs').Model} Model
 */

/**
 * @param {Type} type
 * @param {Model['byId']} byId
 * @param {boolean} isRoot a kind's metadata needs a name
 * @returns {string}
 */
function text(type, byId, isRoot = false) {
  if (type.kind === 'primitive') return type.name;
  if (type.kind === 'literal') return JSON.stringify(type.value);
  if (type.kind === 'ref') return /** @type {import('./declarations.mjs').Declaration} */ (byId.get(type.id)).name;
  if (type.kind === 'array') return `readonly (${text(type.items, byId)})[]`;
  if (type.kind === 'map') return `{ readonly [key: string]: ${text(type.values, byId)} }`;
  if (type.kind === 'union') return type.members.map((member) => text(member, byId)).join(' | ');
  const fields = type.fields.map(({ name, optional, type: of }) => {
    const key = /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
    const named = isRoot && name === 'metadata' ? ' & { readonly name: string }' : '';
    return `readonly ${key}${optional ? '?' : ''}: ${text(of, byId)}${named};`;
  });
  return `{\n${fields.join('\n')}\n}`;
}

/**
 * A generated file's TypeScript. Types are aliases, not interfaces: only an alias may be assigned to a type with an index signature,
 * such as `Manifest`. Everything is readonly, so that constant lists and maps fit. Only the kind itself is exported, unless the file
 * holds what others share.
 *
 * @param {import('./model.mjs').Module} module
 * @param {Model} model
 * @param {(packageNames: readonly string[]) => string} header
 * @returns {string} not formatted yet
 */
export function typesOf(module, { byId, home }, header) {
  /** @type {Map<string, Set<string>>} */
  const imports = new Map();
  for (const id of module.declarations.flatMap((declaration) => references(declaration.type))) {
    const from = home.get(id);
    if (from === undefined || from === module.out) continue;
    const path = posix.relative(posix.dirname(module.out), from);
    const specifier = path.startsWith('.') ? path : `./${path}`;
    imports.set(specifier, (imports.get(specifier) ?? new Set()).add(/** @type {import('./declarations.mjs').Declaration} */ (byId.get(id)).name));
  }
  const lines = [...imports].sort(([a], [b]) => (a < b ? -1 : 1)).map(([path, names]) => `import type { ${[...names].sort().join(', ')} } from '${path}';\n`);
  const types = module.declarations.map((declaration) => {
    const isRoot = declaration.id === module.root;
    return `${isRoot || module.root === undefined ? 'export ' : ''}type ${declaration.name} = ${text(declaration.type, byId, isRoot)};\n`;
  });
  return `// ${header([...new Set(module.declarations.map((declaration) => declaration.package))])}\n${lines.join('')}\n${types.join('\n')}`;
}
