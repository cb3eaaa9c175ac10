import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Job, Verdict } from './json-schema/judge.ts';

export type { Job, SchemaError, Verdict } from './json-schema/judge.ts';

export interface JudgeOptions {
  /** Folder of the cache: compiled schemas are kept there. */
  readonly cache?: string;
  /** Of pinout: what another version compiled does not count. */
  readonly version: string;
  /** Milliseconds for one schema, compiled and run. */
  readonly limit?: number;
}

/** After so many schemas that took too long, nobody waits for the rest. */
const mostSlow = 2;

/** Verdicts on some values by their schemas, in a thread of its own: a schema may be made to take forever, or all memory. */
export async function judgeBySchema(jobs: readonly Job[], { cache, version, limit = 30_000 }: JudgeOptions): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  const slow = new Set<string>();
  let worker: Worker | undefined;
  try {
    for (const job of jobs) {
      if (slow.has(job.schema) || slow.size >= mostSlow) {
        verdicts.push(tooSlow(limit));
        continue;
      }
      worker ??= await started(cache, version);
      const verdict = await answer(worker, job, limit);
      if (verdict === undefined) {
        slow.add(job.schema);
        await worker.terminate();
        worker = undefined;
      }
      verdicts.push(verdict ?? tooSlow(limit));
    }
    return verdicts;
  } finally {
    await worker?.terminate();
  }
}

const tooSlow = (limit: number): Verdict => ({ kind: 'unknown', isSlow: true, why: `it takes more than ${limit / 1000} seconds, or too much memory` });

/** A thread that is ready: how long it takes to start says nothing of a schema. */
async function started(folder: string | undefined, version: string): Promise<Worker> {
  const entry = new URL(import.meta.url.endsWith('.ts') ? './schema-worker-dev.mjs' : '../schema/schema-worker.js', import.meta.url);
  const worker = new Worker(entry, { workerData: { folder, version }, resourceLimits: { maxOldGenerationSizeMb: 512 } });
  await once(worker, 'message');
  return worker;
}

/** Nothing when the time is over, or the thread ended for want of memory. */
async function answer(worker: Worker, job: Job, limit: number): Promise<Verdict | undefined> {
  return await new Promise((resolve) => {
    const done = (verdict?: Verdict): void => {
      clearTimeout(timer);
      worker.off('message', done).off('error', failed);
      resolve(verdict);
    };
    const failed = (): void => done();
    const timer = setTimeout(failed, limit);
    worker.on('message', done).on('error', failed);
    worker.postMessage(job);
  });
}
