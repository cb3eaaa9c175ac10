import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Parser, type ReadEntry } from 'tar';
import { PinoutError } from '../../contract/error.ts';
import type { ChartFiles } from '../chart/shape-of-chart.ts';

/** Files of a chart that its shape is made from, its subcharts' among them. */
const wanted = /^(?:charts\/[^/]+\/)*(?:Chart\.yaml|values\.yaml|values\.schema\.json|templates\/.*\.(?:ya?ml|tpl|txt))$/;

/** The text of a chart's files in an archive. Nothing is written to disk, so no path can lead out of a folder. @throws PinoutError `chart-invalid` */
export async function filesOfArchive(archive: Buffer, name: string): Promise<ChartFiles> {
  const files = new Map<string, string>();
  const nested: { path: string; content: Buffer }[] = [];
  await new Promise<void>((resolve, reject) => {
    const parser = new Parser({ strict: true });
    parser.on('entry', (entry: ReadEntry) => {
      const path = entry.path.replace(/^[^/]*\//, '');
      const isSubchart = /^charts\/[^/]+\.tgz$/.test(path);
      if (entry.type !== 'File' || !(wanted.test(path) || isSubchart)) {
        entry.resume();
        return;
      }
      const chunks: Buffer[] = [];
      entry.on('data', (chunk: Buffer) => chunks.push(chunk));
      entry.on('end', () => {
        const content = Buffer.concat(chunks);
        if (isSubchart) nested.push({ path, content });
        else files.set(path, content.toString('utf8'));
      });
    });
    parser.on('error', (error: Error) => reject(notAChart(name, error.message)));
    parser.on('end', () => resolve());
    parser.end(archive);
  });
  for (const { path, content } of nested) {
    const inner = await filesOfArchive(content, `${name}/${path}`);
    const folder = /^name: *["']?([\w.-]+)/m.exec(inner.get('Chart.yaml') ?? '')?.[1];
    if (folder !== undefined) for (const [one, text] of inner) files.set(`charts/${folder}/${one}`, text);
  }
  if (!files.has('Chart.yaml')) throw notAChart(name, 'an archive without Chart.yaml');
  return files;
}

/** The text of a chart's files in a folder. @throws PinoutError `chart-invalid` */
export function filesOfFolder(folder: string): ChartFiles {
  const files = new Map<string, string>();
  for (const entry of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const path = entry.replaceAll('\\', '/');
    if (wanted.test(path)) files.set(path, readFileSync(join(folder, entry), 'utf8'));
  }
  if (!files.has('Chart.yaml')) throw notAChart(folder, 'a folder without Chart.yaml');
  return files;
}

function notAChart(name: string, found: string): PinoutError {
  return new PinoutError({ code: 'chart-invalid', app: 'import', field: name, found, wanted: 'a Helm chart', fix: 'name the folder or the .tgz of a chart' });
}
