import { readFileSync } from 'node:fs';
import type { Finding } from '../../contract/finding.ts';
import { type SourceDocument, sourceDocuments } from '../../manifest/source.ts';
import type { Parsed } from '../../manifest/parse-yaml.ts';
import { findingOf } from '../to-finding.ts';
import { type Fault, isMap } from '../validate-object.ts';
import { type ChartId, chartOf, Charts } from './charts.ts';
import type { Fact, ReleaseFact } from './facts.ts';
import { valuesFaults } from './values.ts';

/**
 * What the values of all releases say against the shapes of their charts, and once for each chart whose shape is not there, that its values
 * are not checked.
 *
 * @param judged releases that the schema of their chart judged, as `file name`
 * @param read the text of a file that holds a release
 */
export function releaseFindings(facts: readonly Fact[], imports: string, judged: ReadonlySet<string>, read: (file: string) => string = textOf): Finding[] {
  // Releases are in the order of their files: each file is read once more, not once for each release in it.
  let last: { readonly file: string; readonly documents: readonly SourceDocument[] } | undefined;
  const inFile = ({ file, document }: ReleaseFact, faultsOf: (parsed: Parsed) => readonly Fault[]): Finding[] => {
    if (last?.file !== file) last = { file, documents: sourceDocuments(file, read(file)) };
    const source = last.documents[document];
    if (source === undefined) return [];
    return faultsOf(source.parsed).map((fault) => findingOf(file, fault, source.positionOf(fault.path, fault.key === true ? 'key' : 'value')));
  };
  const charts = new Charts(imports);
  const sources = new Map(facts.flatMap((fact) => (fact.kind === 'source' ? [[fact.id, fact] as const] : [])));
  const unchecked = new Map<string, { readonly first: ReleaseFact; readonly chart: ChartId; count: number }>();
  const findings: Finding[] = [];
  for (const fact of facts) {
    if (fact.kind !== 'release' || !fact.hasValues) continue;
    const chart = chartOf(fact, sources) ?? unknownChart(fact);
    const shape = charts.shapeOf(chart);
    if (shape !== undefined) {
      findings.push(...inFile(fact, (parsed) => valuesFaults(valuesOf(parsed), shape, ['spec', 'values'])));
      continue;
    }
    if (judged.has(`${fact.file} ${fact.name}`)) continue;
    const key = `${chart.chart}\0${chart.version ?? ''}\0${chart.source ?? ''}`;
    const before = unchecked.get(key);
    if (before === undefined) unchecked.set(key, { first: fact, chart, count: 1 });
    else before.count += 1;
  }
  for (const { first, chart, count } of unchecked.values()) findings.push(...inFile(first, () => [notChecked(chart, count, charts)]));
  return findings;
}

function unknownChart({ chart, ref }: ReleaseFact): ChartId {
  return { chart: chart?.name ?? ref?.name ?? '', ...(chart?.version === undefined ? {} : { version: chart.version }) };
}

function notChecked({ chart, version, source }: ChartId, count: number, charts: Charts): Fault {
  const others = charts.versionsOf(chart);
  const what = `${chart}${version === undefined ? '' : ` ${version}`}`;
  const command =
    version === undefined
      ? 'pin the version of the chart, and import its values: pinout import chart OCI-OR-REPO VERSION'
      : `pinout import chart ${source === undefined ? 'OCI-OR-REPO' : source.startsWith('oci://') ? source : `${source} --name ${chart}`} ${version}`;
  return {
    code: 'values-not-checked',
    severity: 'info',
    path: ['spec', 'values'],
    key: true,
    message: `${count === 1 ? 'are' : `of ${count} releases are`} not checked: the values of the chart ${what} were not imported${others.length === 0 ? '' : ` (those of ${others.join(', ')} were)`}`,
    received: what,
    fix: command,
  };
}

const valuesOf = ({ value }: Parsed): unknown => (isMap(value) && isMap(value['spec']) ? value['spec']['values'] : undefined);

/** Nothing for a file that went away after it was judged. */
function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
