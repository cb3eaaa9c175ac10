import { createHash } from 'node:crypto';
import { PinoutError } from '../../contract/error.ts';
import { parseYaml } from '../../manifest/parse-yaml.ts';
import { nearest } from '../suggest.ts';
import { ask, bodyOf, download, unreachable } from './fetch.ts';

interface Entry {
  readonly version?: string | number;
  readonly urls?: readonly string[];
  readonly digest?: string;
}

/** The archive of a chart in a repository, and the URL of the repository. */
export interface HttpChart {
  readonly archive: Buffer;
  readonly repository: string;
}

/**
 * The archive of a chart in a repository that has an index.yaml.
 *
 * @param url of the repository, or of the repository with the chart's name behind it
 * @param name of the chart; needed when the repository holds several and the URL does not name it
 * @throws PinoutError `import-unreachable`, `chart-not-found`, `chart-invalid`
 */
export async function httpChart(url: string, version: string, name?: string): Promise<HttpChart> {
  const bare = url.replace(/\/+$/, '');
  let repository = bare;
  let chart = name;
  let response = await ask(`${bare}/index.yaml`);
  if (!response.ok && name === undefined) {
    const at = bare.lastIndexOf('/');
    repository = bare.slice(0, at);
    chart = bare.slice(at + 1);
    response = await ask(`${repository}/index.yaml`);
  }
  if (!response.ok) throw unreachable(`${bare}/index.yaml`, `HTTP ${response.status}`);
  const index = parseYaml((await bodyOf(`${repository}/index.yaml`, response)).toString('utf8'))[0]?.value as
    { entries?: Record<string, readonly Entry[]> } | null | undefined;
  const entries = index?.entries ?? {};
  const names = Object.keys(entries);
  chart ??= names.length === 1 ? names[0] : undefined;
  if (chart === undefined || !Object.hasOwn(entries, chart)) {
    const meant = chart === undefined ? undefined : nearest(chart, names);
    throw new PinoutError({
      code: 'chart-not-found',
      app: 'import',
      field: bare,
      found: chart === undefined ? `${names.length} charts` : `no chart ${chart}`,
      wanted: meant ?? (names.length <= 20 ? names.join(', ') : 'the name of one of its charts'),
      fix: 'name the chart with --name',
    });
  }
  const same = (one: string | number | undefined): boolean => String(one).replace(/^v/, '') === version.replace(/^v/, '');
  const entry = entries[chart]!.find((one) => same(one.version));
  const archiveUrl = entry?.urls?.[0];
  if (archiveUrl === undefined)
    throw new PinoutError({
      code: 'chart-not-found',
      app: 'import',
      field: `${chart} ${version}`,
      found: 'no such version',
      wanted: entries[chart]!.slice(0, 5)
        .map((one) => String(one.version))
        .join(', '),
      fix: 'write a version that the repository has',
    });
  const archive = await download(new URL(archiveUrl, `${repository}/`).href);
  const digest = createHash('sha256').update(archive).digest('hex');
  if (entry?.digest !== undefined && entry.digest !== '' && entry.digest.replace(/^sha256:/, '') !== digest)
    throw new PinoutError({
      code: 'chart-invalid',
      app: 'import',
      field: archiveUrl,
      found: digest,
      wanted: entry.digest,
      fix: 'ask again; the archive is not what the index says',
    });
  return { archive, repository };
}
