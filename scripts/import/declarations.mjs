import { posix } from 'node:path';
import ts from 'typescript';

/**
 * A type without its prose.
 *
 * @typedef {{ kind: 'object', fields: { name: string, optional: boolean, type: Type }[] } | { kind: 'map', values: Type }
 *   | { kind: 'array', items: Type } | { kind: 'union', members: Type[] } | { kind: 'literal', value: string }
 *   | { kind: 'primitive', name: 'string' | 'number' | 'boolean' | 'unknown' } | { kind: 'ref', id: string }} Type
 * @typedef {{ readonly id: string, readonly package: string, readonly name: string, readonly type: Type }} Declaration
 */

/** The packages of @kubernetes-models take these from a package of their own; kubernetes-types has the same ones. */
const apimachinery = /^@kubernetes-models\/apimachinery\/apis\/(meta\/v1)\/(\w+)$/;

/** @type {Record<number, 'string' | 'number' | 'boolean' | 'unknown'>} */
const primitives = {
  [ts.SyntaxKind.StringKeyword]: 'string',
  [ts.SyntaxKind.NumberKeyword]: 'number',
  [ts.SyntaxKind.BooleanKeyword]: 'boolean',
  [ts.SyntaxKind.AnyKeyword]: 'unknown',
  [ts.SyntaxKind.UnknownKeyword]: 'unknown',
};

/**
 * Reads type declarations out of the `.d.ts` files of packages, following their imports. Fields that only a server writes
 * (`readonly` in kubernetes-types) are left out, and so is every comment.
 *
 * @param {ReadonlyMap<string, ReadonlyMap<string, string>>} sources text by path by package
 * @returns {(packageName: string, path: string, name: string) => Declaration}
 * @throws Error for a file or name that is not there, and for syntax that the generator does not know: better none than a wrong type
 * @example reader(sources)('kubernetes-types', 'core/v1.d.ts', 'Namespace').type
 */
