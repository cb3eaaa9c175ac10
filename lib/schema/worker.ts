import { parentPort, workerData } from 'node:worker_threads';
import { judgeChunks, type Share } from './share.ts';

/** A thread's part: takes chunks until none is left, and hands its verdicts over as one text, which crosses faster than objects. */
const results = await judgeChunks(workerData as Share);
parentPort?.postMessage(JSON.stringify(results));
