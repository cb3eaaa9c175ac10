import { posix } from 'node:path';
import { Reader } from '../../manifest/reader.ts';
import { sourceDocuments } from '../../manifest/source.ts';
import { isDead } from '../applied/dead-folders.ts';
import type { Manifests } from '../manifests.ts';
import { perTree } from '../per-tree.ts';
import { runsOf } from './runs.ts';
import { evaluate, isMap, type Scope, textOf, Unknown, type Value } from './evaluate.ts';
import type { Block, Body, Expression } from './expression.ts';
import { parseHcl } from './hcl.ts';

/** One instance of a resource. */
interface Found {
  readonly path: string;
  readonly line: number;
  readonly fields: Readonly<Record<string, Value>>;
}

const mostModules = 200;
/** Folders that are looked at for who calls a module. */
const mostNear = 2000;
const mostSteps = 1_000_000;

/**
 * Resources of Terraform, of the files that keep logins, each as a map: `type`, `address`, the `module` that has it, and its arguments by their names in camel case. What nobody can
 * tell from the files is a variable. Modules of the same repository, `for_each` over what the files say, files of `tfvars` and runs of a controller in the cluster
 * are followed; of a run `writes` is the Secret that it writes its outputs to.
 */
export const terraformResources = perTree(({ tree }: Pick<Manifests, 'tree'>): readonly Reader[] => {
  const { unread, origin } = tree;
  const folders = unread.flatMap(({ file, why }) => {
    const path = origin.pathOf(file);
    return why.startsWith('Terraform') && !isDead(path, origin.roots) ? [posix.dirname(path)] : [];
  });
  if (folders.length === 0) return [];
  const read = new Map<string, Folder>();
  const folderAt = (path: string): Folder => {
    let one = read.get(path);
    if (one === undefined) read.set(path, (one = readFolder(path, origin.list(path), origin.read)));
    return one;
  };
  const found: Found[] = [];
  let calls = 0;
  const steps = { left: mostSteps };
  const collect = (path: string, module: string, given?: ReadonlyMap<string, Value>, writes?: Value): void => {
    const folder = folderAt(path);
    const variables = new Map([...folder.defaults, ...(given ?? folder.settings)]);
    const scope: Scope = {
      variables,
      locals: folder.locals,
      steps,
      usual: folder.usual,
      fileAt: (name) => origin.read(posix.join(path, name)),
      listAt: (name) => origin.list(posix.join(path, name)),
      resourceAt: (address) => folder.resources.get(address),
    };
    for (const { block, file } of folder.blocks)
      for (const [index, each] of instancesOf(block, scope)) {
        const inside: Scope = each === undefined ? scope : { ...scope, each };
        if (block.type === 'resource') {
          const [type = '', name = ''] = block.labels;
          const values = [...block.attributes].map(([key, value]): [string, Value] => [camelCase(key), evaluate(value, inside)]);
          // Settings that a version of a provider has in a block, and the next one in a map.
          const config = block.blocks.find((inner) => inner.type === 'config');
          if (config !== undefined) values.push(['config', Object.fromEntries([...config.attributes].map(([key, value]) => [key, evaluate(value, inside)]))]);
          const own = { type, module, address: `${type}.${name}${index}`, ...(writes === undefined ? {} : { writes }) };
          found.push({ path: file, line: block.line, fields: { ...Object.fromEntries(values), ...own } });
          continue;
        }
        const source = sourceOf(block);
        if (source === undefined || module.split('/').length > 3 || ++calls > mostModules) continue;
        const args = [...block.attributes].map(([key, value]) => [key, evaluate(value, inside)] as const);
        collect(posix.join(path, source), `${module}${block.labels[0]}${index}/`, new Map(args), writes);
      }
  };
  const runs = runsOf(tree);
  for (const path of new Set(folders.flatMap((folder) => callersOf(folder, folderAt, origin.list)))) {
    const own = runs.get(path) ?? [];
    if (own.length === 0) collect(path, '');
    for (const { variables, writes } of own) collect(path, '', new Map([...folderAt(path).settings, ...variables]), writes);
  }
  return readersOf(found, origin.shownAs);
});

interface Folder {
  readonly blocks: readonly { readonly block: Block; readonly file: string }[];
  readonly locals: ReadonlyMap<string, Expression>;
  /** Arguments of resources and data sources that are there once, by their address. */
  readonly resources: ReadonlyMap<string, ReadonlyMap<string, Expression>>;
  /** Maps and lists that variables have of themselves: who sets another changes all of it. */
  readonly defaults: ReadonlyMap<string, Value>;
  /** Texts that variables have of themselves. */
  readonly usual: ReadonlyMap<string, string>;
  /** What its files of `tfvars` say. */
  readonly settings: ReadonlyMap<string, Value>;
}

