import { join, relative, resolve, sep } from 'node:path';
import type { Finding } from '../contract/finding.ts';
import { differenceOf } from '../synth/difference.ts';
import { filesOf } from '../synth/files.ts';
import { loadCluster } from '../synth/load-cluster.ts';
import { writeFolder } from '../synth/write.ts';
import type { Outcome } from './command.ts';
import { exit, type Io } from './io.ts';
import { parse } from './parse.ts';

const posix = (path: string): string => path.split(sep).join('/');

/** `pinout synth`: writes dist, or with `--check` says how it differs. The folder is `--out`, else CDK8S_OUTDIR, else `dist`. */
export async function synthCommand(args: readonly string[], io: Io): Promise<Outcome> {
  const { values } = parse(args, { app: { type: 'string' }, out: { type: 'string' }, check: { type: 'boolean' } }, false);
  const app = values.app ?? 'apps/main.ts';
  const out = values.out ?? io.env['CDK8S_OUTDIR'] ?? 'dist';
  const cluster = await loadCluster(app);
  const files = filesOf(cluster, posix(relative('.', resolve(app))));
  const { name } = cluster.facts;
  if (values.check === true) {
    const { missing, changed, stale } = differenceOf(join(out, name), files);
    const finding = (path: string, what: string): Finding => ({
      code: 'dist-stale',
      severity: 'error',
      file: posix(join(out, name, path)),
      message: what,
      fix: 'run npm run synth and commit the result',
      docs: 'docs/rules/dist-stale.md',
    });
    const findings = [
      ...missing.map((path) => finding(path, 'is not there, but the source makes it')),
      ...changed.map((path) => finding(path, 'differs from what the source makes')),
      ...stale.map((path) => finding(path, 'is there, but the source no longer makes it')),
    ];
    if (findings.length === 0 && values.quiet !== true) io.talk(`${posix(join(out, name))} is up to date (${files.size} files)\n`);
    return { code: findings.length > 0 ? exit.findings : exit.clean, findings };
  }
  const { missing, changed, stale } = writeFolder(out, name, files);
  const count = missing.length + changed.length + stale.length;
  if (values.quiet !== true)
    io.talk(
      count === 0
        ? `${posix(join(out, name))}: no change (${files.size} files)\n`
        : `${posix(join(out, name))}: ${files.size} files (${missing.length} new, ${changed.length} changed, ${stale.length} removed)\n`,
    );
  return { code: exit.clean, findings: [] };
}
