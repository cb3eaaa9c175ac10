import { spawnSync } from 'node:child_process';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

const path = [process.env['PATH'] ?? '', join(homedir(), 'go', 'bin')].join(delimiter);

/** Runs a tool, with ~/go/bin on its path. Undefined status: it is not there. */
export function run(command: string, args: readonly string[], input?: string): { status: number | null | undefined; stdout: string; stderr: string } {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env: { ...process.env, PATH: path },
    ...(input === undefined ? {} : { input }),
  });
  return { status: (error as NodeJS.ErrnoException | undefined)?.code === 'ENOENT' ? undefined : status, stdout: stdout ?? '', stderr: stderr ?? '' };
}

/**
 * Whether a tool is there; says on stderr what is missing and how to get it when it is not. With PINOUT_REAL=all a missing tool is an
 * error: that is how the gate runs.
 */
export function has(tool: string, probe: readonly string[], install: string): boolean {
  if (run(tool, probe).status === 0) return true;
  const message = `${tool} ${probe.join(' ')} does not run. Install it: ${install}`;
  if (process.env['PINOUT_REAL'] === 'all') throw new Error(message);
  console.warn(`skipped: ${message}`);
  return false;
}
