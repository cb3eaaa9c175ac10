import { importChart } from '../schema/import/import-chart.ts';
import { importCrd } from '../schema/import/import-crd.ts';
import { printableLine } from '../contract/printable.ts';
import type { Outcome } from './command.ts';
import { exit, type Io } from './io.ts';
import { parse } from './parse.ts';
import { specs } from './specs.ts';
import { UsageError } from './usage-error.ts';

/** `pinout import`: schemas and types of the user's own CRDs, and the shapes of charts. */
export async function importCommand(args: readonly string[], io: Io): Promise<Outcome> {
  const { values, positionals } = parse(args, specs.import);
  const imports = values.imports ?? 'imports';
  const [first, ...rest] = positionals;
  if (first === 'chart') {
    const [from, version, ...more] = rest;
    if (from === undefined || more.length > 0)
      throw new UsageError('import chart needs a chart and its version: pinout import chart oci://HOST/PATH/CHART 1.2.3');
    if (version === undefined && (from.startsWith('oci://') || (/^https?:/.test(from) && !from.endsWith('.tgz'))))
      throw new UsageError(`import chart needs a version of ${from}`);
    const { shape, file } = await importChart(from, version, imports, values.name);
    if (values.quiet !== true)
      io.talk(`${printableLine(`${file}: the values of ${shape.chart} ${shape.version}${shape.schema === undefined ? '' : ', and its schema'}`)}\n`);
    return { code: exit.clean, findings: [], json: { charts: [{ chart: shape.chart, version: shape.version, file }] } };
  }
  if (first === undefined) throw new UsageError('import needs files or URLs of CRDs, or a chart: pinout import crd.yaml');
  const kinds: string[] = [];
  for (const from of positionals) {
    for (const crd of await importCrd(from, imports)) {
      kinds.push(...crd.kinds);
      if (values.quiet !== true) io.talk(`${printableLine(`${imports}/crds/${crd.name}.schema.json and .ts: ${crd.kinds.join(', ')}`)}\n`);
    }
  }
  return { code: exit.clean, findings: [], json: { kinds } };
}
