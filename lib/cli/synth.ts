import { isSharedPart } from '../idp/common-parts.ts';
import { join, sep } from 'node:path';
import type { Cluster } from '../cluster/cluster.ts';
import type { Finding } from '../contract/finding.ts';
import type { Difference } from '../synth/difference.ts';
import { distOf } from '../synth/dist.ts';
import { refuseUpgrade } from '../synth/refuse-upgrade.ts';
import { loadClusters } from '../synth/load-clusters.ts';
import { pageName } from '../synth/page-owner.ts';
import { withoutInterruption } from '../synth/without-interruption.ts';
import { type DistDifference, distDifference, writeDist } from '../synth/write-dist.ts';
import type { Outcome } from './command.ts';
import { exit, type Io } from './io.ts';
import { deliveryFolder } from '../manifest/manifest.ts';
import { parse } from './parse.ts';
import { progressOn } from './progress.ts';
import { specs } from './specs.ts';
import { UsageError } from './usage-error.ts';

const posix = (path: string): string => path.split(sep).join('/');

/** `pinout synth`: writes dist, or with `--check` says how it differs. The folder is `--out`, else CDK8S_OUTDIR, else `dist`. */
export async function synthCommand(args: readonly string[], io: Io): Promise<Outcome> {
  const { values } = parse(args, specs.synth);
  const app = values.app ?? 'apps/main.ts';
  if (app === '') throw new UsageError('--app takes the path of a file, but got nothing');
  if (values.out === '') throw new UsageError('--out takes the path of a folder, but got nothing');
  // An empty variable is one that is not set.
  const given = io.env['CDK8S_OUTDIR'];
  const out = values.out ?? (given === undefined || given === '' ? 'dist' : given);
  if (values.watch === true) return watched(app, out, args, io);
  const progress = progressOn(io, values.quiet === true);
  progress(`reading ${app}`);
  const sources: string[] = [];
  let clusters: Cluster[];
  try {
    clusters = await loadClusters(app, (file) => sources.push(file));
  } finally {
    progress(undefined);
    io.tell?.({ sources });
  }
  const dist = distOf(clusters, app, out);
  const talk = values.quiet === true ? () => undefined : io.talk;
  // What is written of a provider of the user's own goes with its objects.
  const isOwn = (name: string) => clusters.some(({ facts }) => facts.name === name && facts.idp.own === true);
  const size = (name: string) => dist.clusters.get(name)?.size ?? 0;
  if (values.check === true) {
    const findings = staleFindings(distDifference(out, dist), out);
    if (findings.length === 0) for (const name of dist.clusters.keys()) talk(`${posix(join(out, name))} is up to date (${size(name)} files)\n`);
    return { code: findings.length > 0 ? exit.findings : exit.clean, findings };
  }
  if (values['new-database'] !== true) refuseUpgrade(out, dist);
  const { clusters: found, gone, doubtful, page } = await withoutInterruption(() => writeDist(out, dist));
  for (const name of doubtful)
    talk(`${posix(join(out, name))}: not changed. ${out} is outside this repository, so it may belong to another project: delete it if it is yours\n`);
  if (typeof page === 'object')
    talk(`${posix(join(out, pageName))}: not changed, because it belongs to ${page.of}; the manual steps are in the README.md of each cluster\n`);
  for (const [name, { missing, changed, stale }] of found) {
    const count = missing.length + changed.length + stale.length;
    const folder = posix(join(out, name));
    if (gone.includes(name)) talk(`${folder}: removed, because the source no longer has this cluster\n`);
    else if (count === 0) talk(`${folder}: no change (${size(name)} files)\n`);
    else talk(`${folder}: ${size(name)} files (${missing.length} new, ${changed.length} changed, ${stale.length} removed)\n`);
    for (const sheet of sheets([...missing, ...changed], dist.clusters.get(name))) talk(`\n${sheet}\n`);
    if (!gone.includes(name)) for (const app of isOwn(name) ? [] : goneApps(found.get(name)!, dist.clusters.get(name)!)) talk(`${folder}: ${reminder(app)}\n`);
  }
  talk(firstContact(clusters, out));
  return { code: exit.clean, findings: [] };
}

