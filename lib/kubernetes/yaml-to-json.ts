import { GoObject, parseGoJson, type GoJson } from '../go/json.ts';
import { Lines } from '../manifest/lines.ts';
import { type Parsed, parseYaml, Tagged } from '../manifest/parse-yaml.ts';
import { Places } from '../manifest/places.ts';

/** The first document of a YAML or JSON text, with its keys sorted as Go's JSON sorts them, and the keys that stand twice. */
export type YamlAsJson = { readonly json: unknown; readonly duplicates: readonly string[] } | { readonly error: string };

/** As sigs.k8s.io/yaml turns YAML into JSON; JSON is read as such. Later documents are ignored. */
export function yamlToJson(text: string): YamlAsJson {
  if (/^\s*\{/.test(text)) {
    const parsed = parseGoJson(text.trimStart());
    if ('error' in parsed) return { error: `couldn't get version/kind; json parse error: ${parsed.error}` };
    return { json: JSON.parse(text), duplicates: twiceInJson(parsed.json, '') };
  }
  const [document] = parseYaml(text);
  if (document === undefined) return { json: null, duplicates: [] };
  const broken = document.faults.find(({ code }) => code === 'yaml-broken');
  if (broken !== undefined) return { error: broken.said ?? `yaml: ${broken.message}` };
  return { json: plain(document.value), duplicates: twiceInYaml(document, text) };
}

function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (value instanceof Tagged) return plain(value.value);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, plain(item)]),
  );
}

function twiceInYaml(document: Parsed, text: string): string[] {
  const twice = document.faults.filter(({ code }) => code === 'yaml-duplicate-key');
  if (twice.length === 0) return [];
  const lines = new Lines(text);
  const places = new Places(document);
  // goyaml names the line of the value.
  const found = twice.map(({ path }) => `  line ${lines.at(places.offset(path, 'value')).line}: key ${JSON.stringify(path.at(-1))} already set in map`);
  return [`yaml: unmarshal errors:\n${found.join('\n')}`];
}

function twiceInJson(json: GoJson, path: string): string[] {
  if (Array.isArray(json)) return (json as GoJson[]).flatMap((item, index) => twiceInJson(item, `${path}[${index}]`));
  if (!(json instanceof GoObject)) return [];
  const seen = new Set<string>();
  return json.entries.flatMap(([key, value]) => {
    const full = path === '' ? key : `${path}.${key}`;
    const twice = seen.has(key) ? [`duplicate field "${full}"`] : [];
    seen.add(key);
    return [...twice, ...twiceInJson(value, full)];
  });
}
