/** Where a command reads and writes: stdout is data, stderr is talk. */
export interface Io {
  readonly out: (text: string) => void;
  readonly talk: (text: string) => void;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether talk goes to a terminal: colours and progress lines are for people. */
  readonly terminal?: boolean;
  /** All of stdin, for commands that read it. */
  readonly input?: () => string;
  /** Tells the process that started this one, where that wants to know. */
  readonly tell?: (message: object) => void;
  /** Asks a person, where one is there. */
  readonly ask?: (question: string) => Promise<string>;
}

/** One question on the terminal. The end of the input is no answer. */
async function ask(question: string): Promise<string> {
  const { createInterface } = await import('node:readline/promises');
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const closed = new Promise<string>((done) => lines.once('close', () => done('')));
  try {
    return await Promise.race([lines.question(question), closed]);
  } finally {
    lines.close();
  }
}

/** The process' own. */
export const processIo: Io = {
  out: (text) => void process.stdout.write(text),
  talk: (text) => void process.stderr.write(text),
  env: process.env,
  terminal: process.stderr.isTTY,
  ...(process.send === undefined ? {} : { tell: (message: object) => void process.send?.(message) }),
  ...(process.stdin.isTTY && process.stderr.isTTY ? { ask } : {}),
};

/** Ends quietly when the reader of our output has stopped reading (`pinout explain … | head`). */
export function endWithReader(): void {
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      process.exit();
    });
}

/** Exit codes of every command. */
export const exit = { clean: 0, findings: 1, usage: 2, unreadable: 3 } as const;
