const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const satisfies readonly NodeJS.Signals[];

/**
 * Runs something short that must not be left half done. A signal that comes meanwhile ends the process right after it, as it would have.
 */
export async function withoutInterruption<T>(run: () => T): Promise<T> {
  let came: NodeJS.Signals | undefined;
  const note = (signal: NodeJS.Signals): void => {
    came ??= signal;
  };
  for (const signal of signals) process.on(signal, note);
  try {
    return run();
  } finally {
    // Signals are delivered between turns.
    await new Promise((resolve) => setTimeout(resolve, 1));
    for (const signal of signals) process.off(signal, note);
    if (came !== undefined) process.kill(process.pid, came);
  }
}
