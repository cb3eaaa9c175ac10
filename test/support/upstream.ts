import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe } from 'vitest';

// Files of upstream projects (CRDs, charts) that are not part of this repository. Most machines do not have them, a fresh clone never does.
// This file alone knows where they are, and nothing in it throws when they are missing; lint refuses the path anywhere else.
const folder = process.env['PINOUT_UPSTREAM'] ?? fileURLToPath(new URL('../../../shared/upstream', import.meta.url));

/** Whether a file or folder of upstream is there. */
export const hasUpstream = (...path: string[]): boolean => existsSync(join(folder, ...path));

/** The text of a file of upstream; undefined when it is not there. */
export const upstreamText = (...path: string[]): string | undefined => (hasUpstream(...path) ? readFileSync(join(folder, ...path), 'utf8') : undefined);

/** Names in a folder of upstream; none when it is not there. */
export const upstreamNames = (...path: string[]): string[] => (hasUpstream(...path) ? readdirSync(join(folder, ...path)).sort() : []);

/** The texts of all CRDs of upstream; none when they are not there. */
export const upstreamCrds = (): string[] =>
  upstreamNames()
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => upstreamText(name)!);

/** Tests that need a file or folder of upstream. Without it they are skipped with a message, and the body is not run: collecting it reads files. */
export function describeUpstream(title: string, path: readonly string[], body: () => void): void {
  if (hasUpstream(...path)) {
    describe(title, body);
    return;
  }
  console.warn(`skipped: ${title}: files of upstream projects are not here (PINOUT_UPSTREAM names their folder)`);
  describe.skip(title, () => undefined);
}
