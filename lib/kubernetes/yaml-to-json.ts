import { parseGoJson } from '../go/json.ts';
import { isAlias, isMap, isPair, isScalar, isSeq, LineCounter, parseAllDocuments, type Node, type Scalar } from 'yaml';
import { aliasError, aliasesOf, type Target } from './aliases.ts';

/** The first document of a YAML or JSON text, with its keys sorted as Go's JSON sorts them, and the keys that stand twice. */
export type YamlAsJson = { readonly json: unknown; readonly duplicates: readonly string[] } | { readonly error: string };

/** As sigs.k8s.io/yaml turns YAML into JSON: YAML 1.1, later documents are ignored. The text of a syntax error is near to Go's, not equal. */
export function yamlToJson(text: string): YamlAsJson {
  try {
    return read(text);
  } catch (error) {
    // The reader of YAML recurses. No configuration nests so deep, so Go refuses it too, if in other words.
    if (error instanceof RangeError) return { error: 'yaml: nested too deep' };
    throw error;
  }
}

function read(text: string): YamlAsJson {
  const asJson = /^\s*\{/.test(text);
  if (asJson) {
    const parsed = parseGoJson(text.trimStart());
    if ('error' in parsed) return { error: `couldn't get version/kind; json parse error: ${parsed.error}` };
  }
  const lines = new LineCounter();
  const options = { version: '1.1', merge: true, uniqueKeys: false, logLevel: 'silent', lineCounter: lines } as const;
  const documents = parseAllDocuments(text, options);
  const document = Array.isArray(documents) ? documents[0] : undefined;
  if (document === undefined) return { json: null, duplicates: [] };
  const [failed] = document.errors;
  if (failed !== undefined) {
    const line = failed.linePos?.[0].line ?? 1;
    return { error: `yaml: line ${Math.max(1, line - 1)}: ${words[failed.code] ?? 'did not find expected key'}` };
  }
  const target = aliasesOf(document);
  const bomb = aliasError(document, target);
  if (bomb !== undefined) return { error: bomb };
  const twice = asJson ? twiceInJson(document.contents, '') : twiceInYaml(document.contents, lines);
  return { json: plain(document.contents, target, !asJson), duplicates: twice };
}

const words: Readonly<Record<string, string>> = {
  BAD_INDENT: 'did not find expected key',
  TAB_AS_INDENT: 'found character that cannot start any token',
  MISSING_CHAR: "did not find expected ',' or ']'",
  BAD_ALIAS: 'did not find expected alphabetic or numeric character',
  UNEXPECTED_TOKEN: 'did not find expected key',
  MULTILINE_IMPLICIT_KEY: "could not find expected ':'",
  BLOCK_AS_IMPLICIT_KEY: 'mapping values are not allowed in this context',
};

function plain(node: unknown, target: Target, sorted: boolean): unknown {
  if (isAlias(node)) return plain(target(node), target, sorted);
  if (isScalar(node)) {
    const { value } = node;
    if (value instanceof Date) return node.source ?? value.toISOString();
    return typeof value === 'bigint' ? Number(value) : (value ?? null);
  }
  if (isSeq(node)) return node.items.map((item) => plain(item, target, sorted));
  if (!isMap(node)) return null;
  const entries = new Map<string, unknown>();
  const merged: Node[] = [];
  for (const pair of node.items) {
    const key = isScalar(pair.key) ? keyText(pair.key) : String(pair.key);
    if (key === '<<') merged.push(pair.value as Node);
    else entries.set(key, plain(pair.value, target, sorted));
  }
  for (const source of merged.flatMap((one) => (isSeq(one) ? (one.items as Node[]) : [one]))) {
    const value = plain(source, target, sorted);
    if (typeof value === 'object' && value !== null) for (const [key, each] of Object.entries(value)) if (!entries.has(key)) entries.set(key, each);
  }
  const list = [...entries];
  if (sorted) list.sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(list);
}

// Keys are texts in JSON: a bare `y` is a bool in YAML 1.1 and becomes the key `true`.
function keyText(key: Scalar): string {
  return typeof key.value === 'string' ? key.value : typeof key.value === 'number' ? (key.source ?? String(key.value)) : String(key.value);
}

function twiceInYaml(contents: unknown, lines: LineCounter): string[] {
  const found: string[] = [];
  walk(contents, '', (key, at) => found.push(`  line ${lines.linePos(at).line}: key ${JSON.stringify(key)} already set in map`));
  return found.length === 0 ? [] : [`yaml: unmarshal errors:\n${found.join('\n')}`];
}

function twiceInJson(contents: unknown, path: string): string[] {
  const found: string[] = [];
  walk(contents, path, (_, __, full) => found.push(`duplicate field "${full}"`));
  return found;
}

function walk(node: unknown, path: string, twice: (key: string, at: number, full: string) => void): void {
  if (isSeq(node)) node.items.forEach((item, index) => walk(item, `${path}[${index}]`, twice));
  if (!isMap(node)) return;
  const seen = new Set<string>();
  for (const pair of node.items) {
    if (!isPair(pair) || !isScalar(pair.key)) continue;
    const key = String(pair.key.value);
    const full = path === '' ? key : `${path}.${key}`;
    if (seen.has(key)) twice(key, pair.key.range?.[0] ?? 0, full);
    seen.add(key);
    walk(pair.value, full, twice);
  }
}
