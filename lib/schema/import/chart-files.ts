import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Parser, type ReadEntry } from 'tar';
import { notAChart } from './not-a-chart.ts';
import type { ChartFiles } from '../chart/chart-files.ts';

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
    throw notAChart(name, asError(error).message, 'pass the folder or the .tgz of a chart');
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
    throw notAChart(folder, asError(error).message, 'pass the folder or the .tgz of a chart');
  }
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

const zstd = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);

/** What an archive and all archives inside it may hold together. Helm itself reads no more bytes (pkg/chart/loader, MaxDecompressedChartSize). */
class Budget {
  private bytes = 100 * 1024 * 1024;
  private entries = 20_000;
  private archives = 100;
  /** Subcharts inside subcharts. */
  static readonly deepest = 5;
  /** Helm's MaxDecompressedFileSize. */
  static readonly largestFile = 5 * 1024 * 1024;

  /** One more file or folder. @throws Error beyond the limit */
  entry(): void {
    this.entries -= 1;
    if (this.entries < 0) throw new Error('more than 20,000 files');
  }

  /** Bytes of a file that is not packed. @throws Error beyond the limit */
  read(bytes: number): void {
    this.bytes -= bytes;
    if (this.bytes < 0) throw new Error('more than 100 MiB');
  }

  /** The bytes inside an archive: unpacking stops where the budget ends, however small the archive is. @throws Error beyond the limit */
  unpack(archive: Buffer): Buffer {
    this.archives -= 1;
    if (this.archives < 0) throw new Error('more than 100 archives inside it');
    if (this.bytes <= 0) throw new Error('more than 100 MiB');
    const isGzip = archive[0] === 0x1f && archive[1] === 0x8b;
    if (!isGzip) throw new Error('not a gzip archive');
    let unpacked: Buffer;
    try {
      unpacked = gunzipSync(archive, { maxOutputLength: this.bytes });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw new Error('more than 100 MiB', { cause: error });
      throw error;
    }
    this.bytes -= unpacked.length;
    // The reader of tar files would unpack what is packed twice, without this limit.
    if ((unpacked[0] === 0x1f && unpacked[1] === 0x8b) || unpacked.subarray(0, 4).equals(zstd)) throw new Error('packed twice');
    return unpacked;
  }
}
