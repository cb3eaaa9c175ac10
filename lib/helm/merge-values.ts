import { NotRendered } from './not-rendered.ts';
import type { Chart, Dependency } from './chart.ts';
import { deepCopy } from './map-functions.ts';
import { isOpaque } from './opaque-text.ts';
import { type Dict, isDict, isNil, type Value } from './value.ts';

/**
 * Values of an installation over those of a chart and of what it brings, as Helm has them when it judges and renders (helm.sh/helm/v3
 * pkg/chartutil/coalesce.go, CoalesceValues). A null takes a value of the chart away.
 */
export function coalesced(chart: Chart, over: Dict): Dict {
  return withDependencies(chart, overValues(chart, deepCopy(over) as Dict, false), false);
}

/** The same, in which nulls stay (MergeValues). */
const merged = (chart: Chart, over: Dict): Dict => withDependencies(chart, overValues(chart, deepCopy(over) as Dict, true), true);

/** What a dependency is called in values and in paths of templates. */
export const calledIn = ({ alias, name }: Dependency): string => alias ?? name;

function overValues(chart: Chart, over: Dict, keepsNulls: boolean): Dict {
  const children = new Set(chart.dependencies.filter((one) => one.chart !== undefined).map(calledIn));
  for (const [key, value] of deepCopy(chart.values) as Dict) {
    if (!over.has(key)) over.set(key, value);
    else {
      const given = over.get(key);
      if (isNil(given) && !keepsNulls) over.delete(key);
      else if (isDict(given) && isDict(value)) mergeTables(given, value, keepsNulls || children.has(key));
    }
  }
  return over;
}

/** Coalesces what lies below into what lies above (coalesceTablesFullKey). */
function mergeTables(over: Dict, under: Dict, keepsNulls: boolean): Dict {
  const before = new Map(under);
  for (const [key, value] of over) if (isNil(value)) under.set(key, null);
  for (const [key, value] of before) {
    const given = over.get(key);
    if (!over.has(key)) over.set(key, value);
    else if (isNil(given)) {
      // Null over null stays; over a value it takes the value away.
      if (!keepsNulls && !isNil(value)) over.delete(key);
    } else if (isDict(given) && isDict(value)) mergeTables(given, value, keepsNulls);
  }
  return over;
}

function withDependencies(chart: Chart, values: Dict, keepsNulls: boolean): Dict {
  for (const dependency of chart.dependencies) {
    if (dependency.chart === undefined) continue;
    const name = calledIn(dependency);
    if (!values.has(name)) values.set(name, new Map());
    const own = values.get(name);
    if (!isDict(own)) throw new NotRendered(`helm refuses it: the values of its chart ${name} are no map`, true);
    withGlobals(own, values);
    values.set(name, withDependencies(dependency.chart, overValues(dependency.chart, own, keepsNulls), keepsNulls));
  }
  return values;
}

/** What is global above is global below (coalesceGlobals). */
function withGlobals(below: Dict, above: Dict): void {
  const [own, from] = [
    below.has('global') ? below.get('global') : new Map<string, Value>(),
    above.has('global') ? above.get('global') : new Map<string, Value>(),
  ];
  if (!isDict(own) || !isDict(from)) return;
  for (const [key, value] of from) {
    const given = own.get(key);
    if (isDict(value)) {
      if (!own.has(key)) own.set(key, new Map(value));
      else if (isDict(given)) own.set(key, mergeTables(new Map(value), given, true));
    } else if (!isDict(given)) own.set(key, value);
  }
  below.set('global', own);
}

/**
 * A chart with the dependencies that these values switch on, each by the name that its values have, and with the values that it imports from them
 * (pkg/chartutil/dependencies.go, ProcessDependenciesWithMerge).
 *
 * @throws NotRendered where a condition cannot be told
 */
export function installed(chart: Chart, values: Dict): Chart {
  return withImports(enabled(chart, values, ''));
}

function enabled(chart: Chart, values: Dict, path: string): Chart {
  if (chart.dependencies.every(({ isLoose }) => isLoose === true)) return chart;
  if (path.split('.').length > 12) throw new NotRendered('its dependencies are nested too deep');
  const all = coalesced(chart, values);
  return {
    ...chart,
    dependencies: chart.dependencies
      .filter((one) => isEnabled(one, all, path))
      .map((one) => (one.chart === undefined ? one : { ...one, chart: enabled({ ...one.chart, name: calledIn(one) }, all, `${path}${calledIn(one)}.`) })),
  };
}

/** Whether a dependency is taken: its conditions first, then its tags. */
function isEnabled({ condition, tags }: Dependency, values: Dict, path: string): boolean {
  for (const one of (condition ?? '').trim().split(',')) {
    if (one === '') continue;
    const value = `${path}${one}`.split('.').reduce<Value>((at, key) => (isDict(at) ? at.get(key) : undefined), values);
    if (typeof value === 'boolean') return value;
    if (typeof value === 'string' && isOpaque(value)) throw new NotRendered('a condition of a dependency is not known');
  }
  const all = values.get('tags');
  const set = tags.flatMap((tag) => (isDict(all) && typeof all.get(tag) === 'boolean' ? [all.get(tag) === true] : []));
  return set.length === 0 || set.includes(true);
}

/** Imported values are weaker than the chart's own. Helm puts the values of all it brings into those of a chart that names any, imported or not. */
function withImports(chart: Chart): Chart {
  const below: Chart = { ...chart, dependencies: chart.dependencies.map((one) => (one.chart === undefined ? one : { ...one, chart: withImports(one.chart) })) };
  if (!below.dependencies.some(({ isLoose }) => isLoose !== true)) return below;
  if (below.dependencies.some((one) => one.imports.length > 0 && one.chart === undefined)) throw new NotRendered('it imports values of a dependency');
  const own = merged(below, new Map());
  // Helm shares what it takes with the values that it takes it from, and so do we: what a later import adds shows in both.
  const taken: Dict = new Map();
  for (const dependency of below.dependencies)
    for (const { child, parent } of dependency.imports) {
      const from = [calledIn(dependency), ...child.split('.')].reduce<Value>((at, key) => (isDict(at) ? at.get(key) : undefined), own);
      if (isDict(from)) mergeTables(taken, (parent === '.' ? from : nested(parent.split('.'), from)) as Dict, true);
    }
  return { ...below, values: mergeTables(deepCopy(own) as Dict, taken, true) };
}

const nested = (path: readonly string[], value: Value): Value => path.reduceRight<Value>((inner, key) => new Map([[key, inner]]), value);

/** Values files one over another, as helm takes `-f A -f B`: null stays, so that it can take away a value of the chart. */
export function layered(layers: readonly Dict[]): Dict {
  const made: Dict = new Map();
  for (const layer of layers)
    for (const [key, value] of layer) {
      const own = made.get(key);
      made.set(key, isDict(own) && isDict(value) ? layered([own, value]) : deepCopy(value));
    }
  return made;
}
