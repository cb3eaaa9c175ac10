import { spawn } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { exit, type Io } from './io.ts';

/** What is watched, and what runs. */
export interface WatchInput {
  /** The app file: its folder is watched, with everything below. */
  readonly app: string;
  /** What is written: never watched. */
  readonly out: string;
  /** Arguments of each run. */
  readonly args: readonly string[];
  /** Ends the watch. */
  readonly signal?: AbortSignal;
}

/** Milliseconds between two looks. Looking costs less than a millisecond, and works where the system tells of no change: network and container mounts. */
const pause = 250;

/** A run that takes longer than this while files change again is ended: it may hang in an app file. */
const longest = 10_000;

/**
 * Runs the command now and after each change, until it is interrupted. Each run is a process of its own, so that code of an app file leaves nothing
 * behind; one that writes is never interrupted in the middle, because dist takes its place by renaming.
 */
export async function watch({ app, out, args, signal }: WatchInput, io: Io): Promise<number> {
  const sources = new Set<string>();
  const isOver = (): boolean => signal?.aborted === true;
  const state = () => stateOf(resolve(dirname(app)), resolve(out), sources);
  for (let seen = ''; !isOver();) {
    const now = await settled(state, signal);
    if (now !== seen) {
      seen = now;
      await oneRun(args, io, { sources, changed: () => state() !== now, signal });
      if (!isOver()) io.talk('pinout: waiting for changes (Ctrl-C to stop)\n');
    }
    await sleep(pause, signal);
  }
  return exit.clean;
}

/** The state of the files, once nobody writes them any more. */
async function settled(state: () => string, signal: AbortSignal | undefined): Promise<string> {
  for (let before = state(); ;) {
    await sleep(60, signal);
    const now = state();
    if (now === before || signal?.aborted === true) return now;
    before = now;
  }
}

interface Run {
  /** Files outside of the folder that the app file loads: told by the run itself. */
  readonly sources: Set<string>;
  readonly changed: () => boolean;
  readonly signal: AbortSignal | undefined;
}

async function oneRun(args: readonly string[], io: Io, { sources, changed, signal }: Run): Promise<void> {
  const child = spawn(process.execPath, [entry, ...args], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { ...process.env, ...io.env },
  });
  child.stdout!.on('data', (text: Buffer) => io.out(text.toString()));
  child.stderr!.on('data', (text: Buffer) => io.talk(text.toString()));
  child.on('message', (message: { readonly sources?: readonly string[] }) => {
    for (const file of message.sources ?? []) sources.add(file);
  });
  const ended = new Promise<void>((done) => {
    child.once('close', () => done());
    child.once('error', (error) => {
      io.talk(`pinout: ${error.message}\n`);
      done();
    });
  });
  const start = Date.now();
  for (let over = false; !over;) {
    over = await Promise.race([ended.then(() => true), sleep(pause, undefined).then(() => false)]);
    const late = Date.now() - start > longest && changed();
    // It ends after what it is writing.
    if (!over && (signal?.aborted === true || late)) child.kill('SIGTERM');
    if (!over && Date.now() - start > longest * 2 && (signal?.aborted === true || late)) child.kill('SIGKILL');
  }
}

/** The command itself: from source, or as it is packed. */
const entry = fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? './dev.mjs' : './bin.js', import.meta.url));

/** Names, times and sizes of all files below a folder, and of some others. A folder that is gone has none. */
function stateOf(folder: string, out: string, sources: ReadonlySet<string>): string {
  const lines: string[] = [];
  const note = (path: string): void => {
    try {
      const { mtimeMs, size, ino } = statSync(path);
      lines.push(`${path} ${mtimeMs} ${size} ${ino}`);
    } catch {
      // Deleted since, or for a moment while an editor replaces it.
    }
  };
  const look = (at: string): void => {
    let entries;
    try {
      entries = readdirSync(at, { withFileTypes: true });
    } catch {
      return;
    }
    for (const one of entries) {
      const path = join(at, one.name);
      if (one.name === 'node_modules' || one.name.startsWith('.') || path === out) continue;
      if (one.isDirectory()) look(path);
      else note(path);
    }
  };
  look(folder);
  for (const path of sources) if (!path.startsWith(folder)) note(path);
  return lines.sort().join('\n');
}

/** Ends early, and without an error, when the watch ends. */
const sleep = async (ms: number, signal: AbortSignal | undefined): Promise<void> =>
  setTimeout(ms, undefined, signal === undefined ? {} : { signal }).catch(() => undefined);
