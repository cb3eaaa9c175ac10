import type { Chart } from '../../helm/chart.ts';
import { calledIn, coalesced, installed } from '../../helm/merge-values.ts';
import { isOpaque, shown } from '../../helm/opaque-text.ts';
import { type Dict, isDict, isList, type Value } from '../../helm/value.ts';
import type { Path } from '../../manifest/parse-yaml.ts';
import type { Unsure } from '../json-schema/faults.ts';

/** Values of a chart, or of one that it brings, as Helm judges them by its schema. */
export interface Judged {
  readonly chart: Chart;
  /** Where its values stand among those of the chart at the top. */
  readonly at: Path;
  readonly values: unknown;
  readonly unsure: Unsure;
}

/**
 * What Helm judges when it installs a chart with some values: those of each chart that has a schema, over its own and with what is global
 * (helm.sh/helm/v3 pkg/chartutil/jsonschema.go, ValidateAgainstSchema).
 *
 * @param open whether there may be more values than these
 * @throws NotRendered where Helm refuses the values before it judges them, or nobody can tell which charts are taken
 */
export function judgedValues(chart: Chart, given: Dict, open: boolean): Judged[] {
  const taken = installed(chart, given);
  return judgedIn(taken, coalesced(taken, given), [], open);
}

function judgedIn(chart: Chart, values: Dict, at: Path, open: boolean): Judged[] {
  const absent = chart.dependencies.filter((one) => one.chart === undefined).map((one) => [calledIn(one)]);
  const own: Judged[] =
    chart.schema === undefined ? [] : [{ chart, at, values: plainOf(values), unsure: { values: opaqueIn(values), open: open ? [[]] : absent } }];
  const below = chart.dependencies.flatMap((one): Judged[] => {
    const inner = values.get(calledIn(one));
    return one.chart === undefined || !isDict(inner) ? [] : judgedIn(one.chart, inner, [...at, calledIn(one)], open);
  });
  return [...own, ...below];
}

function plainOf(value: Value): unknown {
  if (isDict(value)) return Object.fromEntries([...value].map(([key, one]) => [key, plainOf(one)]));
  if (isList(value)) return value.map(plainOf);
  return typeof value === 'string' ? shown(value) : typeof value === 'bigint' ? Number(value) : (value ?? null);
}

/** Paths of texts that only the cluster knows. */
function opaqueIn(value: Value, path: Path = []): Path[] {
  if (isDict(value)) return [...value].flatMap(([key, one]) => opaqueIn(one, [...path, key]));
  if (isList(value)) return value.flatMap((one, index) => opaqueIn(one, [...path, index]));
  return typeof value === 'string' && isOpaque(value) ? [path] : [];
}
