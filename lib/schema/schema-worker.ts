import { parentPort, workerData } from 'node:worker_threads';
import { Judge, type Job } from './json-schema/judge.ts';

/** The thread that compiles schemas of foreign repositories: it can be ended when one of them takes too long. */
const { folder, version } = workerData as { readonly folder: string | undefined; readonly version: string };
const judge = new Judge(folder, version);
parentPort?.on('message', (job: Job) => parentPort?.postMessage(judge.judge(job)));
parentPort?.postMessage('ready');
