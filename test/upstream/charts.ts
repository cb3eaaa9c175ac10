import { Ajv, type ErrorObject } from 'ajv';
import { parse } from 'yaml';
import { hasUpstream, upstreamNames, upstreamText } from '../support/upstream.ts';

export type Values = Readonly<Record<string, unknown>>;

export const isMap = (value: unknown): value is Values => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Files of charts as their authors publish them: Chart.yaml, values.yaml, values.schema.json. */
export const hasChart = (...path: string[]): boolean => hasUpstream('charts', ...path);

const text = (...path: string[]): string => upstreamText('charts', ...path)!;

/** Defaults of a chart, with those of its parts below their names, the text in which optional keys stand commented out, and parts whose files are missing. */
export function defaultsOf(chart: string): { readonly values: Values; readonly text: string; readonly missing: readonly string[] } {
  const { dependencies = [] } = parse(text(chart, 'Chart.yaml')) as { dependencies?: { name: string; alias?: string }[] };
  const own = text(chart, 'values.yaml');
  let values = (parse(own) ?? {}) as Values;
  const texts = [own];
  const missing: string[] = [];
  for (const { name, alias } of dependencies) {
    if (!hasChart(name, 'values.yaml')) {
      missing.push(alias ?? name);
      continue;
    }
    const part = defaultsOf(name);
    values = { ...values, [alias ?? name]: overlay(part.values, values[alias ?? name]) };
    texts.push(part.text);
  }
  return { values, text: texts.join('\n'), missing };
}

/** One map of values over another, as Helm does it. */
export function overlay(lower: unknown, upper: unknown): unknown {
  if (upper === undefined) return lower;
  if (!isMap(lower) || !isMap(upper)) return upper;
  return Object.fromEntries([...new Set([...Object.keys(lower), ...Object.keys(upper)])].map((key) => [key, overlay(lower[key], upper[key])]));
}

/**
 * Paths of keys that the chart does not know. An empty map, null and a list in the defaults take anything, and so does a part of the chart
 * whose own files are missing; a key that the defaults name only in a comment counts as known.
 *
 * @param free paths below which the chart takes any key although its defaults hold examples
 */
export function unknownKeys(ours: unknown, defaults: ReturnType<typeof defaultsOf>, free: readonly string[]): string[] {
  const walk = (value: unknown, known: unknown, path: string): string[] => {
    if (!isMap(value) || free.includes(path) || defaults.missing.includes(path)) return [];
    if (!isMap(known) || Object.keys(known).length === 0) return [];
    return Object.entries(value).flatMap(([key, item]) => {
      const here = path === '' ? key : `${path}.${key}`;
      if (Object.hasOwn(known, key)) return walk(item, known[key], here);
      const commented = new RegExp(String.raw`^\s*#+\s*${key.replace(/[.*+?^$()|[\]{}\\]/g, String.raw`\$&`)}:`, 'm');
      return commented.test(defaults.text) ? [] : [here];
    });
  };
  return walk(ours, defaults.values, '');
}

/** What a chart's values.schema.json says against values; nothing when it has none. */
export function schemaErrors(chart: string, values: unknown): readonly string[] {
  if (!hasChart(chart, 'values.schema.json')) return [];
  const ajv = new Ajv({ strict: false, unicodeRegExp: false, validateFormats: false, allErrors: true });
  // A schema that lies elsewhere: that of the library chart which the folder brings.
  for (const name of upstreamNames('charts', chart)) {
    if (!hasChart(chart, name, 'values.schema.json')) continue;
    const main = schemaIn(chart, name, 'values.schema.json');
    ajv.addSchema(main);
    for (const part of upstreamNames('charts', chart, name, 'schemas')) {
      ajv.addSchema(schemaIn(chart, name, 'schemas', part), new URL(`schemas/${part}`, main.$id).href);
    }
  }
  const validate = ajv.compile(schemaIn(chart, 'values.schema.json'));
  return validate(values)
    ? []
    : validate.errors!.map(({ instancePath, message, params }: ErrorObject) => `${instancePath} ${message} ${JSON.stringify(params)}`);
}

/** A schema without the name of its dialect: all are draft 7, and some spell that in a way that Ajv does not know. */
function schemaIn(...path: string[]): { $id?: string } {
  return Object.fromEntries(Object.entries(JSON.parse(text(...path)) as object).filter(([key]) => key !== '$schema'));
}
