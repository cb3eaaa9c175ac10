import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import * as cdk8s from 'cdk8s';
import * as cdk8sPlus from 'cdk8s-plus-30';
import type { Cluster } from '../../lib/cluster/cluster.ts';
import * as pinout from '../../lib/index.ts';
import { SsoCluster } from '../../lib/cdk8s.ts';
import { clusterInput, grafanaOptions } from './sample.ts';
import { tempFolder } from './temp-folder.ts';

/** An example in a page. */
export interface Example {
  readonly page: string;
  readonly line: number;
  readonly code: string;
  /** What the page says the reader brings: it goes with each of its examples. */
  readonly brings: string;
}

/** Every block of TypeScript in the pages. */
export function docExamples(): Example[] {
  const pages = ['README.md', ...below('docs'), ...below('lib/integrations').filter((path) => path.endsWith('README.md'))];
  return pages.flatMap((page) => {
    const text = readFileSync(page, 'utf8');
    return [...text.matchAll(/^( *)```ts\n([\s\S]*?)^ *```$/gm)].map((match) => ({
      page,
      line: text.slice(0, match.index).split('\n').length,
      code: match[2]!,
      brings: /^prerequisites: \[.*\],$/m.exec(text)?.[0] ?? '',
    }));
  });
}

const below = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md'))
    .map((path) => join(folder, path))
    .sort();

/** The option of an app that an example shows alone, without the app around it. */
const appOptions = /^\s*(?:values|tile|env|chartVersion): /;

/**
 * What an example comes to: its clusters. Fields of a cluster or of an app get the rest of it from the sample; an app gets a cluster. Names that
 * other files of the example bring (`./grafana.ts`) are those of the sample.
 */
export function clustersOf({ code, brings }: Example): Cluster[] {
  // Alternatives, one a line: each is judged.
  const lines = code.trim().split('\n');
  const keys = lines.map((line) => /^(\w+): .*,(?:\s*\/\/.*)?$/.exec(line)?.[1]);
  if (lines.length > 1 && keys[0] !== undefined && keys.every((key) => key === keys[0])) return lines.flatMap((line) => run(line, brings));
  return run(code.trim(), brings);
}

function run(code: string, brings: string): Cluster[] {
  const monitoring = pinout.grafana(grafanaOptions);
  const scope: Readonly<Record<string, unknown>> = {
    ...pinout,
    ...cdk8sPlus,
    ...cdk8s,
    SsoCluster,
    App: AppElsewhere,
    monitoring,
    // Any authority will do.
    readFileSync: () => rootCertificates[0]!,
    sample: { ...clusterInput, apps: [monitoring] },
    options: grafanaOptions,
    found: [] as unknown[],
  };
  const body = `sample = { ...sample, ${brings} };\n${moduleOf(code)}\nfound.push(...found.filter((one) => 'integration' in one).map((app) => defineCluster({ ...sample, apps: [app] })));`;
  // The code of our own pages, with the names that it imports as parameters.
  // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call -- examples of our own pages
  const made = new Function(...Object.keys(scope), `{\n${body}\n}\nreturn found;`)(...Object.values(scope)) as unknown[];
  return made
    .flat()
    .map((one) => (one instanceof SsoCluster ? one.toCluster() : one))
    .filter((one): one is Cluster => typeof one === 'object' && one !== null && 'placed' in one);
}

/** What an example writes goes into a folder that is gone after the test. */
class AppElsewhere extends cdk8s.App {
  constructor() {
    super({ outdir: join(tempFolder(), 'dist') });
  }
}

function moduleOf(code: string): string {
  const plain = code.replace(/^import .*$/gm, '').replace(/^( *)\/\/ … facts and apps$/gm, '$1...sample,');
  if (/^\s*\w+: /.test(plain) && !/^\s*(?:export|const)\b/m.test(plain))
    return appOptions.test(plain) ? `found.push(grafana({ ...options, ${plain}\n}));` : `found.push(defineCluster({ ...sample, ${plain}\n}));`;
  return plain
    .replace(/^(\s*)export default /gm, '$1found[found.length] = ')
    .replace(/^(\s*)export const (\w+) = /gm, '$1const $2 = found[found.length] = ')
    .replace(/^(grafana)\(\{$/gm, 'found[found.length] = $1({ ...options,')
    .replace(/^(\w+)\(/gm, (call, name: string) => (name in pinout ? `found[found.length] = ${call}` : call));
}
