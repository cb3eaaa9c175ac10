import type { Schema } from '../schema.ts';
import type { Shape } from './shape.ts';

/** What Helm needs of a chart to judge values: its own values and schema, and those of the charts that it brings. */
export interface ChartParts {
  /** The chart's own values. Kept where it, or a chart that it brings, has a schema. */
  readonly defaults?: Readonly<Record<string, unknown>>;
  /** The chart's own values.schema.json without prose, which Helm itself checks. */
  readonly schema?: Schema | boolean;
  readonly dependencies?: readonly ChartDependency[];
}

export interface ChartDependency {
  readonly name: string;
  readonly alias?: string;
  readonly condition?: string;
  readonly tags?: readonly string[];
  readonly imports?: readonly { readonly child: string; readonly parent: string }[];
  /** No Chart.yaml names it. */
  readonly isLoose?: true;
  /** Undefined when its files were not there. */
  readonly chart?: ChartParts & { readonly version: string };
}

/** What `pinout import chart` keeps of a chart: names and types, and what Helm judges values by. One file below imports/charts/. */
export interface ChartShape extends ChartParts {
  readonly $comment: string;
  readonly chart: string;
  readonly version: string;
  /** `oci://…` or the repository's URL; a local folder has none. */
  readonly source?: string;
  readonly values: Shape;
}

/** Name of the file of a chart's shape. */
export const shapeFileName = (chart: string, version: string): string => `${chart}-${version.split('+', 1)[0]!}.json`;

/** Whether a chart, or one that it brings, has a schema. */
export const hasSchema = ({ schema, dependencies = [] }: ChartParts): boolean =>
  schema !== undefined || dependencies.some(({ chart }) => chart !== undefined && hasSchema(chart));
