import type { Dict } from './value.ts';

/** A chart of which the files are at hand. */
export interface Chart {
  readonly name: string;
  readonly version: string;
  readonly appVersion: string;
  readonly type: string;
  /** Values of its own values.yaml. */
  readonly values: Dict;
  /** Text of its values.schema.json. */
  readonly schema?: string;
  /** Texts of the files of its folder `templates`, by their paths from the chart. */
  readonly templates: ReadonlyMap<string, string>;
  /** A file of the chart that is no template; undefined when there is none, or it cannot be read. */
  readonly file: (path: string) => string | undefined;
  /** Paths of those files; undefined when nobody can tell which they are. */
  readonly list: () => readonly string[] | undefined;
  /** Charts that it brings, as they are in its Chart.yaml. */
  readonly dependencies: readonly Dependency[];
}

export interface Dependency {
  readonly name: string;
  readonly alias: string | undefined;
  /** Paths of values that switch it, separated by commas. */
  readonly condition: string | undefined;
  readonly tags: readonly string[];
  /** Values of it that the chart above takes: from a path of its values to a path of that chart's, `.` for all. */
  readonly imports: readonly { readonly child: string; readonly parent: string }[];
  /** It lies in the folder `charts`, and no Chart.yaml names it. */
  readonly isLoose?: true;
  /** Undefined for a chart that is not in the repository. */
  readonly chart: Chart | undefined;
}

/** How a chart is installed. */
export interface Installation {
  readonly name: string;
  readonly namespace: string;
  /** Values of the installation, merged, over those of the chart. */
  readonly values: Dict;
}

/** A template that was rendered. `at` gives for an offset of its text the offset in the template that wrote it. */
export interface Rendered {
  /** Path of the template from the folder of the chart at the top: `charts/db/templates/service.yaml` where it stands so in values, else by name. */
  readonly chart: Chart;
  readonly path: string;
  readonly text: string;
  readonly at: (offset: number) => number;
}

/** A template that was not rendered, and why. */
export interface Left {
  readonly chart: Chart;
  readonly path: string;
  readonly why: string;
}
