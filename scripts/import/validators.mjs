import { posix } from 'node:path';
import ts from 'typescript';

/** @typedef {Record<string, any>} Schema */

/**
 * The packages of @kubernetes-models carry no schema, but validators compiled from one: a function for each subschema, whose error objects
 * name keyword and parameters. This reads them back.
 *
 * What the functions cannot tell is left out: they let unknown fields pass, and take null for whatever is optional.
 *
 * @param {ReadonlyMap<string, ReadonlyMap<string, string>>} sources text by path by package
 */
export function schemaReader(sources) {
  /** @type {Map<string, ReturnType<typeof functionsOf>>} */
  const modules = new Map();
  const moduleOf = (/** @type {string} */ name, /** @type {string} */ path) => {
    const key = `${name}:${path}`;
    let found = modules.get(key);
    if (found === undefined) {
      const text = sources.get(name)?.get(path);
      if (text === undefined) throw new Error(`${name} has no ${path}`);
      found = functionsOf(text, path);
      modules.set(key, found);
    }
    return found;
  };

  /**
   * The schema of a module. `named` is called for each other module that it refers to, and gives what stands in its place.
   *
   * @param {string} name package
   * @param {string} path
   * @param {(name: string, path: string) => Schema} named
   * @returns {Schema}
   */
  return (name, path, named) => {
    const module = moduleOf(name, path);
    const of = (/** @type {string} */ id, /** @type {readonly string[]} */ open) => {
      const imported = module.imports.get(id);
      if (imported !== undefined) {
        if (imported.startsWith('.')) return named(name, posix.join(posix.dirname(path), imported));
        const [, other, rest] = /^((?:@[^/]+\/)?[^/]+)\/(.+)$/.exec(imported) ?? [];
        if (other === undefined || rest === undefined) throw new Error(`${path}: does not know the import ${imported}`);
        return named(other, rest.endsWith('.js') ? rest : `${rest}.js`);
      }
      const body = module.functions.get(id);
      if (body === undefined) throw new Error(`${path}: has no function ${id}`);
      if (open.includes(id)) throw new Error(`${path}: ${id} refers to itself`);
      return schemaOfFunction(body, module, (other) => of(other, [...open, id]), path);
    };
    return of(module.root, []);
  };
}

/** @param {string} text @param {string} path */
function functionsOf(text, path) {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true, ts.ScriptKind.JS);
  /** @type {Map<string, ts.FunctionDeclaration>} */
  const functions = new Map();
  /** @type {Map<string, string>} */
  const imports = new Map();
  /** @type {Map<string, ts.Expression>} */
  const constants = new Map();
  let root = '';
  for (const statement of source.statements) {
    if (ts.isFunctionDeclaration(statement) && statement.name) functions.set(statement.name.text, statement);
    if (ts.isImportDeclaration(statement) && ts.isStringLiteral(statement.moduleSpecifier)) {
      const bindings = statement.importClause?.namedBindings;
      if (bindings !== undefined && ts.isNamedImports(bindings))
        for (const one of bindings.elements) if ((one.propertyName ?? one.name).text === 'validate') imports.set(one.name.text, statement.moduleSpecifier.text);
    }
    if (ts.isVariableStatement(statement))
      for (const { name, initializer } of statement.declarationList.declarations) {
        if (!ts.isIdentifier(name) || initializer === undefined) continue;
        if (name.text === 'validate' && ts.isIdentifier(initializer)) root = initializer.text;
        else constants.set(name.text, initializer);
      }
  }
  if (root === '') throw new Error(`${path}: exports no validator`);
  return { functions, imports, constants, root };
}

/** Keywords whose parameter is `limit`. */
const limits = new Set(['maxItems', 'minItems', 'maxLength', 'minLength', 'maxProperties', 'minProperties', 'maximum', 'minimum']);

/**
 * @param {ts.FunctionDeclaration} declaration
 * @param {ReturnType<typeof functionsOf>} module
 * @param {(id: string) => Schema} of
 * @param {string} path
 * @returns {Schema}
 */
