/** Why code of the user did not come to an end of its own. */
export class Ending extends Error {
  readonly how: 'exit' | 'stuck' | 'slow' | 'thrown';

  constructor(how: Ending['how'], message: string, cause?: unknown) {
    super(message, { cause });
    this.how = how;
  }
}

/** How long an app file may take: one that fetches something needs seconds. */
const patience = 120_000;

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/**
 * Runs code of the user inside this process, so that it cannot take the process with it: `process.exit` and errors outside of its promise become
 * an `Ending`, and so does a promise that nothing will ever settle. What it prints goes to stderr, because stdout is data.
 *
 * @throws Ending, and what the code throws
 */
export async function guarded<T>(run: () => Promise<T>): Promise<T> {
  let fail: (ending: Ending) => void = () => undefined;
  const ended = new Promise<never>((_, reject) => {
    fail = reject;
  });
  ended.catch(() => undefined);
  // eslint-disable-next-line @typescript-eslint/unbound-method -- they are put back where they were
  const saved = { exit: process.exit, write: process.stdout.write, code: process.exitCode, limit: Error.stackTraceLimit };
  const thrown = (error: unknown) => fail(new Ending('thrown', 'outside of any promise that was awaited', error));
  const drained = () => fail(new Ending('stuck', 'nothing is left that could settle it'));
  const timer = setTimeout(() => fail(new Ending('slow', `not done after ${patience / 1000} seconds`)), patience);
  timer.unref();
  process.exit = (code) => {
    const ending = new Ending('exit', `process.exit(${code ?? ''})`);
    fail(ending);
    throw ending;
  };
  process.stdout.write = process.stderr.write.bind(process.stderr);
  // Frames of libraries may stand above the user's own.
  Error.stackTraceLimit = 50;
  process.on('uncaughtException', thrown);
  process.on('unhandledRejection', thrown);
  process.on('beforeExit', drained);
  try {
    const result = await Promise.race([run(), ended]);
    // A rejection that nobody waits for is told one turn later.
    await Promise.race([turn().then(turn), ended]);
    return result;
  } finally {
    clearTimeout(timer);
    process.off('uncaughtException', thrown);
    process.off('unhandledRejection', thrown);
    process.off('beforeExit', drained);
    process.exit = saved.exit;
    process.stdout.write = saved.write;
    process.exitCode = saved.code;
    Error.stackTraceLimit = saved.limit;
  }
}