function readFolder(path: string, names: readonly string[], read: (path: string) => string | undefined): Folder {
  const bodies = (wanted: RegExp): (Body & { readonly file: string })[] =>
    names.flatMap((name) => {
      const file = posix.join(path, name);
      const body = wanted.test(name) ? parseHcl(read(file) ?? '') : undefined;
      return body === undefined ? [] : [{ ...body, file }];
    });
  const nothing: Scope = { variables: new Map(), locals: new Map(), steps: { left: mostSteps } };
  const files = bodies(/\.tf$/);
  const all = files.flatMap(({ blocks, file }) => blocks.map((block) => ({ block, file })));
  return {
    blocks: all.filter(({ block: { type } }) => type === 'resource' || type === 'module'),
    resources: new Map(
      all.flatMap(({ block: { type, labels, attributes } }) =>
        (type === 'resource' || type === 'data') && !attributes.has('for_each') && !attributes.has('count')
          ? [[`${type === 'data' ? 'data.' : ''}${labels.join('.')}`, attributes] as const]
          : [],
      ),
    ),
    locals: new Map(all.flatMap(({ block }) => (block.type === 'locals' ? [...block.attributes] : []))),
    defaults: new Map(
      all.flatMap(({ block }): [string, Value][] => {
        const given = block.type === 'variable' ? block.attributes.get('default') : undefined;
        const value = given === undefined ? undefined : evaluate(given, nothing);
        return typeof value === 'object' && value !== null && !(value instanceof Unknown) ? [[block.labels[0] ?? '', value]] : [];
      }),
    ),
    usual: new Map(
      all.flatMap(({ block: { type, labels, attributes } }): [string, string][] => {
        const given = type === 'variable' ? attributes.get('default') : undefined;
        return given !== undefined && 'literal' in given && typeof given.literal === 'string' ? [[labels[0] ?? '', given.literal]] : [];
      }),
    ),
    settings: new Map(
      bodies(/^terraform\.tfvars$|\.auto\.tfvars$/).flatMap(({ attributes }) =>
        [...attributes].map(([key, value]) => [key, evaluate(value, nothing)] as const),
      ),
    ),
  };
}

const sourceOf = ({ attributes }: Block): string | undefined => {
  const source = attributes.get('source');
  const text = source !== undefined && 'literal' in source ? String(source.literal) : '';
  return /^\.\.?\//.test(text) ? text : undefined;
};

/** What `for_each` makes of a block: the index of each, and what it is made of. One that nobody can count is taken once. */
function instancesOf({ attributes }: Block, scope: Scope): (readonly [string, Scope['each']])[] {
  const count = attributes.get('count');
  if (count !== undefined && evaluate(count, scope) === 0) return [];
  const over = attributes.get('for_each');
  if (over === undefined) return [['', undefined]];
  const value = evaluate(over, scope);
  if (isMap(value)) return Object.entries(value).map(([key, one]) => [`["${key}"]`, { key, value: one }]);
  if (Array.isArray(value)) return (value as Value[]).map((one) => [`["${textOf(one)}"]`, { key: one, value: one }]);
  return [['', { key: new Unknown('each.key'), value: new Unknown('each.value') }]];
}

/** The folders from which a folder is called as a module; itself where none is near. */
function callersOf(folder: string, folderAt: (path: string) => Folder, list: (path: string) => readonly string[], depth = 0): string[] {
  const near = new Set<string>();
  const inside = (path: string): string[] => list(path).flatMap((name) => (name.includes('.') || name === 'node_modules' ? [] : [posix.join(path, name)]));
  for (let above = posix.dirname(folder), level = 0; level < 4; above = posix.dirname(above), level++) {
    let paths = [above];
    // Beside the root of the repository everything is near.
    for (let depth = 0; depth <= (above === '.' ? 1 : 3) && near.size < mostNear; depth++) {
      for (const path of paths) near.add(path);
      paths = paths.flatMap(inside).slice(0, mostNear);
    }
    if (above === '.') break;
  }
  near.delete(folder);
  const callers = [...near].filter(
    (path) =>
      list(path).some((name) => name.endsWith('.tf')) &&
      folderAt(path).blocks.some(({ block }) => block.type === 'module' && posix.join(path, sourceOf(block) ?? '') === folder),
  );
  return callers.length === 0 || depth === 2 ? [folder] : callers.flatMap((path) => callersOf(path, folderAt, list, depth + 1));
}

const camelCase = (name: string): string => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** Resources as YAML, each in the line where it stands in its file, so that a finding points there. */
function readersOf(found: readonly Found[], shownAs: (path: string) => string): Reader[] {
  const files = new Map<string, Map<number, Found['fields'][]>>();
  // Values that are parts of others several times are written each time.
  let left = mostSteps;
  const plain = (_: string, value: unknown): unknown => (--left < 0 ? null : value instanceof Unknown ? textOf(value) : value);
  for (const { path, line, fields } of found) {
    const lines = files.get(path) ?? new Map<number, Found['fields'][]>();
    files.set(path, lines.set(line, [...(lines.get(line) ?? []), fields]));
  }
  return [...files].flatMap(([path, lines]) => {
    const text: string[] = Array.from({ length: Math.max(...lines.keys()) }, () => '');
    for (const [line, all] of lines) text[line - 1] = `- ${JSON.stringify(all, plain)}`;
    return sourceDocuments(shownAs(path), text.join('\n')).flatMap((one) =>
      Reader.of(one)
        .items()
        .flatMap((line) => line.items()),
    );
  });
}