function schemaOfFunction(declaration, module, of, path) {
  /** @type {Schema} */
  const schema = {};
  /** @type {Schema[]} */
  const same = [];
  let combined = '';
  /** @param {ts.Node} node */
  const visit = (node) => {
    if (ts.isObjectLiteralExpression(node) && fieldOf(node, 'keyword') !== undefined) {
      const keyword = valueOf(/** @type {ts.Expression} */ (fieldOf(node, 'keyword')), module);
      const given = /** @type {ts.ObjectLiteralExpression} */ (fieldOf(node, 'params'));
      const parameter = (/** @type {string} */ name) => valueOf(/** @type {ts.Expression} */ (fieldOf(given, name)), module);
      if (keyword === 'anyOf' || keyword === 'oneOf') combined = keyword;
      else if (keyword === 'type') schema.type = parameter('type');
      else if (keyword === 'enum') schema.enum = parameter('allowedValues');
      else if (keyword === 'required') (schema.required ??= []).push(parameter('missingProperty'));
      else if (keyword === 'pattern' || keyword === 'format') schema[keyword] = parameter(keyword);
      else if (limits.has(keyword)) schema[keyword] = parameter('limit');
      else throw new Error(`${path}: does not know the keyword ${keyword}`);
      return;
    }
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && /^validate\d*$/.test(node.expression.text)) {
      const [data] = node.arguments;
      const found = of(node.expression.text);
      if (data === undefined) throw new Error(`${path}: a call without data`);
      if (ts.isIdentifier(data) && data.text === 'data') same.push(found);
      else if (ts.isPropertyAccessExpression(data) && data.expression.getText() === 'data') (schema.properties ??= {})[data.name.text] = found;
      else if (ts.isElementAccessExpression(data) && data.expression.getText() === 'data') {
        const index = data.argumentExpression;
        if (ts.isStringLiteral(index)) (schema.properties ??= {})[index.text] = found;
        else if (isForIn(node)) schema.additionalProperties = found;
        else schema.items = found;
      } else throw new Error(`${path}: does not know the call ${node.getText()}`);
      return;
    }
    ts.forEachChild(node, visit);
  };
  if (declaration.body) ts.forEachChild(declaration.body, visit);
  if (combined !== '') schema[combined] = same;
  else if (same.length === 1) return Object.keys(schema).length === 0 ? same[0] : { ...same[0], ...schema };
  else if (same.length > 1) schema.allOf = same;
  return schema;
}

/** @param {ts.Node} node */
function isForIn(node) {
  for (let at = node.parent; at !== undefined && !ts.isFunctionDeclaration(at); at = at.parent) {
    if (ts.isForInStatement(at)) return true;
    if (ts.isForStatement(at) || ts.isForOfStatement(at)) return false;
  }
  return false;
}

/** @param {ts.ObjectLiteralExpression} object @param {string} name */
function fieldOf(object, name) {
  for (const property of object.properties)
    if (ts.isPropertyAssignment(property) && (ts.isIdentifier(property.name) || ts.isStringLiteral(property.name)) && property.name.text === name)
      return property.initializer;
  return undefined;
}

/** @param {ts.Expression} node @param {ReturnType<typeof functionsOf>} module @returns {any} */
function valueOf(node, module) {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isNumericLiteral(node)) return Number(node.text);
  if (ts.isPrefixUnaryExpression(node)) {
    const value = valueOf(node.operand, module);
    return node.operator === ts.SyntaxKind.MinusToken ? -value : !value;
  }
  if (ts.isArrayLiteralExpression(node)) return node.elements.map((element) => valueOf(element, module));
  if (node.kind === ts.SyntaxKind.NullKeyword) return null;
  if (ts.isIdentifier(node)) {
    const found = module.constants.get(node.text);
    if (found !== undefined) return valueOf(found, module);
  }
  throw new Error(`does not know the value ${node.getText()}`);
}
