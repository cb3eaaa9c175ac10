import type { Cluster } from '../cluster/cluster.ts';

/** A cluster that an App of cdk8s holds: complete once the file that makes it has run. */
export interface Collected {
  readonly toCluster: () => Cluster;
}

// One for every copy of the library that a process has loaded: the file may import another one than the command.
const key = Symbol.for('pinout.collected');
const running = ((globalThis as { [key]?: Set<Collected[]> })[key] ??= new Set());

/** Told of each cluster in an App of cdk8s while a command runs the file that makes it. Nothing is written then: the command does that, or does not want it. */
export const collector = (): Collected[] | undefined => [...running].at(-1);

/** Runs an app file and returns the clusters that it put into Apps of cdk8s. */
export async function collecting<T>(run: () => Promise<T>): Promise<{ readonly result: T; readonly clusters: readonly Collected[] }> {
  const clusters: Collected[] = [];
  running.add(clusters);
  try {
    return { result: await run(), clusters };
  } finally {
    // Runs may overlap: each ends its own.
    running.delete(clusters);
  }
}
