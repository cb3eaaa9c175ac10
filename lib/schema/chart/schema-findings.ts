import { isDeepStrictEqual } from 'node:util';
import { compareText } from '../../contract/access.ts';
import { counted } from '../../contract/counted.ts';
import type { Finding } from '../../contract/finding.ts';
import { grouped } from '../../contract/grouped.ts';
import { NotRendered } from '../../helm/not-rendered.ts';
import type { Path } from '../../manifest/parse-yaml.ts';
import type { Reader } from '../../manifest/reader.ts';
import { clustersOf } from '../../tree/clusters-of.ts';
import type { Tree } from '../../tree/tree.ts';
import { type Job, judgeBySchema, type JudgeOptions, type Verdict } from '../judge-by-schema.ts';
import { faultsOf } from '../json-schema/faults.ts';
import { knownFields } from '../json-schema/known-fields.ts';
import { secretIn } from '../secret-in.ts';
import { andOthers, findingOf, pathText } from '../to-finding.ts';
import type { Fault } from '../validate-object.ts';
import { type Violation, without } from '../violation.ts';
import type { Charts } from './charts.ts';
import { type InstalledChart, installedCharts } from './installed-charts.ts';
import { type Judged, judgedValues } from './judged-values.ts';

export interface SchemaFindings {
  readonly findings: readonly Finding[];
  /** False where another time may say something else. */
  readonly isFinal: boolean;
  /** Releases whose values were judged, as `file name`. */
  readonly judged: ReadonlySet<string>;
}

interface Task extends Judged {
  readonly of: InstalledChart;
}

/** What Helm says of the values of a tree's releases, by the schemas of their charts: as it is applied, values over the chart's own. */
export async function schemaFindings(tree: Tree, charts: Charts, options: JudgeOptions): Promise<SchemaFindings> {
  const findings: Finding[] = [];
  const tasks: Task[] = [];
  const told = new Set<string>();
  for (const cluster of clustersOf(tree))
    for (const one of installedCharts(cluster, charts)) {
      const off = switchedOff(one);
      if (off !== undefined) {
        if (one.fileOf !== undefined) told.add(`${one.object.file} ${one.object.name}`);
        if (one.chart.schema !== undefined) findings.push(notChecked(one, `the values are not checked against its schema: ${off} is true`));
      } else if (one.why !== undefined) findings.push(notChecked(one, `the values are not checked against its schema: ${one.why}`));
      else
        try {
          tasks.push(...judgedValues(one.chart, one.values, one.elsewhere !== undefined).map((judged) => ({ ...judged, of: one })));
        } catch (error) {
          if (!(error instanceof NotRendered)) throw error;
          findings.push(
            error.isRefused ? refusedWhole(one, error.message) : notChecked(one, `the values are not checked against its schema: ${error.message}`),
          );
        }
    }
  const jobs = tasks.map(({ chart, values }): Job => ({ schema: chart.schema!, value: JSON.stringify(values) }));
  const verdicts = jobs.length === 0 ? [] : await judgeBySchema(jobs, options);
  for (const [index, verdict] of verdicts.entries()) findings.push(...findingsOf(tasks[index]!, verdict));
  return {
    findings: onceEach(findings),
    judged: new Set([...told, ...tasks.map(({ of: { object } }) => `${object.file} ${object.name}`)]),
    isFinal: !verdicts.some((one) => one.kind === 'unknown' && one.isSlow === true),
  };
}

/** The field by which Helm is told not to look. Flux has one for each action: who sets one means both, or hears from Helm of the other. */
function switchedOff({ object }: InstalledChart): string | undefined {
  const { root, kind } = object;
  if (kind === 'HelmRelease')
    return ['install', 'upgrade']
      .filter((action) => root.get('spec', action, 'disableSchemaValidation').scalar() === true)
      .map((action) => `spec.${action}.disableSchemaValidation`)[0];
  const isOff = [root.get('spec', 'source'), ...root.items('spec', 'sources')].some((source) => source.get('helm', 'skipSchemaValidation').scalar() === true);
  return kind === 'Application' && isOff ? 'helm.skipSchemaValidation' : undefined;
}

function findingsOf(task: Task, verdict: Verdict): Finding[] {
  const { of, chart, at, values, unsure } = task;
  const schema = `values.schema.json of ${nameOf(chart)}`;
  switch (verdict.kind) {
    case 'unknown':
      return [notChecked(of, `the values are not checked against ${schema}: ${verdict.why}`)];
    case 'broken':
      return [broken(of, chart, verdict.why)];
    case 'judged': {
      const [first, ...more] = verdict.elsewhere;
      const elsewhere =
        first === undefined
          ? []
          : [notChecked(of, `part of the values is not checked: ${schema} refers to ${first}${andOthers(more.length)}, which pinout does not fetch`)];
      const faults = (sure?: Judged['unsure']) => faultsOf(verdict.errors, values, sure, (path) => knownFields(JSON.parse(chart.schema!), path));
      const sure = faults(unsure);
      return [
        ...elsewhere,
        ...leftOut(task, schema, verdict.errors.length === 0 ? [] : without(faults(), sure)),
        ...sure.flatMap((violation) => findingAt(of, at, violation, schema, chart, values)),
      ];
    }
  }
}

