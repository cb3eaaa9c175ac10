import { statSync } from 'node:fs';
import { show } from '../../contract/error.ts';
import { notAChart } from './not-a-chart.ts';
import { publicUrl, withoutUserinfo } from '../../contract/public-url.ts';
import { type ChartShape, shapeFileName } from '../chart/chart-shape.ts';
import type { ChartFiles } from '../chart/chart-files.ts';
import { shapeOfChart } from '../chart/shape-of-chart.ts';
import { isChartName, isChartVersion } from '../chart/chart-name.ts';
import { filesOfArchive, filesOfFolder } from './chart-files.ts';
import { httpChart } from './http-chart.ts';
import { ociChart } from './oci-chart.ts';
import { readSource, unreadable } from './read-source.ts';
import { writeBelow } from './write-below.ts';

/** A shape that was written, and its file. */
export interface ImportedChart {
  readonly shape: ChartShape;
  readonly file: string;
}

/**
 * Imports the shape of a chart below `<imports>/charts/`.
 *
 * @param from `oci://HOST/PATH/CHART`, the URL of a repository, a folder, or a `.tgz`
 * @throws PinoutError `import-unreachable`, `path-unreadable`, `chart-not-found`, `chart-invalid`, `import-outside`, `path-unwritable`
 */
export async function importChart(from: string, version: string | undefined, imports: string, name?: string): Promise<ImportedChart> {
  const { files, source } = await filesOf(from, version, name);
  const shape = invalid(from, () => shapeOfChart(files, source));
  if (shape === undefined) throw notAChart(from, 'a Chart.yaml without name or version', 'name another chart');
  if (version !== undefined && shape.version.replace(/^v/, '') !== version.replace(/^v/, ''))
    throw notAChart(from, `version ${show(shape.version)}`, `write ${shape.version}, or name the chart of that version`, version);
  // They make the name of the file, and what is found later by it.
  const refuse = (found: string, wanted: string): never => {
    throw notAChart(from, found, 'do not import this: Helm refuses it too', wanted);
  };
  if (!isChartName(shape.chart)) refuse(`a chart called ${show(shape.chart)}`, 'a name of letters, digits, ".", "_" and "-"');
  if (!isChartVersion(shape.version)) refuse(`version ${show(shape.version)}`, 'a semantic version such as 1.2.3');
  const file = writeBelow(imports, 'charts', shapeFileName(shape.chart, shape.version), `${JSON.stringify(shape)}\n`);
  return { shape, file };
}

async function filesOf(from: string, version: string | undefined, name: string | undefined): Promise<{ files: ChartFiles; source?: string }> {
  if (from.startsWith('oci://')) return { files: await filesOfArchive(await ociChart(from, version ?? ''), from), source: publicUrl(from) };
  if (/^https?:\/\//.test(from)) {
    if (from.endsWith('.tgz')) return { files: await filesOfArchive(await (await import('./fetch.ts')).download(from), from), source: publicUrl(from) };
    const { archive, repository } = await httpChart(from, version ?? '', name);
    return { files: await filesOfArchive(archive, from), source: publicUrl(repository) };
  }
  let isFolder: boolean;
  try {
    isFolder = statSync(from).isDirectory();
  } catch (error) {
    throw unreadable(from, (error as NodeJS.ErrnoException).code ?? 'unreadable', wanted);
  }
  return { files: isFolder ? filesOfFolder(from) : await filesOfArchive(readSource(from, wanted), from) };
}

const wanted = 'oci://…, the URL of a repository, a folder or a .tgz';

function invalid<T>(from: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw notAChart(from, withoutUserinfo(error instanceof Error ? error.message : 'unreadable files'), 'check that the chart is complete');
  }
}
