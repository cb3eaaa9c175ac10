import type { Schema } from '../schema.ts';
import type { Shape } from './shape.ts';

/** What `pinout import chart` keeps of a chart: names and types, and its schema without prose. One file below imports/charts/. */
export interface ChartShape {
  readonly $comment: string;
  readonly chart: string;
  readonly version: string;
  /** `oci://…` or the repository's URL; a local folder has none. */
  readonly source?: string;
  readonly values: Shape;
  /** The chart's own values.schema.json, which Helm itself checks. */
  readonly schema?: Schema;
}

/** Name of the file of a chart's shape. */
export const shapeFileName = (chart: string, version: string): string => `${chart}-${version.split('+', 1)[0]!}.json`;
