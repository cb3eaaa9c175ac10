import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withoutSlashes } from '../../go/without-slashes.ts';
import { packaged } from '../packaged.ts';
import type { ChartShape } from './chart-shape.ts';
import type { ReleaseFact, SourceFact } from './facts.ts';

/** What a release runs, as far as the files say it. */
export interface ChartId {
  readonly chart: string;
  readonly version?: string;
  /** `oci://…/CHART`, or the URL of the repository. */
  readonly source?: string;
}

/** Which chart a release runs: from its own fields, or from the object that its chartRef names. */
export function chartOf({ chart, ref }: ReleaseFact, sources: ReadonlyMap<string, SourceFact>): ChartId | undefined {
  if (ref !== undefined) {
    const source = sources.get(`${ref.kind}/${ref.namespace}/${ref.name}`);
    if (source?.chart === undefined) return undefined;
    const url = source.of === undefined ? source.url : sources.get(source.of)?.url;
    return { chart: source.chart, ...(source.version === undefined ? {} : { version: source.version }), ...(url === undefined ? {} : { source: url }) };
  }
  if (chart === undefined) return undefined;
  const { source, version, name } = chart;
  // A chart in a git repository or a bucket is named by its path.
  if (source.kind !== 'HelmRepository') return undefined;
  const repository = sources.get(`${source.kind}/${source.namespace}/${source.name}`)?.url;
  const url = repository?.startsWith('oci://') === true ? `${withoutSlashes(repository)}/${name}` : repository;
  return { chart: name, ...(version === undefined ? {} : { version }), ...(url === undefined ? {} : { source: url }) };
}

/** The shapes of charts that are there: those of the package, and those in the user's imports/charts. */
export class Charts {
  private readonly folders: readonly string[];
  private names: Map<string, string> | undefined;
  private readonly read = new Map<string, ChartShape | undefined>();

  constructor(imports?: string) {
    this.folders = [join(packaged, 'charts'), ...(imports === undefined ? [] : [join(imports, 'charts')])];
  }

  /** Files of shapes, by `chart-version`. The user's own win. */
  files(): ReadonlyMap<string, string> {
    this.names ??= new Map(
      this.folders.flatMap((folder) =>
        existsSync(folder)
          ? readdirSync(folder)
              .filter((name) => name.endsWith('.json'))
              .sort()
              .map((name) => [name.slice(0, -'.json'.length), join(folder, name)] as const)
          : [],
      ),
    );
    return this.names;
  }

  shapeOf({ chart, version }: ChartId): ChartShape | undefined {
    if (version === undefined) return undefined;
    const bare = version.split('+', 1)[0]!;
    const path = this.files().get(`${chart}-${bare}`) ?? this.files().get(`${chart}-${bare.replace(/^v/, '')}`) ?? this.files().get(`${chart}-v${bare}`);
    if (path === undefined) return undefined;
    if (!this.read.has(path)) {
      let shape: ChartShape | undefined;
      try {
        shape = JSON.parse(readFileSync(path, 'utf8')) as ChartShape;
      } catch {
        // A broken file is as good as none: the finding says how to import it again.
      }
      this.read.set(path, shape);
    }
    return this.read.get(path);
  }

  /** Versions of a chart whose shape is there. */
  versionsOf(chart: string): string[] {
    return [...this.files().keys()].flatMap((name) =>
      name.startsWith(`${chart}-`) && /^v?\d/.test(name.slice(chart.length + 1)) ? [name.slice(chart.length + 1)] : [],
    );
  }
}
