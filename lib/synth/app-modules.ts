import { relative, sep } from 'node:path';

/** A place in a file of the user. Lines and columns count from 1. */
export interface Place {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
}

/** A name that a file takes from another one. */
export interface Imported extends Place {
  /** The module as it is written. */
  readonly from: string;
  /** The name there; undefined for `import './x.ts'` and `import * as x`. */
  readonly name: string | undefined;
  /** Whether code uses it: names that only types use are gone when the code runs. */
  readonly use: 'value' | 'type' | 'none';
}

/** What a file says about itself before it runs. */
export interface AppModule {
  readonly imports: readonly Imported[];
  /** Names that it exports; undefined when they cannot be told from the text. */
  readonly exports: ReadonlySet<string> | undefined;
}

/** Parts of Babel's tree that are read here. Babel comes with jiti, which ships no types of it. */
interface Node {
  readonly type: string;
  readonly loc?: { readonly start: { readonly line: number; readonly column: number } };
  readonly [field: string]: unknown;
}
interface BabelPath {
  readonly parent: Node;
  readonly parentPath: BabelPath | null;
}
interface BabelFile {
  readonly opts: { readonly plugins: readonly { readonly options?: { readonly filename?: string } }[] };
  readonly ast: { readonly program: { readonly body: readonly Node[] } };
  readonly path: { readonly scope: { getBinding(name: string): { readonly referencePaths: readonly BabelPath[] } | undefined } };
}

/** A path for people: from the working directory, with `/`. */
export const shown = (path: string): string => relative('.', path).split(sep).join('/');

/**
 * A plugin of Babel that notes imports and exports of each file before types are taken out of it, by the file's path. It changes nothing.
 *
 * @param wanted which files to note
 */
export function noteModules(modules: Map<string, AppModule>, wanted: (file: string) => boolean): () => object {
  return () => ({
    name: 'pinout-note-modules',
    visitor: {},
    pre(file: BabelFile) {
      // jiti tells Babel no file name, but its own plugin for import.meta.
      const path = file.opts.plugins.find(({ options }) => options?.filename !== undefined)?.options?.filename;
      if (path !== undefined && wanted(path)) modules.set(path, moduleOf(file, path));
    },
  });
}

function moduleOf(file: BabelFile, path: string): AppModule {
  const imports: Imported[] = [];
  const exports = new Set<string>();
  let open = true;
  const text = (node: unknown): string => String((node as Node)['name'] ?? (node as Node)['value']);
  const list = (value: unknown): readonly Node[] => (Array.isArray(value) ? (value as Node[]) : []);
  const note = (from: Node, at: Node, name: string | undefined, use: Imported['use']) => {
    const start = at.loc?.start;
    const place = start === undefined ? {} : { line: start.line, column: start.column + 1 };
    imports.push({ file: path, ...place, from: text(from), name, use });
  };
  for (const node of file.ast.program.body) {
    if (/^(?:Import|Export)/.test(node.type)) open = false;
    const type = node['importKind'] === 'type' || node['exportKind'] === 'type';
    const source = node['source'] as Node | null | undefined;
    const specifiers = list(node['specifiers']);
    if (node.type === 'ImportDeclaration' && !type) {
      if (specifiers.length === 0) note(source!, node, undefined, 'value');
      for (const one of specifiers) {
        if (one['importKind'] === 'type') continue;
        const name = one.type === 'ImportDefaultSpecifier' ? 'default' : one.type === 'ImportSpecifier' ? text(one['imported']) : undefined;
        note(source!, one, name, useOf(file, text(one['local'])));
      }
    } else if (node.type === 'ExportAllDeclaration' && !type) {
      note(source!, node, undefined, 'value');
      open = true;
      break;
    } else if (node.type === 'ExportDefaultDeclaration') exports.add('default');
    else if (node.type === 'ExportNamedDeclaration') {
      for (const one of specifiers) {
        exports.add(text(one['exported']));
        if (source !== null && source !== undefined && !type && one['exportKind'] !== 'type')
          note(source, one, one.type === 'ExportSpecifier' ? text(one['local']) : undefined, 'value');
      }
      const declared = node['declaration'] as Node | null | undefined;
      if (declared?.['id'] !== undefined) exports.add(text(declared['id']));
      for (const one of list(declared?.['declarations'])) {
        const id = one['id'] as Node;
        if (id.type === 'Identifier') exports.add(text(id));
        else open = true;
      }
    } else if (node.type.startsWith('TSExport') || node.type === 'TSModuleDeclaration') open = true;
  }
  return { imports, exports: open ? undefined : exports };
}

const typeParents = /^TS(?:TypeReference|TypeQuery|QualifiedName|ExpressionWithTypeArguments|ClassImplements|InterfaceHeritage|ImportType)$/;

function useOf(file: BabelFile, local: string): Imported['use'] {
  const references = file.path.scope.getBinding(local)?.referencePaths ?? [];
  if (references.length === 0) return 'none';
  return references.some(({ parent }) => !typeParents.test(parent.type)) ? 'value' : 'type';
}
