import { dirname, join, relative, sep } from 'node:path';
import type { Cluster } from '../cluster/cluster.ts';
import { overview } from '../cluster/overview.ts';
import { filesOf } from './files.ts';
import { markdownHeader } from './header.ts';
import { otherOwner, pageName } from './page-owner.ts';
import { type SourcePath, sourcePath } from './source-path.ts';

/** All that `pinout synth` writes: files of each cluster, and the page at the top. */
export interface Dist {
  /** Path of the app file, as it is in the header lines. */
  readonly source: SourcePath;
  /** Files by cluster: path below `<out>/<cluster>` to text. */
  readonly clusters: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** Text of `<out>/README.md`. */
  readonly page: string;
}

/**
 * The files of all clusters of an app file. Reads only.
 *
 * @param app path of the app file
 * @param out the folder that they are for
 */
export function distOf(clusters: readonly Cluster[], app: string, out: string): Dist {
  const source = sourcePath(app, out);
  const { path } = source;
  // The page at the top lists the manual steps. Where it is another app file's, each cluster's own page does.
  const withSteps = otherOwner(join(out, pageName), source) !== undefined;
  return {
    source,
    clusters: new Map(
      clusters.map((cluster) => {
        const appFiles = new Map([...(cluster.appFiles ?? [])].map(([name, file]) => [name, relative(source.root, file).split(sep).join('/')]));
        return [cluster.facts.name, filesOf(cluster, path, dirname(app), { appFiles, withSteps })];
      }),
    ),
    page: `${markdownHeader(path)}\n\n${overview(clusters.map(({ facts, steps }) => ({ name: facts.name, steps })))}`,
  };
}
