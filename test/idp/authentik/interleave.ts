import { type Ended, ImporterModel } from './importer-model.ts';
import type { ModelJob } from './job-texts.ts';

/** A run of a Job that can be stepped. */
interface Running {
  readonly job: ModelJob;
  readonly steps: Generator<void, Ended>;
  ended?: Ended;
}

const begin = (importer: ImporterModel, job: ModelJob, run: number): Running => ({
  job,
  steps: importer.steps(job.texts, { PINOUT_RUN: `${job.name}-${run}` }),
});

function step(running: Running): void {
  const { done, value } = running.steps.next();
  if (done === true) running.ended = value;
}

/**
 * Every way in which the steps of two Jobs can follow one another: the database that each leaves, and how each Job ended. A step is what no other
 * process can see half of: validating a file, reading for its transaction, committing it.
 *
 * @param fresh an importer whose database has what both find
 */
export function* interleavings(fresh: () => ImporterModel, one: ModelJob, other: ModelJob): Generator<{ importer: ImporterModel; ended: readonly Ended[] }> {
  const schedules: (readonly number[])[] = [[]];
  while (schedules.length > 0) {
    const chosen = schedules.pop()!;
    const importer = fresh();
    const runs = [begin(importer, one, 1), begin(importer, other, 1)];
    let legal = true;
    for (const index of chosen) {
      if (runs[index]!.ended !== undefined) legal = false;
      else step(runs[index]!);
    }
    if (!legal) continue;
    if (runs.every(({ ended }) => ended !== undefined)) yield { importer, ended: runs.map(({ ended }) => ended!) };
    else for (const index of [0, 1]) if (runs[index]!.ended === undefined) schedules.push([...chosen, index]);
  }
}

/**
 * All Jobs at work at once, in an order that chance decides, as soon as those that they wait for succeeded; one that fails begins again.
 *
 * @returns how often a Job began
 */
export function together(importer: ImporterModel, jobs: readonly ModelJob[], chance: () => number): number {
  const done = new Set<string>();
  const names = new Set(jobs.map(({ name }) => name));
  const running = new Map<string, Running>();
  let began = 0;
  while (done.size < jobs.length) {
    if (began > jobs.length * 30) throw new Error(`some Jobs never succeed: ${jobs.flatMap(({ name }) => (done.has(name) ? [] : [name])).join(', ')}`);
    for (const job of jobs)
      if (!done.has(job.name) && !running.has(job.name) && job.after.every((name) => !names.has(name) || done.has(name)))
        running.set(job.name, begin(importer, job, began++));
    const list = [...running.values()];
    const next = list[Math.floor(chance() * list.length)]!;
    step(next);
    if (next.ended === undefined) continue;
    running.delete(next.job.name);
    if (next.ended.code === 0) done.add(next.job.name);
  }
  return began;
}