export function reader(sources) {
  /** @type {Map<string, ts.SourceFile>} */
  const parsed = new Map();
  /** @type {Map<string, Declaration>} */
  const read = new Map();

  /** @param {string} packageName @param {string} path */
  function sourceFile(packageName, path) {
    const key = `${packageName}:${path}`;
    let file = parsed.get(key);
    if (file === undefined) {
      const text = sources.get(packageName)?.get(path);
      if (text === undefined) throw new Error(`${packageName} has no file ${path}`);
      file = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
      parsed.set(key, file);
    }
    return file;
  }

  /** @param {string} packageName @param {string} path @param {string} specifier @param {string} name @returns {Declaration} */
  function imported(packageName, path, specifier, name) {
    if (specifier.startsWith('.')) return declaration(packageName, `${posix.join(posix.dirname(path), specifier).replace(/\.js$/, '')}.d.ts`, name);
    const [, file, shared] = apimachinery.exec(specifier) ?? [];
    if (file === undefined || shared === undefined)
      throw new Error(`${packageName}:${path} takes ${name} from ${specifier}, which is not among the pinned packages`);
    return declaration('kubernetes-types', `${file}.d.ts`, shared);
  }

  /** @param {string} packageName @param {string} path @param {string} name @returns {Declaration} */
  function declaration(packageName, path, name) {
    const id = `${packageName}:${path}#${name}`;
    const known = read.get(id);
    if (known !== undefined) return known;
    for (const statement of sourceFile(packageName, path).statements) {
      if ((ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)) && statement.name.text === name) {
        // Interfaces of @kubernetes-models are named I…, beside classes of the plain name.
        const plain = packageName.startsWith('@kubernetes-models/') ? name.replace(/^I(?=[A-Z])/, '') : name;
        /** @type {Type | undefined} */
        let type;
        const found = {
          id,
          package: packageName,
          name: plain,
          // Read when asked for: types may refer to themselves, and what nobody needs may come from packages that are not pinned.
          get type() {
            type ??= ts.isInterfaceDeclaration(statement) ? interfaceType(statement, packageName, path) : typeOf(statement.type, packageName, path);
            return type;
          },
        };
        read.set(id, found);
        return found;
      }
      const named =
        ts.isExportDeclaration(statement) && statement.exportClause && ts.isNamedExports(statement.exportClause) ? statement.exportClause.elements : [];
      const alias = named.find((element) => element.name.text === name && element.propertyName && element.propertyName.text !== name);
      if (alias?.propertyName) return declaration(packageName, path, alias.propertyName.text);
      const bindings = ts.isImportDeclaration(statement) ? statement.importClause?.namedBindings : undefined;
      const binding = bindings && ts.isNamedImports(bindings) ? bindings.elements.find((element) => element.name.text === name) : undefined;
      if (binding && ts.isImportDeclaration(statement) && ts.isStringLiteral(statement.moduleSpecifier)) {
        return imported(packageName, path, statement.moduleSpecifier.text, (binding.propertyName ?? binding.name).text);
      }
    }
    throw new Error(`${packageName}:${path} does not declare ${name}`);
  }

  /** @param {ts.InterfaceDeclaration} node @param {string} packageName @param {string} path */
  function interfaceType(node, packageName, path) {
    // TypeMeta has apiVersion and kind alone, which every kind declares again with its own values.
    for (const clause of node.heritageClauses ?? []) {
      for (const { expression } of clause.types)
        if (expression.getText() !== 'TypeMeta') throw new Error(`${packageName}:${path} extends ${expression.getText()}`);
    }
    return membersType(node.members, packageName, path);
  }

  /** @param {ts.NodeArray<ts.TypeElement>} members @param {string} packageName @param {string} path @returns {Type} */
  function membersType(members, packageName, path) {
    const [first] = members;
    if (first === undefined) return { kind: 'map', values: { kind: 'primitive', name: 'unknown' } };
    if (members.length === 1 && ts.isIndexSignatureDeclaration(first)) return { kind: 'map', values: typeOf(first.type, packageName, path) };
    /** @type {{ name: string, optional: boolean, type: Type }[]} */
    const fields = [];
    for (const member of members) {
      if (!ts.isPropertySignature(member) || !member.type || ts.isComputedPropertyName(member.name))
        throw new Error(`${packageName}:${path}: cannot read \`${member.getText()}\``);
      if (member.modifiers?.some((modifier) => modifier.kind === ts.SyntaxKind.ReadonlyKeyword)) continue;
      fields.push({ name: member.name.text, optional: member.questionToken !== undefined, type: typeOf(member.type, packageName, path) });
    }
    return { kind: 'object', fields };
  }

  /** @param {ts.TypeNode} node @param {string} packageName @param {string} path @returns {Type} */
  function typeOf(node, packageName, path) {
    const primitive = primitives[node.kind];
    if (primitive !== undefined) return { kind: 'primitive', name: primitive };
    if (ts.isParenthesizedTypeNode(node)) return typeOf(node.type, packageName, path);
    if (ts.isTypeLiteralNode(node)) return membersType(node.members, packageName, path);
    if (ts.isArrayTypeNode(node)) return { kind: 'array', items: typeOf(node.elementType, packageName, path) };
    if (ts.isUnionTypeNode(node)) return { kind: 'union', members: node.types.map((member) => typeOf(member, packageName, path)) };
    if (ts.isLiteralTypeNode(node) && ts.isStringLiteral(node.literal)) return { kind: 'literal', value: node.literal.text };
    if (ts.isTypeReferenceNode(node) && ts.isIdentifier(node.typeName)) {
      const [argument] = node.typeArguments ?? [];
      if (node.typeName.text === 'Array' && argument) return { kind: 'array', items: typeOf(argument, packageName, path) };
      if (!argument) return { kind: 'ref', id: declaration(packageName, path, node.typeName.text).id };
    }
    throw new Error(`${packageName}:${path}: cannot read the type \`${node.getText()}\``);
  }

  return declaration;
}
