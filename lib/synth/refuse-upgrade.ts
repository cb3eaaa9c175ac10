import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PinoutError, show } from '../contract/error.ts';
import { authentikUpgrade } from '../contract/versions.ts';
import { helpPage } from '../contract/help-page.ts';
import { idpFolder } from '../manifest/manifest.ts';
import { parseYaml } from '../manifest/parse-yaml.ts';
import type { Dist } from './dist.ts';

/**
 * Refuses an authentik that its own server would refuse on the database of the one that dist has so far: a release that is left out, and a way back. Nothing
 * but the last dist knows which one that is.
 *
 * @param out the folder that is to be written
 * @throws PinoutError `authentik-upgrade`
 */
export function refuseUpgrade(out: string, { clusters }: Dist): void {
  for (const [name, files] of clusters) {
    const from = versionIn(textsBelow(join(out, name, idpFolder)));
    const to = versionIn([...files].flatMap(([path, text]) => (path.startsWith(`${idpFolder}/`) ? [text] : [])));
    if (from === undefined || to === undefined) continue;
    const upgrade = authentikUpgrade(from, to);
    if (upgrade.kind === 'step') continue;
    const found = `${show(to)}, but ${join(out, name)} has ${from}`;
    const anew = 'If its database is new, or restored from that version, write dist with: pinout synth --new-database';
    if (upgrade.kind === 'back')
      throw refuse(found, `${from} or newer: authentik cannot be downgraded`, `restore the database of ${to} first (${helpPage('restore')}). ${anew}`);
    const [first, ...rest] = upgrade.through;
    throw refuse(
      found,
      `${first}: authentik must be upgraded one release at a time. Its server refuses to skip one, or a migration fails halfway`,
      `back up the database, write versions.authentik: '${first}', run synth, push, and wait until authentik is ready; then ${[...rest, to].join(', then ')} (${helpPage('upgrade')}). ${anew}`,
    );
  }
}

const refuse = (found: string, wanted: string, fix: string) =>
  new PinoutError({ code: 'authentik-upgrade', app: 'cluster', field: 'versions.authentik', found, wanted, fix });

interface Release {
  readonly spec?: { readonly values?: { readonly global?: { readonly image?: { readonly tag?: unknown } } } };
}

/** Files of a folder, whatever they are called: earlier versions of pinout called them otherwise. */
function textsBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((file) => (file.endsWith('.yaml') ? [readFileSync(join(folder, file), 'utf8')] : []));
}

/** The version in authentik's release; undefined where none of the files has it. */
function versionIn(texts: readonly string[]): string | undefined {
  for (const document of texts.flatMap((text) => [...parseYaml(text)])) {
    const tag = document.faults.length > 0 ? undefined : (document.value as Release | null)?.spec?.values?.global?.image?.tag;
    if (typeof tag === 'string' && /^\d+\.\d+\.\d+$/.test(tag)) return tag;
  }
  return undefined;
}
