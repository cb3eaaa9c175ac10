import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PinoutError } from '../../contract/error.ts';
import { type ChartShape, shapeFileName } from '../chart/chart-shape.ts';
import { type ChartFiles, shapeOfChart } from '../chart/shape-of-chart.ts';
import { filesOfArchive, filesOfFolder } from './chart-files.ts';
import { httpChart } from './http-chart.ts';
import { ociChart } from './oci-chart.ts';

/** A shape that was written, and its file. */
export interface ImportedChart {
  readonly shape: ChartShape;
  readonly file: string;
}

/**
 * Imports the shape of a chart below `<imports>/charts/`.
 *
 * @param from `oci://HOST/PATH/CHART`, the URL of a repository, a folder, or a `.tgz`
 * @throws PinoutError `import-unreachable`, `path-unreadable`, `chart-not-found`, `chart-invalid`
 */
export async function importChart(from: string, version: string | undefined, imports: string, name?: string): Promise<ImportedChart> {
  const { files, source } = await filesOf(from, version, name);
  const shape = invalid(from, () => shapeOfChart(files, source));
  if (shape === undefined)
    throw new PinoutError({
      code: 'chart-invalid',
      app: 'import',
      field: from,
      found: 'a Chart.yaml without name or version',
      wanted: 'a Helm chart',
      fix: 'name another chart',
    });
  if (version !== undefined && shape.version.replace(/^v/, '') !== version.replace(/^v/, ''))
    throw new PinoutError({
      code: 'chart-invalid',
      app: 'import',
      field: from,
      found: `version ${shape.version}`,
      wanted: version,
      fix: `write ${shape.version}, or name the chart of that version`,
    });
  const folder = join(imports, 'charts');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, shapeFileName(shape.chart, shape.version));
  writeFileSync(file, `${JSON.stringify(shape)}\n`);
  return { shape, file };
}

async function filesOf(from: string, version: string | undefined, name: string | undefined): Promise<{ files: ChartFiles; source?: string }> {
  if (from.startsWith('oci://')) return { files: await filesOfArchive(await ociChart(from, version ?? ''), from), source: from };
  if (/^https?:\/\//.test(from)) {
    if (from.endsWith('.tgz')) return { files: await filesOfArchive(await (await import('./fetch.ts')).download(from), from), source: from };
    const { archive, repository } = await httpChart(from, version ?? '', name);
    return { files: await filesOfArchive(archive, from), source: repository };
  }
  let isFolder: boolean;
  try {
    isFolder = statSync(from).isDirectory();
  } catch (error) {
    throw new PinoutError({
      code: 'path-unreadable',
      app: 'import',
      field: from,
      found: (error as NodeJS.ErrnoException).code ?? 'unreadable',
      wanted: 'oci://…, the URL of a repository, a folder or a .tgz',
      fix: 'name another chart',
    });
  }
  return { files: isFolder ? filesOfFolder(from) : await filesOfArchive(readFileSync(from), from) };
}

function invalid<T>(from: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw new PinoutError({
      code: 'chart-invalid',
      app: 'import',
      field: from,
      found: error instanceof Error ? error.message : 'unreadable files',
      wanted: 'a Helm chart',
      fix: 'see whether the chart is whole',
    });
  }
}
