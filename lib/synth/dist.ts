import { relative, resolve, sep } from 'node:path';
import type { Cluster } from '../cluster/cluster.ts';
import { overview } from '../cluster/overview.ts';
import { filesOf } from './files.ts';
import { markdownHeader } from './header.ts';

/** All that `pinout synth` writes: files of each cluster, and the page at the top. */
export interface Dist {
  /** Path of the app file from here, as it stands in the header lines. */
  readonly source: string;
  /** Files by cluster: path below `<out>/<cluster>` to text. */
  readonly clusters: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** Text of `<out>/README.md`. */
  readonly page: string;
}

/**
 * The files of all clusters of an app file. Reads only.
 *
 * @param app path of the app file
 */
export function distOf(clusters: readonly Cluster[], app: string): Dist {
  const path = relative('.', resolve(app)).split(sep).join('/');
  return {
    source: path,
    clusters: new Map(clusters.map((cluster) => [cluster.facts.name, filesOf(cluster, path)])),
    page: `${markdownHeader(path)}\n\n${overview(clusters.map(({ facts, steps }) => ({ name: facts.name, steps })))}`,
  };
}
