import { createHash } from 'node:crypto';
import { PinoutError } from '../../contract/error.ts';
import { parseYaml } from '../../manifest/parse-yaml.ts';
import { publicUrl } from '../../contract/public-url.ts';
import { nearest } from '../suggest.ts';
import { isMap } from '../validate-object.ts';
import { notAChart } from './not-a-chart.ts';
import { ask, bodyOf, download, unreachable } from './fetch.ts';

interface Entry {
  readonly version: string;
  readonly url: string | undefined;
  readonly digest: string | undefined;
}

/** Versions of each chart of an index. What has another form, as a hostile or broken index may, is left out. */
function entriesOf(index: unknown): ReadonlyMap<string, readonly Entry[]> {
  const entries = isMap(index) && isMap(index['entries']) ? index['entries'] : {};
  return new Map(
    Object.entries(entries).map(([name, list]) => [
      name,
      (Array.isArray(list) ? (list as unknown[]) : []).flatMap((one): Entry[] => {
        if (!isMap(one) || (typeof one['version'] !== 'string' && typeof one['version'] !== 'number')) return [];
        const url: unknown = Array.isArray(one['urls']) ? one['urls'][0] : undefined;
        const { digest } = one;
        return [
          {
            version: String(one['version']),
            url: typeof url === 'string' ? url : undefined,
            digest: typeof digest === 'string' && digest !== '' ? digest.replace(/^sha256:/, '') : undefined,
          },
        ];
      }),
    ]),
  );
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
  let bare = url;
  while (bare.endsWith('/')) bare = bare.slice(0, -1);
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
  const entries = entriesOf(parseYaml((await bodyOf(`${repository}/index.yaml`, response)).toString('utf8'))[0]?.value);
  const names = [...entries.keys()];
  chart ??= names.length === 1 ? names[0] : undefined;
  const versions = chart === undefined ? undefined : entries.get(chart);
  if (chart === undefined || versions === undefined) {
    const meant = chart === undefined ? undefined : nearest(chart, names);
    throw new PinoutError({
      code: 'chart-not-found',
      app: 'import',
      field: publicUrl(bare),
      found: chart === undefined ? `${names.length} charts` : `no chart ${chart}`,
      wanted: meant ?? (names.length <= 20 ? names.join(', ') : 'the name of one of its charts'),
      fix: 'name the chart with --name',
    });
  }
  const entry = versions.find((one) => one.version.replace(/^v/, '') === version.replace(/^v/, ''));
  const archiveUrl = entry?.url;
  if (entry === undefined || archiveUrl === undefined || !URL.canParse(archiveUrl, `${repository}/`))
    throw new PinoutError({
      code: 'chart-not-found',
      app: 'import',
      field: `${chart} ${version}`,
      found: entry === undefined ? 'no such version' : 'an entry without the URL of an archive',
      wanted: versions
        .slice(0, 5)
        .map((one) => one.version)
        .join(', '),
      fix: 'write a version that the repository has',
    });
  const archive = await download(new URL(archiveUrl, `${repository}/`).href);
  const digest = createHash('sha256').update(archive).digest('hex');
  if (entry.digest !== undefined && entry.digest !== digest)
    throw notAChart(archiveUrl, digest, 'try again; the archive does not match the index', entry.digest);
  return { archive, repository };
}
