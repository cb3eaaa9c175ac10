import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Parser, type ReadEntry } from 'tar';
import { PinoutError } from '../../contract/error.ts';
import type { ChartFiles } from '../chart/chart-files.ts';
import { publicUrl } from '../../contract/public-url.ts';
import { Budget } from './budget.ts';

/** Files of a chart that its shape is made from, its subcharts' among them. */
const wanted = (path: string): boolean => {
  const steps = path.split('/');
  let at = 0;
  while (steps[at] === 'charts' && at + 2 < steps.length) at += 2;
  const rest = steps.slice(at);
  if (rest.length === 1) return ['Chart.yaml', 'values.yaml', 'values.schema.json'].includes(rest[0]!);
  return rest[0] === 'templates' && /\.(?:ya?ml|tpl|txt)$/.test(path);
};

/**
 * The text of a chart's files in an archive. Nothing is written to disk, so no path can lead out of a folder.
 *
 * @throws PinoutError `chart-invalid`
 */
export async function filesOfArchive(archive: Buffer, name: string): Promise<ChartFiles> {
  try {
    const files = await unpacked(archive, new Budget(), 0);
    if (!files.has('Chart.yaml')) throw new Error('an archive without Chart.yaml');
    return files;
  } catch (error) {
    throw notAChart(name, error instanceof Error ? error.message : String(error));
  }
}

async function unpacked(archive: Buffer, budget: Budget, depth: number): Promise<Map<string, string>> {
  if (depth > Budget.deepest) throw new Error(`archives inside archives, more than ${Budget.deepest} deep`);
  const files = new Map<string, string>();
  const nested: Buffer[] = [];
  const tar = budget.unpack(archive);
  await new Promise<void>((resolve, reject) => {
    const parser = new Parser({ strict: true, gzip: false, brotli: false, zstd: false });
    const take = (entry: ReadEntry): void => {
      budget.entry();
      const path = entry.path.replace(/^[^/]*\//, '');
      const isSubchart = /^charts\/[^/]+\.tgz$/.test(path);
      if (entry.type !== 'File' || !(wanted(path) || isSubchart)) {
        entry.resume();
        return;
      }
      if (entry.size > Budget.largestFile) throw new Error(`a file of ${entry.size} bytes: Helm takes at most ${Budget.largestFile}`);
      const chunks: Buffer[] = [];
      entry.on('data', (chunk: Buffer) => chunks.push(chunk));
      entry.on('end', () => {
        const content = Buffer.concat(chunks);
        if (isSubchart) nested.push(content);
        else files.set(path, content.toString('utf8'));
      });
    };
    parser.on('entry', (entry: ReadEntry) => {
      try {
        take(entry);
      } catch (error) {
        reject(asError(error));
        parser.abort(asError(error));
      }
    });
    parser.on('ignoredEntry', () => {
      try {
        budget.entry();
      } catch (error) {
        reject(asError(error));
        parser.abort(asError(error));
      }
    });
    parser.on('error', (error: Error) => reject(error));
    parser.on('end', () => resolve());
    parser.end(tar);
  });
  for (const content of nested) {
    const inner = await unpacked(content, budget, depth + 1);
    const folder = /^name: {0,20}["']?([\w.-]{1,250})/m.exec(inner.get('Chart.yaml') ?? '')?.[1];
    if (folder !== undefined) for (const [one, text] of inner) files.set(`charts/${folder}/${one}`, text);
  }
  return files;
}

/** The text of a chart's files in a folder. Links are left out. @throws PinoutError `chart-invalid` */
export function filesOfFolder(folder: string): ChartFiles {
  const files = new Map<string, string>();
  const budget = new Budget();
  try {
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      budget.entry();
      const full = join(entry.parentPath, entry.name);
      const path = relative(folder, full).replaceAll('\\', '/');
      if (!entry.isFile() || !wanted(path)) continue;
      const { size } = statSync(full);
      if (size > Budget.largestFile) throw new Error(`a file of ${size} bytes (${path}): Helm takes at most ${Budget.largestFile}`);
      budget.read(size);
      files.set(path, readFileSync(full, 'utf8'));
    }
    if (!files.has('Chart.yaml')) throw new Error('a folder without Chart.yaml');
    return files;
  } catch (error) {
    throw notAChart(folder, error instanceof Error ? error.message : String(error));
  }
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

function notAChart(name: string, found: string): PinoutError {
  return new PinoutError({
    code: 'chart-invalid',
    app: 'import',
    field: publicUrl(name),
    found,
    wanted: 'a Helm chart',
    fix: 'pass the folder or the .tgz of a chart',
  });
}
