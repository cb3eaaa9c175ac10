import { importsIn } from '../../helm/imported-values.ts';
import { parseYaml } from '../../manifest/parse-yaml.ts';
import type { Schema } from '../schema.ts';
import { isMap } from '../validate-object.ts';
import { chartYaml, type ChartFiles, type ChartYaml, filesBelow } from './chart-files.ts';
import type { ChartDependency, ChartParts } from './chart-shape.ts';

/** What Helm judges values by; nothing of a chart that has no schema and brings none. @param budget how many charts are looked at */
export function partsOf(files: ChartFiles, chart: ChartYaml, budget: { left: number }): ChartParts {
  if (![...files.keys()].some((path) => /(?:^|\/)values\.schema\.json$/.test(path))) return {};
  const text = files.get('values.schema.json');
  const own = parseYaml(files.get('values.yaml') ?? '')[0]?.value;
  const dependencies = dependenciesOf(files, chart, budget);
  return {
    defaults: isMap(own) ? own : {},
    ...(text === undefined ? {} : { schema: withoutProse(JSON.parse(text.replace(/^\uFEFF/, ''))) as Schema }),
    ...(dependencies.length === 0 ? {} : { dependencies }),
  };
}

function dependenciesOf(files: ChartFiles, chart: ChartYaml, budget: { left: number }): ChartDependency[] {
  const listed = (Array.isArray(chart['dependencies']) ? (chart['dependencies'] as unknown[]) : []).flatMap((one): ChartDependency[] => {
    const { name, alias, condition, tags, 'import-values': given } = isMap(one) ? one : {};
    if (typeof name !== 'string') return [];
    const imports = importsIn(given);
    return [
      {
        name,
        ...(typeof alias === 'string' && alias !== '' ? { alias } : {}),
        ...(typeof condition === 'string' ? { condition } : {}),
        ...(Array.isArray(tags) ? { tags: (tags as unknown[]).filter((tag) => typeof tag === 'string') } : {}),
        ...(imports.length === 0 ? {} : { imports }),
        ...below(filesBelow(files, name), budget),
      },
    ];
  });
  // Helm takes up what lies in `charts` whether it is listed or not.
  const names = new Set(listed.map(({ name }) => name));
  const folders = new Set([...files.keys()].flatMap((path) => /^charts\/([^/]+)\/Chart\.yaml$/.exec(path)?.[1] ?? []));
  const loose = [...folders]
    .filter((name) => !names.has(name))
    .map((name): ChartDependency => ({ name, isLoose: true, ...below(filesBelow(files, name), budget) }));
  return [...listed, ...loose];
}

function below(files: ChartFiles, budget: { left: number }): Pick<ChartDependency, 'chart'> {
  if (!files.has('Chart.yaml')) return {};
  budget.left -= 1;
  if (budget.left < 0) throw new Error('more than 500 subcharts');
  const chart = chartYaml(files);
  const own = parseYaml(files.get('values.yaml') ?? '')[0]?.value;
  // Its values count for the schema of the chart above, also where it has none itself.
  return { chart: { version: String(chart['version'] ?? ''), defaults: isMap(own) ? own : {}, ...partsOf(files, chart, budget) } };
}

const prose = new Set(['description', 'title', 'examples', 'example', '$comment', 'default', 'deprecated', 'markdownDescription']);
const maps = new Set(['properties', 'patternProperties', 'definitions', '$defs', 'dependentSchemas', 'dependencies', 'dependentRequired']);

/** A schema without prose. Names of fields are no keywords: a field may be called `description`. */
function withoutProse(schema: unknown, names = false): unknown {
  if (Array.isArray(schema)) return (schema as unknown[]).map((one) => withoutProse(one));
  if (typeof schema !== 'object' || schema === null) return schema;
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([key]) => names || !prose.has(key))
      .map(([key, one]) => [key, !names && (key === 'enum' || key === 'const' || key === 'required') ? one : withoutProse(one, !names && maps.has(key))]),
  );
}