/** What the schema says against the values, where nobody here can tell: what it wants may be elsewhere, or is filled in later. */
function leftOut({ of, at, unsure }: Task, schema: string, violations: readonly Violation[]): Finding[] {
  if (of.isAlone === true) return [];
  const elsewhere = of.elsewhere ?? (unsure.open.length > 0 ? 'a chart that it brings is not here' : 'a value is known only in the cluster');
  const reasonOf = (path: Path): string => (unsure.values.some((one) => isDeepStrictEqual(one, path)) ? 'only the cluster knows it' : elsewhere);
  const placed = violations.map(({ code, path, expected }) => ({
    reason: reasonOf(path),
    name: pathText([...at, ...path, ...(code === 'schema-required' && expected !== undefined ? [expected] : [])]),
  }));
  const { name, version } = of.chart;
  const again = { fix: `import the chart again: pinout import chart SOURCE ${version}, where SOURCE is the repository or oci:// address of ${name}` };
  return [...grouped(placed, ({ reason }) => reason)].map(([reason, all]) => {
    const names = [...new Set(all.map((one) => one.name))];
    const what = `${names.slice(0, 3).join(', ')}${andOthers(Math.max(0, names.length - 3))}`;
    const message = `${counted(names.length, 'value')} ${names.length === 1 ? 'is' : 'are'} not checked against ${schema} (${what}): ${reason}`;
    return { ...notChecked(of, message), ...(of.isBare === true && reason === elsewhere ? again : {}) };
  });
}

const nameOf = ({ name, version }: Judged['chart']): string => `${name}${version === '' ? '' : ` ${version}`}`;

function findingAt(of: InstalledChart, above: Path, violation: Violation, schema: string, chart: Judged['chart'], values: unknown): Finding[] {
  const { reader, left } = placeOf(of, [...above, ...violation.path]);
  // What is not written here may be written where we do not see it.
  if ((of.elsewhere !== undefined || of.isAlone === true) && left.length > 0) return [];
  if (of.isAlone === true && (reader.value === null || reader.value === '')) return [];
  const isKey = violation.key === true && left.length === 0;
  const { line, column } = isKey && reader.above !== undefined ? reader.above.keyOf(String(reader.key)).at : reader;
  const rest = pathText(left);
  const path = `${reader.path}${rest === '' || rest.startsWith('[') ? '' : '.'}${rest}`;
  const isUnknown = violation.code === 'schema-unknown-field';
  const fault: Fault = {
    ...violation,
    path: [],
    ...(of.isAlone === true ? { severity: 'warning' as const, why: 'The chart cannot be installed with its own values.' } : {}),
    code: isUnknown ? 'values-unknown-key' : 'values-invalid',
    message: isUnknown ? violation.message.replace('there is no field', `${nameOf(chart)} has no value`) : `${violation.message} (${schema})`,
    ...(left.length > 0 && violation.code !== 'schema-required' && !isUnknown
      ? { why: "It is the chart's default value, which these values do not override." }
      : {}),
  };
  const finding = findingOf(reader.file, fault, { line, column }, secretIn(values, violation.path));
  return [{ ...finding, path, message: `${path}${/^(?:the |there |[A-Z])/.test(finding.message) || isUnknown ? ':' : ''} ${finding.message}` }];
}

/** Where a value was written: the strongest of its layers that has it, or the map that lacks it. */
function placeOf({ layers, object }: InstalledChart, path: Path): { readonly reader: Reader; readonly left: Path } {
  for (let length = path.length; length > 0; length -= 1)
    for (const layer of layers) {
      const reader = layer.get(...path.slice(0, length));
      if (reader.exists) return { reader, left: path.slice(length) };
    }
  return { reader: layers[0] ?? object.root, left: layers.length === 0 ? ['values', ...path] : path };
}

function notChecked(of: InstalledChart, message: string): Finding {
  const { reader } = placeOf(of, []);
  return findingOf(
    reader.file,
    {
      code: 'values-not-checked',
      severity: 'info',
      path: [],
      message: `${of.chart.name}: ${message}`,
      fix: "check the chart's schema and the values",
    },
    { line: reader.line, column: reader.column },
  );
}

function refusedWhole(of: InstalledChart, message: string): Finding {
  const { reader } = placeOf(of, []);
  return findingOf(
    reader.file,
    { code: 'values-invalid', path: [], message: `${of.chart.name}: ${message}`, fix: 'write a map' },
    { line: reader.line, column: reader.column },
  );
}

/** Helm refuses the chart, whatever its values are. One of the repository's own is repaired where it stands. */
function broken({ fileOf, object, layers }: InstalledChart, chart: Judged['chart'], why: string): Finding {
  const fault: Fault = {
    code: 'values-schema-broken',
    path: [],
    message: `the chart ${nameOf(chart)} cannot be installed, because Helm refuses its values.schema.json: ${why}`,
    fix: fileOf === undefined ? 'use another version of the chart, or disable the check: install.disableSchemaValidation' : 'fix the schema',
  };
  const reader = layers[0] ?? object.root;
  if (fileOf === undefined) return findingOf(reader.file, fault, { line: reader.line, column: reader.column });
  return findingOf(fileOf(chart, 'values.schema.json'), fault, { line: 1, column: 1 });
}

/** Clusters share files: what is said of one place is said once. */
function onceEach(findings: readonly Finding[]): Finding[] {
  const seen = new Map(findings.map((one) => [JSON.stringify([one.file, one.line, one.column, one.code, one.message]), one]));
  return [...seen.values()].sort((a, b) => compareText(a.file ?? '', b.file ?? '') || (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0));
}