/** Runs until somebody ends it. The signal reaches the running child as well, which ends after what it writes. */
async function watched(app: string, out: string, args: readonly string[], io: Io): Promise<Outcome> {
  const { values } = parse(args, specs.synth);
  if (values.check === true || values.json === true) throw new UsageError(`--watch and --${values.check === true ? 'check' : 'json'} cannot be combined`);
  const { watch } = await import('./watch.ts');
  const ended = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => ended.abort());
  const rest = args.filter((arg) => arg !== '--watch');
  return { code: await watch({ app, out, args: ['synth', ...rest], signal: ended.signal }, io), findings: [], printed: true };
}

/** What is in dist, and what to do with it. */
function firstContact(clusters: readonly Cluster[], out: string): string {
  const lines = clusters.map(({ facts, apps, placed, steps }) => {
    const logins = apps.flatMap(({ contracts }) => contracts);
    const guarded = logins.filter(({ protocol }) => protocol === 'forward-auth').length;
    const parts = [
      counted(apps.length, 'app'),
      `${counted(logins.length, 'login')}${guarded === 0 ? '' : ` (${guarded} with forward-auth)`}`,
      counted(placed.filter(({ folder }) => folder === deliveryFolder).length, 'layer'),
      counted(steps.length, 'manual step'),
    ];
    return `  ${clusters.length === 1 ? '' : `${facts.name}: `}${parts.join(', ')}\n`;
  });
  const check = `pinout check${out === 'dist' ? '' : ` ${posix(out)}`}`;
  return `${lines.join('')}Next: ${check}, read ${posix(join(out, pageName))} (the manual steps), commit, push\n`;
}

const counted = (number: number, word: string): string => `${number} ${word}${number === 1 ? '' : 's'}`;

/** What to type into apps whose settings are not written, where it is new. */
function sheets(paths: readonly string[], files: ReadonlyMap<string, string> | undefined): string[] {
  return paths.filter((path) => path.startsWith('manual/logins/')).map((path) => (files?.get(path) ?? '').replace(/^<!--.*-->\n+/, ''));
}

/** Apps whose end at the identity provider goes with this run. */
function goneApps({ stale }: Difference, files: ReadonlyMap<string, string>): string[] {
  // Blueprints for the worker lie in no folder of the app: there its own end says that it is gone.
  const folder = [...files].some(([path, text]) => path.startsWith('configs/') && text.includes('name: blueprint-')) ? 'apps' : 'identity';
  const of = (path: string): string | readonly never[] => {
    const [top, app, file] = path.split('/');
    return top === folder && file === 'kustomization.yaml' ? app! : [];
  };
  const removals = [...files].flatMap(([path, text]) => (/^(?:identity\/removed|configs)\//.test(path) ? [text] : [])).join('');
  return stale.flatMap(of).filter((app) => !isSharedPart(app) && !removals.includes(`slug: ${app} `));
}

const reminder = (app: string): string =>
  `authentik still has the application of ${app}, which is no longer written. To delete it there, add removed: ['${app}'] next to apps`;

function staleFindings({ clusters, page }: DistDifference, out: string): Finding[] {
  const finding = (path: string, message: string): Finding => ({
    code: 'dist-stale',
    severity: 'error',
    file: posix(join(out, path)),
    message,
    fix: 'run npm run synth and commit the result',
    docs: 'docs/rules/dist-stale.md',
  });
  const absent = 'is missing: the source generates it';
  const differs = 'differs from what the source generates';
  return [
    ...(page === 'same' || typeof page === 'object' ? [] : [finding(pageName, page === 'missing' ? absent : differs)]),
    ...[...clusters].flatMap(([name, { missing, changed, stale }]) => [
      ...missing.map((path) => finding(`${name}/${path}`, absent)),
      ...changed.map((path) => finding(`${name}/${path}`, differs)),
      ...stale.map((path) => finding(`${name}/${path}`, 'exists, but the source no longer generates it')),
    ]),
  ];
}
