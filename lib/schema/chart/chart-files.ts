import { parseYaml } from '../../manifest/parse-yaml.ts';
import { isMap } from '../validate-object.ts';

/** Text of a chart's files by path inside the chart: `Chart.yaml`, `values.yaml`, `templates/…`, `charts/NAME/…`. */
export type ChartFiles = ReadonlyMap<string, string>;

export type ChartYaml = Readonly<Record<string, unknown>>;

/** The fields of a chart's Chart.yaml. */
export function chartYaml(files: ChartFiles): ChartYaml {
  const value = parseYaml(files.get('Chart.yaml') ?? '')[0]?.value;
  return isMap(value) ? value : {};
}

/** Files of a chart that lies in the folder `charts`. */
export function filesBelow(files: ChartFiles, name: string): ChartFiles {
  const prefix = `charts/${name}/`;
  return new Map([...files].flatMap(([path, one]) => (path.startsWith(prefix) ? [[path.slice(prefix.length), one] as const] : [])));
}
