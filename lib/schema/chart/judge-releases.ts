import { isPinoutError } from '../../contract/error.ts';
import type { JudgeOptions } from '../judge-by-schema.ts';
import { type Outside, recordedOrigin } from '../outside.ts';
import { hasSchema } from './chart-shape.ts';
import { chartOf, Charts } from './charts.ts';
import type { Fact, SourceFact } from './facts.ts';
import type { SchemaFindings } from './schema-findings.ts';

interface Options extends JudgeOptions {
  readonly paths: readonly string[];
  readonly imports: string;
}

/**
 * Judges the values of the releases at some paths by the schemas of their charts.
 *
 * @param isOwn whether there is a chart with a schema among the files
 */
export async function judgeReleases(
  facts: readonly Fact[],
  isOwn: boolean,
  { paths, imports, ...options }: Options,
): Promise<SchemaFindings & { readonly outside: Outside }> {
  const charts = new Charts(imports);
  if (!isOwn && !installsWithSchema(facts, charts)) return { findings: [], judged: new Set(), isFinal: true, outside: {} };
  // Few trees have such a chart, and what judges one brings all of Helm and kustomize with it.
  const [{ filesBelow }, { treeOf }, { schemaFindings }] = await Promise.all([
    import('../../tree/tree-files.ts'),
    import('../../tree/tree.ts'),
    import('./schema-findings.ts'),
  ]);
  const { origin, outside } = recordedOrigin(paths);
  try {
    return { ...(await schemaFindings(treeOf(filesBelow(paths), undefined, origin), charts, options)), outside };
  } catch (error) {
    // Somebody took the files away meanwhile, or they cannot be read: the judgement of each file reports that.
    if (isPinoutError(error)) return { findings: [], judged: new Set(), isFinal: false, outside };
    throw error;
  }
}

/** Whether a chart whose shape is there, and which has a schema, is installed. */
function installsWithSchema(facts: readonly Fact[], charts: Charts): boolean {
  const sources = new Map<string, SourceFact>();
  for (const fact of facts) if (fact.kind === 'source') sources.set(fact.id, fact);
  const seen = new Set<string>();
  return facts.some((fact) => {
    if (fact.kind !== 'argo' && fact.kind !== 'release') return false;
    const chart =
      fact.kind === 'argo'
        ? fact
        : (chartOf(fact, sources) ?? {
            chart: fact.chart?.name ?? fact.ref?.name ?? '',
            ...(fact.chart?.version === undefined ? {} : { version: fact.chart.version }),
          });
    const key = `${chart.chart} ${chart.version ?? ''}`;
    if (seen.has(key)) return false;
    seen.add(key);
    const shape = charts.shapeOf(chart);
    return shape !== undefined && hasSchema(shape);
  });
}
