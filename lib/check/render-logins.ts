import { printable, printableLine } from '../contract/printable.ts';
import type { Located } from '../contract/observed.ts';
import { type Product, type RunningVersions, sayableNames } from '../repository/versions.ts';
import type { LoginRow } from './login-row.ts';

/** How many logins there are, and how much of them is known. */
export interface LoginCounts {
  readonly logins: number;
  readonly read: number;
  readonly paired: number;
}

export function countsOf(rows: readonly LoginRow[]): LoginCounts {
  return { logins: rows.length, read: rows.filter(({ read }) => read !== 'neither').length, paired: rows.filter(({ read }) => read === 'both').length };
}

const placeOf = ({ at }: Located<unknown>): { file: string; line: number } => ({ file: at.file, line: at.line });
const placeText = (seen: Located<unknown>): string => `${printableLine(seen.at.file)}:${seen.at.line}`;

const common: Readonly<Record<NonNullable<LoginRow['pairedBy']>, string>> = {
  'client-id': 'client id',
  slug: 'slug',
  redirect: 'redirect URI',
  secret: 'entry in the secret store',
  host: 'host',
  served: 'the host of the app',
  path: 'path of the redirect URI',
  name: 'name',
  app: 'the name of the app',
};

/** Every login as lines for people: what it is and where, then why it was paired or not; last the versions. */
export function renderLogins(rows: readonly LoginRow[], versions: RunningVersions): string {
  const blocks = rows.map((row) => {
    const head = [
      row.app,
      placeText(row.at),
      ...(row.provider === undefined ? [] : [`at ${row.provider}`]),
      ...(row.client === undefined ? [] : [`client ${row.client}`]),
    ];
    const state =
      row.read === 'both'
        ? `${row.certainty === undefined ? '' : 'probably '}paired by ${common[row.pairedBy!]} with ${placeText(row.other!)}${row.settings === undefined ? '' : '; pinout does not understand the format of its settings'}`
        : `${row.read === 'app' ? 'app read, not paired' : row.read === 'provider' ? "identity provider's end read, not paired" : 'not read'}: ${row.why ?? ''}`;
    const names = row.settings ?? [];
    return [
      `${printable(head.join('  '))}\n    ${row.protocol === 'forward-auth' ? 'forward-auth, ' : ''}${printable(state)}\n`,
      ...(names.length === 0 ? [] : [`    not understood: ${printable(names.slice(0, 8).join(', '))}${names.length > 8 ? ', …' : ''}\n`]),
    ].join('');
  });
  return `${blocks.join('')}${renderVersions(versions)}`;
}

/** Products whose version can be said, and others that were found. */
const productsOf = (versions: RunningVersions): Product[] => [...new Set([...sayableNames, ...(Object.keys(versions) as Product[])])];

function renderVersions(versions: RunningVersions): string {
  const rows = productsOf(versions).map((product) => {
    const running = versions[product];
    if (running === undefined) return `    ${product}: not found in git, so the newest is assumed; set it with --${product} VERSION\n`;
    return `    ${product} ${printable(running.text)}: ${running.at === undefined ? 'given' : placeText(running.at)}\n`;
  });
  return `versions\n${rows.join('')}`;
}

/** The same as data. */
export function loginsAsJson(rows: readonly LoginRow[]): readonly object[] {
  return rows.map(({ at, other, ...row }) => ({
    ...row,
    ...placeOf(at),
    ...(other === undefined ? {} : { other: placeOf(other) }),
  }));
}

/** The versions as data. */
export function versionsAsJson(versions: RunningVersions): object {
  return Object.fromEntries(
    productsOf(versions).map((product) => {
      const running = versions[product];
      return [
        product,
        running === undefined ? { assumed: 'newest' } : { version: running.text, ...(running.at === undefined ? { from: 'option' } : placeOf(running.at)) },
      ];
    }),
  );
}
