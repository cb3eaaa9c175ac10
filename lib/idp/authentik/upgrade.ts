import { PinoutError, show } from '../../contract/error.ts';
import { helpPage } from '../../contract/help-page.ts';
import { newestOf, supported } from '../../contract/versions.ts';
import { parseYaml } from '../../manifest/parse-yaml.ts';
import type { Upgrade } from '../identity-provider.ts';

/**
 * What going from one version of authentik to another comes to. authentik is upgraded one release after the other: a server of 2026.8 or later stops with
 * "Major version skips are not allowed" (goauthentik/authentik#24160), and migrations of earlier ones fail half way (goauthentik/authentik#22688). It never
 * goes back, because its migrations do not.
 *
 * @returns with `through` the releases in between, each at the newest version that is known
 * @example authentikUpgrade('2025.12.4', '2026.8.3') // { kind: 'skips', through: ['2026.2.3', '2026.5.6'] }
 */
export function authentikUpgrade(from: string, to: string): Upgrade {
  const was = numberOf(from);
  const is = numberOf(to);
  if (is < was) return { kind: 'back' };
  const through = supported.authentik.filter((release) => numberOf(release) > was && numberOf(release) < is);
  return through.length === 0 ? { kind: 'step' } : { kind: 'skips', through: through.map(newestOf) };
}

function numberOf(version: string): number {
  const [year = 0, month = 0] = version.replace(/^v/, '').split('.').map(Number);
  return year * 100 + month;
}

/**
 * Refuses an authentik that its own server would refuse on the database of the one that dist has so far: a release that is left out, and a way back.
 *
 * @param where the folder of dist with the texts of before
 * @throws PinoutError `authentik-upgrade`
 */
export function refuseUpgrade(before: readonly string[], now: readonly string[], where: string): void {
  const from = versionIn(before);
  const to = versionIn(now);
  if (from === undefined || to === undefined) return;
  const upgrade = authentikUpgrade(from, to);
  if (upgrade.kind === 'step') return;
  const refuse = (wanted: string, fix: string) =>
    new PinoutError({
      code: 'authentik-upgrade',
      app: 'cluster',
      field: 'versions.authentik',
      found: `${show(to)}, but ${where} has ${from}`,
      wanted,
      fix: `${fix} If its database is new, or restored from that version, write dist with: pinout synth --new-database`,
    });
  if (upgrade.kind === 'back')
    throw refuse(`${from} or newer: authentik cannot be downgraded`, `restore the database of ${to} first (${helpPage('restore')}).`);
  const [first, ...rest] = upgrade.through;
  throw refuse(
    `${first}: authentik must be upgraded one release at a time. Its server refuses to skip one, or a migration fails halfway`,
    `back up the database, write versions.authentik: '${first}', run synth, push, and wait until authentik is ready; then ${[...rest, to].join(', then ')} (${helpPage('upgrade')}).`,
  );
}

interface Release {
  readonly spec?: { readonly values?: { readonly global?: { readonly image?: { readonly tag?: unknown } } } };
}

/** The version in authentik's release; undefined where none of the files has it. */
function versionIn(texts: readonly string[]): string | undefined {
  for (const document of texts.flatMap((text) => [...parseYaml(text)])) {
    const tag = document.faults.length > 0 ? undefined : (document.value as Release | null)?.spec?.values?.global?.image?.tag;
    if (typeof tag === 'string' && /^\d+\.\d+\.\d+$/.test(tag)) return tag;
  }
  return undefined;
}
