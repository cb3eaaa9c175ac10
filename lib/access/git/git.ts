import { execFileSync } from 'node:child_process';
import { PinoutError } from '../../contract/error.ts';

/** How long git may take for one answer. */
const seconds = 120;
const mostBytes = 1024 * 1024 * 1024;

/** Nothing of the repository or the machine may make git fetch, ask, page, or run a program of its own. */
const env = (): NodeJS.ProcessEnv => ({
  ...process.env,
  GIT_TERMINAL_PROMPT: '0',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_NO_LAZY_FETCH: '1',
  GIT_NO_REPLACE_OBJECTS: '1',
  GIT_PAGER: 'cat',
  LC_ALL: 'C',
});

/** Runs git for reading. @throws PinoutError `git-missing`, `git-failed` */
export function git(folder: string, args: readonly string[], input?: string): Buffer {
  try {
    return execFileSync('git', ['-c', 'core.fsmonitor=false', '-C', folder, ...args], {
      env: env(),
      input: input ?? '',
      maxBuffer: mostBytes,
      timeout: seconds * 1000,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
  } catch (error) {
    const { code, stderr, signal } = error as NodeJS.ErrnoException & { stderr?: Buffer; signal?: string };
    if (code === 'ENOENT')
      throw new PinoutError({
        code: 'git-missing',
        app: 'git',
        field: 'PATH',
        found: 'no program git',
        wanted: 'git, which knows what a branch or commit held',
        fix: 'install git, or give two folders: pinout diff FOLDER FOLDER',
      });
    const said = (stderr?.toString('utf8') ?? '')
      .trim()
      .split('\n')[0]
      ?.replace(/^fatal: /, '');
    throw new PinoutError({
      code: 'git-failed',
      app: 'git',
      field: args[0] ?? '',
      found: said === undefined || said === '' ? `no answer${signal === undefined ? '' : ` within ${seconds} s`}` : said,
      wanted: 'an answer of git',
      fix:
        said?.includes('dubious ownership') === true
          ? 'the folder belongs to another account: run pinout as that one, or name the folder in safe.directory of git'
          : 'run the same command of git by hand and see what it says',
    });
  }
}

/** One line of an answer, or nothing where git refuses. */
export function gitLine(folder: string, args: readonly string[]): string | undefined {
  try {
    const text = git(folder, args).toString('utf8').trim();
    return text === '' ? undefined : text;
  } catch (error) {
    if (error instanceof PinoutError && error.code === 'git-missing') throw error;
    return undefined;
  }
}
