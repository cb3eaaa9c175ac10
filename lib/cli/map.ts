import { deliveryFolder } from '../manifest/manifest.ts';
import { writeFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { mapData } from '../access/map/map-data.ts';
import { pageOf } from '../access/map/page.ts';
import { pictureOf } from '../access/map/picture.ts';
import { modelAt } from '../access/read-side.ts';
import { PinoutError } from '../contract/error.ts';
import { printable } from '../contract/printable.ts';
import { type AccessModel, noLogins, sameNames } from '../access/access-model.ts';
import type { Repository } from '../repository/repository.ts';
import type { Outcome } from './command.ts';
import { exit, type Io } from './io.ts';
import { ownOptions } from './own-options.ts';
import { parse } from './parse.ts';
import { specs } from './specs.ts';
import { UsageError } from './usage-error.ts';

/** `pinout map`: everything as one page, or a cluster as a picture. */
export async function mapCommand(args: readonly string[], io: Io): Promise<Outcome> {
  const { values, positionals } = parse(args, specs.map);
  if (values.json === true || values['fail-on'] !== undefined)
    throw new UsageError(
      `map only draws, so it has no ${values.json === true ? '--json: use pinout who --json for access as data' : '--fail-on: use pinout check'}`,
    );
  const own = await ownOptions('map', values.integrations);
  const { model, paths } = modelAt(positionals, values.ref, own);
  const data = mapData(model);
  const logins = data.clusters.reduce((sum, { apps }) => sum + apps.length, 0);
  const format = values.format ?? 'html';
  const named = data.clusters.filter(({ apps }) => apps.length > 0);
  const cluster = values.cluster === undefined ? named[0] : named.find(({ name }) => name === values.cluster);
  if (format === 'svg' && (cluster === undefined || (named.length > 1 && values.cluster === undefined)))
    throw new UsageError(
      named.length === 0
        ? `no login was found in ${model.documents} documents, so there is nothing to draw`
        : `--cluster takes one of ${named.map(({ name }) => name).join(', ')}`,
    );
  const title = values.title ?? titleOf(model, paths);
  const text = format === 'svg' ? pictureOf(cluster!, { alone: true, dark: values.dark === true }) : pageOf(data, title);
  const out = values.out ?? `pinout-map.${format}`;
  if (out === '-') io.out(text);
  else write(out, text);
  if (values.quiet !== true) {
    io.talk(`${logins} logins${out === '-' ? '' : ` in ${printable(out)}`}\n`);
    for (const line of [...(logins === 0 ? [noLogins(model)] : []), ...sameNames(model)]) io.talk(`  ${line}\n`);
  }
  return { code: exit.clean, findings: [], printed: true };
}

/** The cluster where there is one, as pinout calls it; else the folder. */
function titleOf(model: AccessModel, paths: readonly string[]): string {
  const [one, ...others] = model.clusters.map(({ name, repository }) => (name === '' ? ownName(repository) : name));
  if (one !== undefined && others.length === 0) return one;
  const [path = '.'] = paths;
  return basename(resolve(path === 'dist' ? '.' : path));
}

/** The folder above that of Flux, which pinout names after the cluster. */
const ownName = ({ tree }: Repository): string | undefined =>
  tree.objects.flatMap(({ ours, file }) => (ours && basename(dirname(file)) === deliveryFolder ? [basename(dirname(dirname(file)))] : []))[0];

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new PinoutError({
      code: 'path-unwritable',
      app: 'map',
      field: '--out',
      found: `${file}: ${(error as NodeJS.ErrnoException).code ?? 'not writable'}`,
      wanted: 'a file that can be written',
      fix: 'name another file with --out, or - for stdout',
    });
  }
}
