import { join, sep } from 'node:path';
import type { Finding } from '../contract/finding.ts';
import type { Difference } from '../synth/difference.ts';
import { distOf } from '../synth/dist.ts';
import { loadClusters } from '../synth/load-clusters.ts';
import { type DistDifference, distDifference, pageName, writeDist } from '../synth/write-dist.ts';
import type { Outcome } from './command.ts';
import { exit, type Io } from './io.ts';
import { parse } from './parse.ts';

const posix = (path: string): string => path.split(sep).join('/');

/** `pinout synth`: writes dist, or with `--check` says how it differs. The folder is `--out`, else CDK8S_OUTDIR, else `dist`. */
export async function synthCommand(args: readonly string[], io: Io): Promise<Outcome> {
  const { values } = parse(args, { app: { type: 'string' }, out: { type: 'string' }, check: { type: 'boolean' } }, false);
  const app = values.app ?? 'apps/main.ts';
  const out = values.out ?? io.env['CDK8S_OUTDIR'] ?? 'dist';
  const dist = distOf(await loadClusters(app), app);
  const talk = values.quiet === true ? () => undefined : io.talk;
  const size = (name: string) => dist.clusters.get(name)?.size ?? 0;
  if (values.check === true) {
    const findings = staleFindings(distDifference(out, dist), out);
    if (findings.length === 0) for (const name of dist.clusters.keys()) talk(`${posix(join(out, name))} is up to date (${size(name)} files)\n`);
    return { code: findings.length > 0 ? exit.findings : exit.clean, findings };
  }
  const { clusters, gone } = writeDist(out, dist);
  for (const [name, { missing, changed, stale }] of clusters) {
    const count = missing.length + changed.length + stale.length;
    const folder = posix(join(out, name));
    if (gone.includes(name)) talk(`${folder}: removed, the source has no such cluster any more\n`);
    else if (count === 0) talk(`${folder}: no change (${size(name)} files)\n`);
    else talk(`${folder}: ${size(name)} files (${missing.length} new, ${changed.length} changed, ${stale.length} removed)\n`);
    if (!gone.includes(name)) for (const app of goneApps(clusters.get(name)!, dist.clusters.get(name)!)) talk(`${folder}: ${reminder(app)}\n`);
  }
  return { code: exit.clean, findings: [] };
}

/** Apps whose end at the identity provider goes with this run. */
function goneApps({ stale }: Difference, files: ReadonlyMap<string, string>): string[] {
  const of = (path: string) => /^manual\/blueprints\/(.+)\.yaml$/.exec(path)?.[1] ?? [];
  return stale
    .flatMap(of)
    .filter(
      (app) => !['groups', 'people', 'outpost', 'removed'].includes(app) && !(files.get('manual/blueprints/removed.yaml') ?? '').includes(`slug: ${app}`),
    );
}

const reminder = (app: string): string =>
  `authentik keeps the application of ${app}, which is no longer written. To delete it there: removed: ['${app}'] beside apps`;

function staleFindings({ clusters, page }: DistDifference, out: string): Finding[] {
  const finding = (path: string, message: string): Finding => ({
    code: 'dist-stale',
    severity: 'error',
    file: posix(join(out, path)),
    message,
    fix: 'run npm run synth and commit the result',
    docs: 'docs/rules/dist-stale.md',
  });
  const absent = 'is not there, but the source makes it';
  const differs = 'differs from what the source makes';
  return [
    ...(page === 'same' ? [] : [finding(pageName, page === 'missing' ? absent : differs)]),
    ...[...clusters].flatMap(([name, { missing, changed, stale }]) => [
      ...missing.map((path) => finding(`${name}/${path}`, absent)),
      ...changed.map((path) => finding(`${name}/${path}`, differs)),
      ...stale.map((path) => finding(`${name}/${path}`, 'is there, but the source no longer makes it')),
    ]),
  ];
}
