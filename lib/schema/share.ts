import type { ManifestFile } from './manifest-files.ts';
import { type FileResult, type Kept, type Settings, Work } from './work.ts';

/** What all threads share: the files, and the number of the next chunk to take. */
export interface Share {
  readonly files: readonly ManifestFile[];
  readonly settings: Settings;
  readonly kept: Kept;
  readonly next: SharedArrayBuffer;
}

const chunk = 100;

/** Takes chunks of files until none is left. Results carry the index of their file. */
export async function judgeChunks({ files, settings, kept, next }: Share, progress?: (text: string) => void): Promise<(readonly [number, FileResult])[]> {
  const work = new Work(settings, kept);
  const counter = new Int32Array(next);
  const results: (readonly [number, FileResult])[] = [];
  for (let start = Atomics.add(counter, 0, 1) * chunk; start < files.length; start = Atomics.add(counter, 0, 1) * chunk) {
    progress?.(`validating: file ${start + 1} of ${files.length}`);
    for (let index = start; index < Math.min(start + chunk, files.length); index += 1) results.push([index, await work.judge(files[index]!)]);
  }
  return results;
}
